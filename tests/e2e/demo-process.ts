import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { eventually, freshVhost, type FreshVhost } from '@tillbridge/testing';
import { Client } from 'pg';

/** The demo as whoever types its command has it: a program, what it says, and what it leaves on the machine. */
export class DemoProcess {
  /** Inherited by every program the demo starts, so that those are found wherever they went. */
  private readonly mark = `demo-${randomUUID()}`;
  private readonly child: ChildProcess;
  /** Its exit code, once it has one. */
  readonly ended: Promise<number | null>;
  told = '';

  constructor(words: string[], settings: Record<string, string> = {}) {
    const program = path.resolve('dist/libs/testing/src/demo/main.js');
    const env = { ...process.env, ...settings, TILLBRIDGE_DOOR: this.mark };
    this.child = spawn(process.execPath, [program, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout!.on('data', (text: Buffer) => (this.told += text.toString()));
    this.child.stderr!.resume();
    this.ended = new Promise((resolve) => this.child.once('exit', resolve));
  }

  /** Waits for these words on stdout. @throws with the last it said, when they do not come or it has ended. */
  async says(words: string, withinMs = 90_000): Promise<void> {
    const said = () => this.told.includes(words) || this.child.exitCode !== null;
    await eventually(said, { withinMs, everyMs: 50 }).catch(() => {});
    if (!this.told.includes(words))
      throw new Error(`the demo never said "${words}"; it said\n${this.told.slice(-4_000)}`);
  }

  /** What it printed beside a name, with --keep. */
  address(name: string): string {
    const [, address] = new RegExp(`^  ${name} +(\\S+)`, 'm').exec(this.told) ?? [];
    if (!address) throw new Error(`the demo printed no address of ${name}; it said\n${this.told}`);
    return address;
  }

  get lastLine(): string {
    return this.told.trimEnd().split('\n').at(-1)!;
  }

  /** @returns its exit code */
  interrupt(): Promise<number | null> {
    this.child.kill('SIGINT');
    return this.ended;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  /** It, and everything it started. */
  programs(): string[] {
    if (fs.existsSync('/proc/self/environ')) {
      return fs.readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && environmentOf(pid).includes(this.mark));
    }
    const programs = execFileSync('ps', ['axeww'], { encoding: 'utf8' }).split('\n');
    return programs.filter((line) => line.includes(`TILLBRIDGE_DOOR=${this.mark}`));
  }
}

function environmentOf(pid: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    // It has ended while we were looking.
    return '';
  }
}

/** What demos have made on servers and disk. */
export async function traces(): Promise<string[]> {
  const server = new Client({ connectionString: process.env.DATABASE_URL });
  await server.connect();
  const { rows } = await server.query<{ datname: string }>(
    `SELECT datname FROM pg_database WHERE datname ~ '^case_study'`,
  );
  await server.end();
  const vhosts = await withBroker((manage) => manage('GET', '/vhosts') as Promise<{ name: string }[]>);
  const folders = fs.existsSync('.dev') ? fs.readdirSync('.dev').filter((name) => name.startsWith('case-study')) : [];
  return [
    ...rows.map(({ datname }) => datname),
    ...vhosts.map(({ name }) => name).filter((name) => name.startsWith('case_study')),
    ...folders,
  ].sort();
}

/** The broker's management API, for a moment. */
export async function withBroker<T>(ask: (manage: FreshVhost['manage']) => Promise<T>): Promise<T> {
  const vhost = await freshVhost('look');
  try {
    return await ask(vhost.manage);
  } finally {
    await vhost.drop();
  }
}
