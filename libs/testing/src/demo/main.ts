import { randomInt } from 'node:crypto';
import type { Audit } from '../auditor';
import { addressesOf } from './addresses';
import { helpText, readArguments } from './arguments';
import { serviceNames } from './bridge';
import { CaseStudy } from './case-study';
import { coreView } from './core-view';
import { requireEnvironment } from './environment';
import { failureLine, isOk, tablesOf, verdictLine } from './report';
import { settingsFrom } from './settings';
import { Stdout } from './stdout';

const exitCodeOf = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
/** Somebody else ends the process. */
const forever = new Promise<never>(() => {});
const stdout = new Stdout();

async function main(): Promise<number> {
  const { seed, keep, help } = readArguments(process.argv.slice(2), () => randomInt(1, 100_000));
  if (help) {
    process.stdout.write(helpText);
    return 0;
  }
  requireEnvironment(['DATABASE_URL', 'AMQP_URL', 'RABBITMQ_MANAGEMENT_URL']);
  const study = new CaseStudy({ seed, say: stamped(Date.now()), settings: settingsFrom(process.env) });
  const door = new Door(study);
  try {
    stdout.say(`Seed ${seed}; --seed ${seed} plays the same script again.`);
    await study.setUp();
    if (keep) stdout.say(`\nUp:\n${addressesOf(study).join('\n')}\n`);
    await study.play();
    const audit = await study.audit();
    const ok = isOk(audit);
    await report(study, audit);
    if (!ok) showLogs(study);
    if (keep) stdout.say(`\nStill up, until Ctrl-C:\n${addressesOf(study).join('\n')}`);
    stdout.last(verdictLine(seed, audit));
    if (keep) await door.closed();
    await study.tearDown({ keepLogs: !ok });
    return ok ? 0 : 1;
  } catch (error) {
    // What was pulled from under our feet is no news.
    if (door.closing) await forever;
    stdout.say(`\n${messageOf(error)}`);
    showLogs(study);
    stdout.last(failureLine(seed, error));
    await study.tearDown({ keepLogs: true });
    return 1;
  }
}

/** Ctrl-C at any moment: everything is ended and removed first. */
class Door {
  closing = false;
  private leave?: () => void;

  constructor(private readonly study: CaseStudy) {
    for (const [signal, code] of Object.entries(exitCodeOf)) process.on(signal, () => this.close(code));
  }

  /** Waits for the Ctrl-C that is wanted now: it ends a run like any other, and the exit code tells the verdict. */
  closed(): Promise<void> {
    return new Promise((resolve) => (this.leave = resolve));
  }

  private close(code: number): void {
    if (this.closing) return;
    this.closing = true;
    process.stderr.write('Stopping everything.\n');
    if (this.leave) return this.leave();
    void this.study.tearDown().finally(() => process.exit(code));
  }
}

function stamped(began: number): (text: string) => void {
  return (text) => stdout.say(`${((Date.now() - began) / 1_000).toFixed(1).padStart(6)} s  ${text}`);
}

async function report(study: CaseStudy, audit: Audit): Promise<void> {
  const channels = study.shop.stores.map(({ channel }) => channel);
  stdout.say(`\n${tablesOf(audit, channels, await coreView(study.bridge, audit.orders))}\n`);
  if (isOk(audit)) stdout.say('The auditor, who saw only the vendors, found nothing wrong.');
  for (const { kind, text } of audit.findings) stdout.say(`  ${kind}: ${text}`);
}

function showLogs(study: CaseStudy): void {
  for (const name of serviceNames) {
    const errors = study.fleet.problems(name);
    if (errors) stdout.say(`\n${errors}`);
  }
  stdout.say(`\nAll logs, and what the vendors recorded: ${study.workDir}`);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(1);
  },
);
