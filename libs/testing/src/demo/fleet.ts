import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { eventually } from '../eventually';
import { askJson } from '../world';

export interface ProgramSpec {
  name: string;
  /** The compiled file that Node runs, and its arguments. */
  script: string;
  args?: string[];
  env?: Record<string, string>;
  /** Answers 2xx once the program can be used; absent for programs that run to their end. */
  readyUrl?: string;
}

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
}

interface Member {
  spec: ProgramSpec;
  child: ChildProcess;
  ended: Promise<Ended>;
  /** Its end is wanted, so it is no accident. */
  dismissed: boolean;
}

const readyMsMax = 30_000;
const stopGraceMs = 8_000;
const tailLines = 25;
/** What a program gets of our own environment; anything else it needs is said in its spec. */
const inherited = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'NODE_OPTIONS', 'TILLBRIDGE_DOOR', 'SystemRoot'];

/** Node programs that are started, killed and started again together; none outlives this process. */
export class Fleet {
  private readonly members = new Map<string, Member>();
  private closed = false;
  private readonly killAll = () => this.signalEveryone('SIGKILL');

  /** @param logDir where each program's output goes, one file per name, appended over restarts */
  constructor(
    readonly logDir: string,
    private readonly onAccident: (name: string, ended: Ended) => void = () => {},
  ) {
    fs.mkdirSync(logDir, { recursive: true });
    // The last net, for ends that leave no time for manners.
    process.on('exit', this.killAll);
  }

  /** Starts a program and waits until it can be used. */
  async start(spec: ProgramSpec): Promise<void> {
    const member = this.launch(spec);
    const url = spec.readyUrl;
    if (!url) return;
    try {
      // A program that has ended will not become ready: no use in asking it for the rest of the time.
      const outcome = await eventually(
        () => (this.isRunning(spec.name) ? askJson(url).then(() => 'ready' as const) : ('ended' as const)),
        { withinMs: readyMsMax, everyMs: 50 },
      );
      if (outcome === 'ended') throw new Error(`it ended (${describe(await member.ended)})`);
    } catch (error) {
      throw new Error(`${spec.name} did not become ready: ${(error as Error).message}\n${this.tail(spec.name)}`);
    }
  }

  /** Runs a program to its end. @throws with the tail of its output unless it exits 0. */
  async run(spec: ProgramSpec): Promise<void> {
    const member = this.launch(spec);
    member.dismissed = true;
    const ended = await member.ended;
    this.members.delete(spec.name);
    if (ended.code !== 0) throw new Error(`${spec.name} failed (${describe(ended)})\n${this.tail(spec.name)}`);
  }

  /** kill -9: no farewell, no drain. Waits until it is gone. */
  async kill9(name: string): Promise<void> {
    const member = this.memberOf(name);
    member.dismissed = true;
    member.child.kill('SIGKILL');
    await member.ended;
  }

  /** Starts a program again exactly as it was started before. */
  async restart(name: string): Promise<void> {
    const { spec } = this.memberOf(name);
    if (this.isRunning(name)) await this.stop(name);
    await this.start(spec);
  }

  async stop(name: string): Promise<void> {
    const member = this.memberOf(name);
    member.dismissed = true;
    if (this.isRunning(name)) member.child.kill('SIGTERM');
    const insist = setTimeout(() => member.child.kill('SIGKILL'), stopGraceMs);
    await member.ended;
    clearTimeout(insist);
  }

  /** Ends everything, last started first in line; returns when nothing is left. */
  async stopAll(): Promise<void> {
    this.closed = true;
    const names = [...this.members.keys()].reverse();
    await Promise.all(names.map((name) => this.stop(name)));
    process.off('exit', this.killAll);
  }

  isRunning(name: string): boolean {
    const { child } = this.memberOf(name);
    return child.exitCode === null && child.signalCode === null;
  }

  logFile(name: string): string {
    return path.join(this.logDir, `${name}.log`);
  }

  /** The end of a program's output. */
  tail(name: string, lines = tailLines): string {
    const file = this.logFile(name);
    if (!fs.existsSync(file)) return `(${name} wrote nothing)`;
    const text = fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
    return `--- the last lines of ${file}\n${text}`;
  }

  /** The last warnings and errors of a program that logs JSON lines, or the tail if it ended; null when all is well. */
  problems(name: string, lines = tailLines): string | null {
    if (!this.members.has(name)) return null;
    if (!this.isRunning(name)) return this.tail(name, lines);
    const warned = fs
      .readFileSync(this.logFile(name), 'utf8')
      .split('\n')
      .filter(
        (line) => /^\{"level":(?:"(?:warn|error|fatal)"|[456]0)/.test(line) || (line !== '' && !line.startsWith('{')),
      );
    if (warned.length === 0) return null;
    return `--- ${warned.length} warnings and errors in ${this.logFile(name)}, the last of them\n${warned.slice(-lines).join('\n')}`;
  }

  private launch(spec: ProgramSpec): Member {
    if (this.closed) throw new Error(`${spec.name} was not started: everything is being stopped`);
    const log = fs.openSync(this.logFile(spec.name), 'a');
    const env = Object.fromEntries(inherited.flatMap((key) => (process.env[key] ? [[key, process.env[key]]] : [])));
    // A group of its own: a terminal's Ctrl-C reaches only us, and we end the others in order.
    const child = spawn(process.execPath, ['--enable-source-maps', spec.script, ...(spec.args ?? [])], {
      env: { ...env, ...spec.env },
      stdio: ['ignore', log, log],
      detached: true,
    });
    fs.closeSync(log);
    const ended = new Promise<Ended>((resolve) => {
      child.once('error', () => resolve({ code: 127, signal: null }));
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    const member: Member = { spec, child, ended, dismissed: false };
    this.members.set(spec.name, member);
    void ended.then((how) => {
      if (!member.dismissed) this.onAccident(spec.name, how);
    });
    return member;
  }

  private signalEveryone(signal: NodeJS.Signals): void {
    for (const [name, { child }] of this.members) if (this.isRunning(name)) child.kill(signal);
  }

  private memberOf(name: string): Member {
    const member = this.members.get(name);
    if (!member) throw new Error(`no program named ${name} was started`);
    return member;
  }
}

const describe = ({ code, signal }: Ended) => (signal ? `killed by ${signal}` : `exit code ${code}`);
