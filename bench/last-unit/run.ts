import os from 'node:os';
import { writeScene, type Demand } from '../../tests/sim/world/buyers';
import { fairWeather } from '../../tests/sim/world/network';
import { modes, policyOf, unitsMax, type Mode } from '../../tests/sim/world/policies';
import { playWorld, storeNames, type Outcome } from '../../tests/sim/world/world';
import { numberOf, type Bench, type BenchContext } from '../kit/bench';
import { compare, missedBy, percent, tallyOf, type Compared } from './tally';

const rush: Demand = {
  skus: 10,
  stores: storeNames,
  units: [1, unitsMax],
  buyersPerUnit: [3, 30],
  walkIns: 0,
  cancels: 0,
  deliveries: 0,
  durationMs: 120_000,
};
const withWalkIns: Demand = { ...rush, walkIns: 0.1 };
/** Hardly anybody comes: where units lie in the wrong store for a while, and nobody comes again. No target, but its price. */
const thin: Demand = { ...rush, buyersPerUnit: [0.5, 3] };

/** What is left of a SKU when it is dealt out at the latest: all of it from the opening on, or as a shop has it that says nothing. */
const floorUnits = {
  escrow: policyOf('escrow').escrow.floorUnits,
  asShipped: policyOf('asShipped').escrow.floorUnits,
};

/** See bench.json. Everything is decided by the code that runs in production, in virtual time. */
export const run: Bench = async (context) => {
  const webOnly = await both(context, 'stores alone', rush);
  const withTill = await both(context, 'with a till', withWalkIns);
  const thinly = await both(context, 'few buyers', thin);
  const [runs, seed] = [numberOf(context, 'runs'), numberOf(context, 'seed')];
  return {
    figures: {
      ...webOnly,
      withTill,
      fewBuyers: thinly,
      floorUnits,
      skus: rush.skus * runs,
      seed,
      runs,
      cores: os.availableParallelism(),
    },
    table: [
      ['', 'mode', 'conflicts', 'lost to the till', 'to doubt', 'accepted', 'sold', 'sell-through'],
      ...rowsOf('stores alone', webOnly),
      ...rowsOf('with a till', withTill),
      ...rowsOf('few buyers', thinly),
    ],
    missed: [...missedBy('stores alone', webOnly), ...missedBy('with a till', withTill)],
  };
};

async function both(context: BenchContext, name: string, demand: Demand): Promise<Compared> {
  const played: Record<Mode, Outcome[]> = { shared: [], escrow: [], asShipped: [] };
  const [first, runs] = [numberOf(context, 'seed'), numberOf(context, 'runs')];
  for (let index = 0; index < runs; index++) {
    context.progress(`${name}: day ${index + 1} of ${runs}`);
    for (const mode of modes) played[mode].push(await day(first + index, mode, demand));
  }
  return compare({
    shared: tallyOf(played.shared),
    escrow: tallyOf(played.escrow),
    asShipped: tallyOf(played.asShipped),
  });
}

/** The same people come for the same units in every mode. */
async function day(seed: number, mode: Mode, demand: Demand): Promise<Outcome> {
  const scene = writeScene(seed, demand);
  const { durationMs } = demand;
  const outcome = await playWorld({ seed, scene, weather: fairWeather, policy: policyOf(mode), durationMs });
  const [trouble] = outcome.troubles;
  if (trouble !== undefined)
    throw new Error(`seed ${seed}, ${mode}: the bridge was in trouble, so its figures mean nothing. ${trouble}`);
  return outcome;
}

function rowsOf(name: string, { shared, escrow, sellThrough, asShipped }: Compared): string[][] {
  const row = (mode: string, tally: typeof shared, part: number) => [
    name,
    mode,
    ...[tally.conflicts, tally.lostToTill, tally.lostToDoubt, tally.accepted, tally.sold].map(String),
    percent(part),
  ];
  // Which units are dealt out decides the figures: the two differ in nothing else.
  return [
    row('shared', shared, 1),
    row(`escrow, floorUnits ${floorUnits.escrow}`, escrow, sellThrough),
    row(`as shipped, floorUnits ${floorUnits.asShipped}`, asShipped, asShipped.sellThrough),
  ];
}
