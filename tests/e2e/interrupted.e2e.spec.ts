import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { eventually, freshVhost } from '@tillbridge/testing';
import { Client } from 'pg';

/** Inherited by every program the demo starts, so that those are found wherever they went. */
const mark = `interrupted-${randomUUID()}`;
const settingUp = { withinMs: 90_000, everyMs: 100 };

describe('the demo, interrupted by Ctrl-C', () => {
  let demo: ChildProcess;
  afterEach(() => demo.kill('SIGKILL'));

  it('leaves no process, no database, no virtual host and no folder behind', async () => {
    const before = await traces();
    const program = path.resolve('dist/libs/testing/src/demo/main.js');
    demo = spawn(process.execPath, [program, '--seed', '9'], { env: { ...process.env, TILLBRIDGE_DOOR: mark } });
    let told = '';
    demo.stdout!.on('data', (text: Buffer) => (told += text.toString()));
    const ended = new Promise((resolve) => demo.once('exit', resolve));
    await eventually(() => told.includes('Connecting the stores'), settingUp);
    // Four services, three twins and the demo itself.
    expect(marked()).toHaveLength(8);
    expect(await traces()).not.toEqual(before);

    demo.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(marked()).toEqual([]);
    expect(await traces()).toEqual(before);
  });
});

function marked(): string[] {
  if (!fs.existsSync('/proc/self/environ')) {
    const programs = execFileSync('ps', ['axeww'], { encoding: 'utf8' }).split('\n');
    return programs.filter((line) => line.includes(`TILLBRIDGE_DOOR=${mark}`));
  }
  return fs.readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && environmentOf(pid).includes(mark));
}

function environmentOf(pid: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    // It has ended while we were looking.
    return '';
  }
}

/** What a demo makes on servers and disk. */
async function traces(): Promise<string[]> {
  const server = new Client({ connectionString: process.env.DATABASE_URL });
  await server.connect();
  const { rows } = await server.query<{ datname: string }>(
    `SELECT datname FROM pg_database WHERE datname ~ '^case_study'`,
  );
  await server.end();
  const vhost = await freshVhost('traces');
  const vhosts = ((await vhost.manage('GET', '/vhosts')) as { name: string }[]).map(({ name }) => name);
  await vhost.drop();
  const folders = fs.existsSync('.dev') ? fs.readdirSync('.dev').filter((name) => name.startsWith('case-study')) : [];
  return [
    ...rows.map(({ datname }) => datname),
    ...vhosts.filter((name) => name.startsWith('case_study')),
    ...folders,
  ].sort();
}
