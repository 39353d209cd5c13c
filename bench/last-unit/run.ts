import os from 'node:os';
import { writeScene } from '../../tests/sim/world/buyers';
import { fairWeather } from '../../tests/sim/world/network';
import { policyOf, type Mode } from '../../tests/sim/world/policies';
import { playWorld, storeNames, type Outcome } from '../../tests/sim/world/world';
import { numberOf, type Bench, type BenchContext } from '../kit/bench';
import { compare, missedBy, percent, tallyOf, type Compared } from './tally';

const demand = {
  skus: 10,
  stores: storeNames,
  units: [1, 5] as const,
  buyersPerUnit: [3, 30] as const,
  cancels: 0,
  deliveries: 0,
  durationMs: 120_000,
};
/** Walk-in buyers for each buyer in the stores. */
const walkIns = 0.1;

/** See bench.json. Everything is decided by the code that runs in production, in virtual time. */
export const run: Bench = async (context) => {
  const webOnly = await both(context, 'stores alone', 0);
  const withTill = await both(context, 'with a till', walkIns);
  return {
    figures: {
      ...webOnly,
      withTill,
      skus: demand.skus * numberOf(context, 'runs'),
      seed: numberOf(context, 'seed'),
      runs: numberOf(context, 'runs'),
      cores: os.availableParallelism(),
    },
    table: [
      ['', 'mode', 'conflicts', 'lost to the till', 'accepted', 'sold', 'sell-through'],
      ...rowsOf('stores alone', webOnly),
      ...rowsOf('with a till', withTill),
    ],
    missed: [...missedBy('stores alone', webOnly), ...missedBy('with a till', withTill)],
  };
};

async function both(context: BenchContext, name: string, share: number): Promise<Compared> {
  const played: Record<Mode, Outcome[]> = { shared: [], escrow: [] };
  const [first, runs] = [numberOf(context, 'seed'), numberOf(context, 'runs')];
  for (let index = 0; index < runs; index++) {
    context.progress(`${name}: day ${index + 1} of ${runs}`);
    for (const mode of ['shared', 'escrow'] as const) played[mode].push(await day(first + index, mode, share));
  }
  return compare(tallyOf(played.shared), tallyOf(played.escrow));
}

/** The same people come for the same units in either mode. */
async function day(seed: number, mode: Mode, share: number): Promise<Outcome> {
  const scene = writeScene(seed, { ...demand, walkIns: share });
  const { durationMs } = demand;
  const outcome = await playWorld({ seed, scene, weather: fairWeather, policy: policyOf(mode), durationMs });
  const [trouble] = outcome.troubles;
  if (trouble !== undefined)
    throw new Error(`seed ${seed}, ${mode}: the bridge was in trouble, so its figures mean nothing. ${trouble}`);
  return outcome;
}

function rowsOf(name: string, { shared, escrow, sellThrough }: Compared): string[][] {
  const row = (mode: string, tally: typeof shared, part: number) => [
    name,
    mode,
    ...[tally.conflicts, tally.lostToTill, tally.accepted, tally.sold].map(String),
    percent(part),
  ];
  return [row('shared', shared, 1), row('escrow', escrow, sellThrough)];
}
