// One door's life: what it started ends with it, however it ends - normally, by Ctrl-C, by SIGTERM, by a bug, by kill -9.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { end, endStrays, mark, start } from './processes.mjs';
import { say, Told } from './say.mjs';

const PARENT_CHECK_MS = 1_000;
const EXIT_CODE_OF = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

export class Lifetime {
  #cleanups = [];
  #ending = null;
  #guardian = null;

  get closing() {
    return this.#ending !== null;
  }

  /**
   * Runs last-in first-out when the door ends; neighbours that are `together` run side by side.
   * @returns a function that takes it off the list again
   */
  defer(run, { together = false } = {}) {
    const cleanup = { run, together };
    this.#cleanups.push(cleanup);
    return () => {
      this.#cleanups = this.#cleanups.filter((other) => other !== cleanup);
    };
  }

  /**
   * Starts a program that ends when the door does.
   * @param {{signal?: NodeJS.Signals, graceMs?: number, together?: boolean}} ending how to ask it to end
   */
  start(command, args, options = {}, ending = {}) {
    if (this.#ending) throw new Told('The door is closing.');
    const child = start(command, args, options);
    if (!child.pid) return child;
    this.#note({ pid: child.pid, signal: ending.signal });
    const stop = async (how = {}) => {
      await end(child.pid, { ...ending, ...how });
      forget();
      this.#note({ gone: child.pid });
    };
    const forget = this.defer(stop, ending);
    child.stop = stop;
    return child;
  }

  /** Runs a program to its end. @returns {Promise<number>} its exit code (128 + n when a signal ended it) */
  async run(command, args, options = {}, ending = {}) {
    const child = this.start(command, args, options, ending);
    const { code, signal, error } = await child.exited;
    if (error) throw error;
    await child.stop();
    return code ?? EXIT_CODE_OF[signal] ?? 1;
  }

  /** A folder that is removed when the door ends. */
  folder(path) {
    fs.mkdirSync(path, { recursive: true });
    this.#note({ folder: path });
    this.defer(() => {
      fs.rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
      this.#note({ kept: path });
    });
    return path;
  }

  async close() {
    this.#ending ??= this.#close();
    return this.#ending;
  }

  async #close() {
    while (this.#cleanups.length) await Promise.all(this.#nextCleanups().map(({ run }) => attempt(run)));
    await endStrays();
    if (!this.#guardian) return;
    this.#guardian.ref();
    const gone = new Promise((resolve) => this.#guardian.once('exit', resolve));
    this.#guardian.stdin.end();
    await gone;
  }

  #nextCleanups() {
    const next = [this.#cleanups.pop()];
    while (next[0].together && this.#cleanups.at(-1)?.together) next.push(this.#cleanups.pop());
    return next;
  }

  #note(line) {
    this.#guardian ??= startGuardian();
    this.#guardian.stdin.write(`${JSON.stringify(line)}\n`);
  }
}

async function attempt(cleanup) {
  try {
    await cleanup();
  } catch (error) {
    say(`  while closing: ${error.message}`);
  }
}

function startGuardian() {
  const program = fileURLToPath(new URL('guardian.mjs', import.meta.url));
  const child = spawn(process.execPath, [program, mark], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  });
  child.stdin.on('error', () => {}); // It has gone already: nothing left to tell it.
  child.unref();
  child.stdin.unref?.();
  return child;
}

/**
 * Runs a door's body with a lifetime and exits with the code it returns.
 * @param {(life: Lifetime) => Promise<number | {code: number, lastLine?: string}>} body `lastLine` is printed to stdout
 *   after everything has been torn down, so that it is the last line there
 */
export async function live(body) {
  const life = new Lifetime();
  let leaving = false;
  const leave = async (code, lastLine) => {
    if (leaving) return;
    leaving = true;
    await life.close();
    if (lastLine) await new Promise((resolve) => process.stdout.write(`${lastLine}\n`, resolve));
    process.exit(code);
  };
  // Not `once`: a terminal's Ctrl-C arrives twice (from the terminal and from npm), the second must not cut the first short.
  for (const [signal, code] of Object.entries(EXIT_CODE_OF)) {
    process.on(signal, () => {
      if (!leaving) say(`\n  ${signal}: closing`);
      void leave(code);
    });
  }
  const fail = (error) => {
    if (!leaving) say(error instanceof Told ? `\n${error.message}` : `\n${error?.stack ?? error}`);
    void leave(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  leaveWithNpm(() => leave(EXIT_CODE_OF.SIGHUP));
  try {
    const result = await body(life);
    await (typeof result === 'number' ? leave(result) : leave(result.code, result.lastLine));
  } catch (error) {
    fail(error);
  }
}

/** When npm itself is killed outright nobody tells us; without it there is no one left to report to. */
function leaveWithNpm(leave) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && leave(), PARENT_CHECK_MS).unref();
}
