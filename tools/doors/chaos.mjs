import '../kit/node-version.mjs';
import { helpIfAsked, parseAll, wholeNumber } from '../kit/arguments.mjs';
import { live } from '../kit/lifetime.mjs';
import { say, Told } from '../kit/say.mjs';
import { prepare, root } from '../kit/workspace.mjs';

const args = process.argv.slice(2);

helpIfAsked(
  args,
  `
npm run test:chaos [-- options]

A shop in steady trade (a till and two web stores, simulated vendors, the four services as processes) while everything
strikes it: kill -9 of each service, a PostgreSQL and a RabbitMQ that stop as by a power cut and come back, cut and slow
connections, vendors that lose webhooks, send them twice or late, throttle, and fail after the effect. When the weather has
ended and all is quiet, an independent auditor judges by the vendors' books alone. The last line on stdout is one JSON object;
exit code 0 only if nothing was lost, doubled or left wrong.

  --minutes N   how long the storm lasts (3); every service is struck at least once, however short it is
  --seed N      plan the same storm again
  --help        this text

It starts a PostgreSQL and a RabbitMQ of its own, for it stops them; nothing stays behind.
`,
);

await live(async (life) => {
  const given = parseAll('npm run test:chaos', args, { minutes: 'value', seed: 'value' });
  const minutes = wholeNumber('minutes', given.minutes) ?? 3;
  const seed = wholeNumber('seed', given.seed);
  for (const name of ['DATABASE_URL', 'AMQP_URL']) {
    if (!process.env[name]) continue;
    throw new Told(
      `${name} is set, and npm run test:chaos stops and restarts its servers, which it does only to its own. Unset ${name} for this command.`,
    );
  }
  say('tillbridge chaos: steady trade in a storm.');
  await prepare(life);
  const program = ['--enable-source-maps', 'dist/libs/testing/src/chaos/main.js', JSON.stringify({ minutes, seed })];
  return life.run(process.execPath, program, { cwd: root }, { graceMs: 60_000 });
});
