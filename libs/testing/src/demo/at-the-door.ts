import { serviceNames } from './bridge';
import type { CaseStudy } from './case-study';
import { Stdout } from './stdout';

const exitCodeOf = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** What every program around a case study says, and does when somebody leaves: the last line on stdout is its result. */
export class Doorway {
  readonly stdout = new Stdout();
  closing = false;
  private readonly began = Date.now();
  private leave?: () => void;

  /** @param tearDown ends and removes everything, at whatever moment Ctrl-C comes */
  constructor(private readonly tearDown: () => Promise<void>) {
    for (const [signal, code] of Object.entries(exitCodeOf)) process.on(signal, () => this.close(code));
  }

  /** With the time since it began. */
  readonly tell = (text: string): void => {
    this.stdout.say(`${((Date.now() - this.began) / 1_000).toFixed(1).padStart(6)} s  ${text}`);
  };

  /** Waits for the Ctrl-C that is wanted now: it ends a run like any other, and the exit code tells the verdict. */
  closed(): Promise<void> {
    return new Promise((resolve) => (this.leave = resolve));
  }

  /** The last complaints of every service, and where all of them are. */
  showLogs(study: CaseStudy): void {
    for (const name of serviceNames) {
      const errors = study.fleet.problems(name);
      if (errors) this.stdout.say(`\n${errors}`);
    }
    this.stdout.say(`\nAll logs, and what the vendors recorded: ${study.workDir}`);
  }

  private close(code: number): void {
    if (this.closing) return;
    this.closing = true;
    process.stderr.write('Stopping everything.\n');
    if (this.leave) return this.leave();
    void this.tearDown().finally(() => process.exit(code));
  }
}

/** Somebody else ends the process. */
export const forever = new Promise<never>(() => {});

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Runs a program to its end; what it could not catch itself is told in a line. */
export function runToExit(main: () => Promise<number>): void {
  main().then(
    (code) => process.exit(code),
    (error: unknown) => {
      process.stderr.write(`${messageOf(error)}\n`);
      process.exit(1);
    },
  );
}
