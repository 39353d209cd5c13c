import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { lives, until } from './processes.mjs';

describe('a door that ends', () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tillbridge-test-'));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** A door that starts a program, which starts another that leaves its group and ignores being asked to end. */
  async function door(): Promise<{ pid: number; programs: number[]; scratch: string; exited: Promise<number | null> }> {
    const stubborn = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log(process.pid);`;
    const leaver = `const { spawn } = require('node:child_process');
      spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}], { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
      console.log(process.pid); setInterval(() => {}, 1000);`;
    const scratch = path.join(folder, 'scratch');
    const program = `import { live } from ${JSON.stringify(path.resolve('tools/kit/lifetime.mjs'))};
      await live(async (life) => {
        life.folder(${JSON.stringify(scratch)});
        await life.start(process.execPath, ['-e', ${JSON.stringify(leaver)}]).exited;
        return 0;
      });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    const pids = () => output.split('\n').filter(Boolean).map(Number);
    expect(await until(() => pids().length === 2, 10_000)).toBe(true);
    return { pid: child.pid as number, programs: pids(), scratch, exited };
  }

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)('by %s leaves no program and no folder behind', async (signal, code) => {
    const { pid, programs, scratch, exited } = await door();
    process.kill(pid, signal);
    expect(await exited).toBe(code);
    expect(programs.filter(lives)).toEqual([]);
    expect(fs.existsSync(scratch)).toBe(false);
  });

  it('by kill -9 has its guardian clean up', async () => {
    const { pid, programs, scratch } = await door();
    process.kill(pid, 'SIGKILL');
    const clean = () => !programs.some(lives) && !fs.existsSync(scratch);
    expect(await until(clean, 20_000)).toBe(true);
  }, 30_000);
});
