import { parseArgs } from 'node:util';

export interface DemoArguments {
  seed: number;
  keep: boolean;
  help: boolean;
}

export const helpText = `Plays the case study against one till and two stores and lets an independent auditor judge it.

  --seed N   repeat a run: the same people want the same things at the same moments
  --keep     print every address, and leave everything up afterwards until Ctrl-C
  --help     this text

It needs DATABASE_URL, AMQP_URL and RABBITMQ_MANAGEMENT_URL and makes a database and a virtual host of its own there;
\`npm run demo\` brings all of that. The last line on stdout is one JSON object; exit code 0 only if it says "ok":true.

What is judged of a renamed item: each store keeps the listing it had, has no second one, and learns of sales under the new
label. Titles and SKUs in the stores are theirs; the bridge writes their stock.

The services run at the pace of a real shop, so a hand edit is taken back within the run but put on record as one only after
it; EDIT_SETTLE_SECONDS, SEARCH_LAG_SECONDS, ORDERS_POLL_SECONDS, TILL_POLL_SECONDS and LOG_LEVEL are passed on to them.
`;

/** @throws naming the argument that makes no sense. */
export function readArguments(words: string[], randomSeed: () => number): DemoArguments {
  const { values } = parseArgs({
    args: words,
    options: { seed: { type: 'string' }, keep: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.seed !== undefined && !/^\d{1,9}$/.test(values.seed)) {
    throw new Error(`--seed should be a whole number of at most 9 digits, not "${values.seed}"`);
  }
  return {
    seed: values.seed === undefined ? randomSeed() : Number(values.seed),
    keep: values.keep ?? false,
    help: values.help ?? false,
  };
}
