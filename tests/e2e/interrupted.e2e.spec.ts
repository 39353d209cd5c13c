import fs from 'node:fs';
import path from 'node:path';
import { DemoProcess, traces } from './demo-process';

describe('the demo, ended before its end', () => {
  let demo: DemoProcess;
  afterEach(() => demo.kill());

  it('by Ctrl-C leaves no process, no database, no virtual host and no folder behind', async () => {
    const before = await traces();
    demo = new DemoProcess(['--seed', '9']);
    await demo.says('Connecting the stores');
    // Four services, three twins and the demo itself.
    expect(demo.programs()).toHaveLength(8);
    expect(await traces()).not.toEqual(before);

    expect(await demo.interrupt()).toBe(130);
    expect(demo.programs()).toEqual([]);
    expect(await traces()).toEqual(before);
  });

  it('by trouble says so in its last line, and leaves nothing behind but its logs', async () => {
    const before = await traces();
    demo = new DemoProcess(['--seed', '9'], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
    expect(await demo.ended).toBe(1);
    expect(JSON.parse(demo.lastLine)).toEqual({ ok: false, seed: 9, error: expect.stringMatching(/\w/) });
    expect(demo.programs()).toEqual([]);
    const [logs, ...others] = (await traces()).filter((trace) => !before.includes(trace));
    expect(others).toEqual([]);
    fs.rmSync(path.resolve('.dev', logs!), { recursive: true });
  });
});
