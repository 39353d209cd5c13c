import '../kit/node-version.mjs';
import { helpIfAsked, parseAll, wholeNumber } from '../kit/arguments.mjs';
import { live } from '../kit/lifetime.mjs';
import { say } from '../kit/say.mjs';
import { prepare, root } from '../kit/workspace.mjs';

const args = process.argv.slice(2);

helpIfAsked(
  args,
  `
npm run test:webhooks [-- options]

A shop in steady trade whose webhooks go through a hostile network: one in ten never arrives, each other one up to 50 times,
in any order, among forged ones (wrong signature, none, another store's), unreadable ones with good signatures, unknown
topics and bodies larger than any webhook. The gateways set the pace. Then an independent auditor judges by the vendors'
books: nothing lost, nothing counted twice; what never arrived was found by polls. Every forged delivery has to be refused
with 401 and stored nowhere, every unreadable one parked with its reason. The last line on stdout is one JSON object.

  --deliveries N   how many in all (100000)
  --seed N         make the same people and the same network again
  --help           this text

DATABASE_URL and AMQP_URL are used if set; otherwise Docker if an engine answers; otherwise private instances.
`,
);

await live(async (life) => {
  const given = parseAll('npm run test:webhooks', args, { deliveries: 'value', seed: 'value' });
  const deliveries = wholeNumber('deliveries', given.deliveries) ?? 100_000;
  const seed = wholeNumber('seed', given.seed);
  say(`tillbridge webhooks: ${deliveries} hostile deliveries.`);
  await prepare(life);
  const { startInfra } = await import('../infra/index.mjs');
  const env = await startInfra(life);
  const how = JSON.stringify({ deliveries, seed });
  const program = ['--enable-source-maps', 'dist/libs/testing/src/webhooks/main.js', how];
  return life.run(process.execPath, program, { cwd: root, env }, { graceMs: 60_000 });
});
