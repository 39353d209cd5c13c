import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { eventually } from '../eventually';
import { askJson } from '../world';
import { Fleet, type Ended } from './fleet';
import { freePorts } from './ports';

const server = `
  const http = require('node:http');
  const [port] = process.argv.slice(2);
  http.createServer((_, answer) => answer.end(JSON.stringify({ pid: process.pid }))).listen(Number(port), '127.0.0.1');
`;
const failing = `console.log('{"level":"error","msg":"no such table"}'); process.exit(3);`;

describe('a fleet', () => {
  let folder: string;
  let fleet: Fleet;
  let accidents: [string, Ended][];

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fleet-'));
    fs.writeFileSync(path.join(folder, 'server.js'), server);
    fs.writeFileSync(path.join(folder, 'failing.js'), failing);
    accidents = [];
    fleet = new Fleet(path.join(folder, 'logs'), (name, ended) => accidents.push([name, ended]));
  });

  afterEach(async () => {
    await fleet.stopAll();
    fs.rmSync(folder, { recursive: true });
  });

  async function startServer() {
    const [port] = await freePorts(1);
    const url = `http://127.0.0.1:${port}`;
    const script = path.join(folder, 'server.js');
    await fleet.start({ name: 'server', script, args: [String(port)], readyUrl: url });
    return { url, pid: (await askJson<{ pid: number }>(url)).pid };
  }

  it('is ready when the program answers, and gone when it is stopped', async () => {
    const { pid } = await startServer();
    expect(isAlive(pid)).toBe(true);
    await fleet.stop('server');
    expect(isAlive(pid)).toBe(false);
    expect(accidents).toEqual([]);
  });

  it('starts a killed program again as it was, without calling its end an accident', async () => {
    const { url, pid } = await startServer();
    await fleet.kill9('server');
    expect(isAlive(pid)).toBe(false);
    await fleet.restart('server');
    expect((await askJson<{ pid: number }>(url)).pid).not.toBe(pid);
    expect(accidents).toEqual([]);
  });

  it('tells of a program that ended by itself', async () => {
    const { pid } = await startServer();
    process.kill(pid, 'SIGKILL');
    await eventually(() => accidents.length > 0);
    expect(accidents).toEqual([['server', { code: null, signal: 'SIGKILL' }]]);
  });

  it('quotes the last words of a program that could not start or failed', async () => {
    const program = { name: 'failing', script: path.join(folder, 'failing.js') };
    await expect(fleet.run(program)).rejects.toThrow(/failing failed \(exit code 3\)[^]*no such table/);
    const start = fleet.start({ ...program, readyUrl: 'http://127.0.0.1:9' });
    await expect(start).rejects.toThrow(/failing did not become ready: it ended[^]*no such table/);
  });

  it('starts nothing any more once everything is being stopped', async () => {
    await fleet.stopAll();
    await expect(startServer()).rejects.toThrow('everything is being stopped');
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
