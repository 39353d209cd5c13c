import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { installOnce, reasonOf } from './peer-install';

describe('a folder that is filled once', () => {
  let base: string;
  beforeEach(async () => void (base = await fs.mkdtemp(path.join(os.tmpdir(), 'peer-'))));
  afterEach(() => fs.rm(base, { recursive: true }));

  const fill = (text: string) => (folder: string) => fs.writeFile(path.join(folder, 'package.json'), text);

  it('appears when it is whole, and is left alone then', async () => {
    const folder = path.join(base, 'dev', 'peer');
    await installOnce(folder, async (temporary) => {
      await expect(fs.access(folder)).rejects.toThrow('ENOENT');
      await fill('first')(temporary);
    });
    await installOnce(folder, fill('second'));
    expect(await fs.readFile(path.join(folder, 'package.json'), 'utf8')).toBe('first');
    expect(await fs.readdir(path.dirname(folder))).toEqual(['peer']);
  });

  it('is not there when filling it failed half way, and can be filled again', async () => {
    const folder = path.join(base, 'peer');
    const half = async (temporary: string) => {
      await fill('half')(temporary);
      throw new Error('the network is away');
    };
    await expect(installOnce(folder, half)).rejects.toThrow('the network is away');
    expect(await fs.readdir(base)).toEqual([]);
    await installOnce(folder, fill('whole'));
    expect(await fs.readFile(path.join(folder, 'package.json'), 'utf8')).toBe('whole');
  });
});

describe('why a program failed', () => {
  const failing = (program: string, timeout = 0) =>
    promisify(execFile)(process.execPath, ['-e', program], { timeout }).catch((error: unknown) => reasonOf(error));

  it('is the last that it said, not the command that was run', async () => {
    const program = `console.error('one\\n\\ntwo\\nthree\\nERR! no such version\\n'); process.exit(1)`;
    expect(await failing(program)).toBe('two / three / ERR! no such version');
  });

  it('is that it took too long where it was ended', async () => {
    expect(await failing('setInterval(() => 0, 1000)', 300)).toBe('it took too long and was ended');
  });

  it('is the error itself where nothing ran', () => {
    expect(reasonOf(new Error('spawn npm ENOENT\n    at x'))).toBe('spawn npm ENOENT');
  });
});
