import readline from 'node:readline';
import { addressesOf } from './addresses';
import { serviceNames } from './bridge';
import { CaseStudy } from './case-study';
import { requireEnvironment } from './environment';

const say = (text: string) => process.stdout.write(`${text}\n`);
const exitCodeOf = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** The world of the case study without its people: up, connected, and restarted piece by piece as its door asks. */
async function main(): Promise<void> {
  requireEnvironment(['DATABASE_URL', 'AMQP_URL', 'RABBITMQ_MANAGEMENT_URL']);
  const study = new CaseStudy({ seed: 1, say });
  const end = (code: number) => void study.tearDown().finally(() => process.exit(code));
  for (const [signal, code] of Object.entries(exitCodeOf)) process.once(signal, () => end(code));
  try {
    await study.setUp();
    say(`\nUp, until Ctrl-C:\n${addressesOf(study).join('\n')}`);
    for await (const line of readline.createInterface({ input: process.stdin })) await obey(study, line);
    end(0);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    end(1);
  }
}

/** `restart all` or `restart <service>`; a change in something that does not run restarts nothing. */
async function obey({ fleet }: CaseStudy, line: string): Promise<void> {
  const [, wanted] = /^restart (\S+)$/.exec(line) ?? [];
  for (const name of serviceNames.filter((service) => wanted === 'all' || wanted === service)) {
    await fleet.restart(name).then(
      () => say(`  ${name} restarted`),
      (error: Error) => say(`  ${error.message}`),
    );
  }
}

void main();
