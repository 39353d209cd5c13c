import { randomInt } from 'node:crypto';
import type { Audit } from '../auditor';
import { addressesOf } from './addresses';
import { helpText, readArguments } from './arguments';
import { Doorway, forever, messageOf, runToExit } from './at-the-door';
import { CaseStudy } from './case-study';
import { coreView } from './core-view';
import { requireEnvironment } from './environment';
import { failureLine, isOk, tablesOf, verdictLine } from './report';
import { settingsFrom } from './settings';

async function main(): Promise<number> {
  const { seed, keep, help } = readArguments(process.argv.slice(2), () => randomInt(1, 100_000));
  if (help) {
    process.stdout.write(helpText);
    return 0;
  }
  requireEnvironment(['DATABASE_URL', 'AMQP_URL', 'RABBITMQ_MANAGEMENT_URL']);
  const door: Doorway = new Doorway(() => study.tearDown());
  const { stdout } = door;
  const study = new CaseStudy({ seed, say: door.tell, settings: settingsFrom(process.env) });
  try {
    stdout.say(`Seed ${seed}; --seed ${seed} plays the same script again.`);
    await study.setUp();
    if (keep) stdout.say(`\nUp:\n${addressesOf(study).join('\n')}\n`);
    await study.play();
    const audit = await study.audit();
    const ok = isOk(audit);
    await report(door, study, audit);
    if (!ok) door.showLogs(study);
    if (keep) stdout.say(`\nStill up, until Ctrl-C:\n${addressesOf(study).join('\n')}`);
    stdout.last(verdictLine(seed, audit));
    if (keep) await door.closed();
    await study.tearDown({ keepLogs: !ok });
    return ok ? 0 : 1;
  } catch (error) {
    // What was pulled from under our feet is no news.
    if (door.closing) await forever;
    stdout.say(`\n${messageOf(error)}`);
    door.showLogs(study);
    stdout.last(failureLine(seed, error));
    await study.tearDown({ keepLogs: true });
    return 1;
  }
}

async function report({ stdout }: Doorway, study: CaseStudy, audit: Audit): Promise<void> {
  const channels = study.shop.stores.map(({ channel }) => channel);
  stdout.say(`\n${tablesOf(audit, channels, await coreView(study.bridge, audit.orders))}\n`);
  if (isOk(audit)) stdout.say('The auditor, who saw only the vendors, found nothing wrong.');
  for (const { kind, text } of audit.findings) stdout.say(`  ${kind}: ${text}`);
}

runToExit(main);
