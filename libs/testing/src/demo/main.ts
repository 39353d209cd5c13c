import { randomInt } from 'node:crypto';
import type { Audit } from '../auditor';
import { addressesOf } from './addresses';
import { helpText, readArguments } from './arguments';
import { serviceNames } from './bridge';
import { CaseStudy } from './case-study';
import { requireEnvironment } from './environment';
import { coreView } from './core-view';
import { tablesOf, verdictLine } from './report';

const exitCodeOf = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
/** Somebody else ends the process. */
const forever = new Promise<never>(() => {});
const say = (text: string) => process.stdout.write(`${text}\n`);
const sayStamped = (began: number) => (text: string) =>
  say(`${((Date.now() - began) / 1_000).toFixed(1).padStart(6)} s  ${text}`);

async function main(): Promise<number> {
  const { seed, keep, help } = readArguments(process.argv.slice(2), () => randomInt(1, 100_000));
  if (help) {
    process.stdout.write(helpText);
    return 0;
  }
  requireEnvironment(['DATABASE_URL', 'AMQP_URL', 'RABBITMQ_MANAGEMENT_URL']);
  const study = new CaseStudy({ seed, say: sayStamped(Date.now()) });
  const interrupt = tearDownOnInterrupt(study);
  try {
    say(`Seed ${seed}; --seed ${seed} plays the same script again.`);
    await study.setUp();
    await study.play();
    const audit = await study.audit();
    const ok = audit.findings.length === 0;
    await report(study, audit);
    if (!ok) showLogs(study);
    if (keep) say(`\nStill up, until Ctrl-C:\n${addressesOf(study).join('\n')}`);
    say(verdictLine(seed, ok, audit));
    if (keep) await forever;
    await study.tearDown({ keepLogs: !ok });
    return ok ? 0 : 1;
  } catch (error) {
    // What was pulled from under our feet is no news.
    if (interrupt.ending) await forever;
    say(`\n${error instanceof Error ? error.message : String(error)}`);
    showLogs(study);
    await study.tearDown({ keepLogs: true });
    return 1;
  }
}

/** Ctrl-C at any moment: everything is ended and removed first. */
function tearDownOnInterrupt(study: CaseStudy): { ending: boolean } {
  const interrupt = { ending: false };
  for (const [signal, code] of Object.entries(exitCodeOf)) {
    process.on(signal, () => {
      if (interrupt.ending) return;
      interrupt.ending = true;
      say('Stopping everything.');
      void study.tearDown().finally(() => process.exit(code));
    });
  }
  return interrupt;
}

async function report(study: CaseStudy, audit: Audit): Promise<void> {
  const channels = study.shop.stores.map(({ channel }) => channel);
  say(`\n${tablesOf(audit, channels, await coreView(study.bridge, audit.orders))}\n`);
  if (audit.findings.length === 0) say('The auditor, who saw only the vendors, found nothing wrong.');
  for (const { kind, text } of audit.findings) say(`  ${kind}: ${text}`);
}

function showLogs(study: CaseStudy): void {
  for (const name of serviceNames) {
    const errors = study.fleet.problems(name);
    if (errors) say(`\n${errors}`);
  }
  say(`\nAll logs, and what the vendors recorded: ${study.workDir}`);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
