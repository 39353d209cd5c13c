import '../kit/node-version.mjs';
import { helpIfAsked, parseAll } from '../kit/arguments.mjs';
import { live } from '../kit/lifetime.mjs';
import { say, Told } from '../kit/say.mjs';
import { prepare, root } from '../kit/workspace.mjs';

const args = process.argv.slice(2);

helpIfAsked(
  args,
  `
npm run demo [-- options]

Plays the case study on this machine: a till and two web stores (simulated vendors, real HTTP), the four services,
a real PostgreSQL and a real RabbitMQ. An independent auditor then judges the result. Exits 0 only if it found nothing.
The last line on stdout is one JSON object. Nothing stays behind.

  --seed N    repeat a run
  --keep      print every URL and leave everything up afterwards; Ctrl-C ends it
  --help      this text

What is judged of a renamed item: each store keeps the listing it had, has no second one, and learns of sales under the
new label. Titles and SKUs in the stores are theirs; the bridge writes their stock.

The services run at the pace of a real shop, so a hand edit is taken back within the run but put on record as one only
after it; EDIT_SETTLE_SECONDS, SEARCH_LAG_SECONDS, ORDERS_POLL_SECONDS, TILL_POLL_SECONDS and LOG_LEVEL are passed on to them.

DATABASE_URL and AMQP_URL are used if set; otherwise Docker if an engine answers; otherwise private instances.
`,
);

await live(async (life) => {
  const { seed } = parseAll('npm run demo', args, { seed: 'value', keep: 'flag' });
  if (seed !== undefined && !/^\d{1,9}$/.test(seed)) {
    throw new Told(`--seed should be a whole number of at most 9 digits, not "${seed}".`);
  }
  say('tillbridge demo: one till, two web stores, one stock.');
  await prepare(life);
  const { startInfra } = await import('../infra/index.mjs');
  const env = await startInfra(life);
  return life.run(process.execPath, ['dist/libs/testing/src/demo/main.js', ...args], { cwd: root, env });
});
