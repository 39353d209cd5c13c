import '../kit/node-version.mjs';
import { helpIfAsked, parse } from '../kit/arguments.mjs';
import { live } from '../kit/lifetime.mjs';
import { say, Told } from '../kit/say.mjs';
import { prepare } from '../kit/workspace.mjs';

const KINDS = ['unit', 'integration', 'e2e'];

helpIfAsked(
  process.argv,
  `
npm test [-- options] [-- <path>...]

Runs the unit, integration and end-to-end tests. Integration and end-to-end tests run on a real PostgreSQL and a real
RabbitMQ, brought up once and torn down at the end. The last line is "N passed, N failed, N skipped".

  --kind unit|integration|e2e   only these (repeat with commas)
  <path>, -t <name>, ...        passed on to Jest
  --help                        this text

DATABASE_URL and AMQP_URL are used if set; otherwise Docker if an engine answers (testcontainers; never with
TILLBRIDGE_DOCKER=never); otherwise private instances. Each test file makes its own database and its own virtual host.
`,
);

await live(async (life) => {
  const { options, rest } = parse(process.argv.slice(2), { kind: 'value' });
  const kinds = options.kind ? options.kind.split(',') : KINDS;
  const unknown = kinds.find((kind) => !KINDS.includes(kind));
  if (unknown) throw new Told(`There is no kind of test called "${unknown}": one of ${KINDS.join(', ')}.`);
  const real = kinds.some((kind) => kind !== 'unit');

  say(`tillbridge tests: ${kinds.join(', ')}.`);
  await prepare(life);
  let env = {};
  if (real) {
    const { startInfra } = await import('../infra/index.mjs');
    env = await startInfra(life);
  }
  const { runTests } = await import('../jest/run.mjs');
  return runTests(life, { kinds, args: rest, env });
});
