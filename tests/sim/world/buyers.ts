import { Random } from '../../../libs/testing/src/world/random';

/** One person who wants one unit, somewhere, at one moment; refused, they leave. */
export interface Buyer {
  readonly atMs: number;
  readonly sku: string;
  readonly where: string;
  /** When a web buyer thinks better of it and cancels; null: never. */
  readonly cancelsAtMs: number | null;
}

export interface Delivery {
  readonly atMs: number;
  readonly sku: string;
  readonly units: number;
}

export interface Demand {
  readonly skus: number;
  readonly stores: readonly string[];
  /** Units of each SKU at the opening: from and to, both included. */
  readonly units: readonly [number, number];
  /** Buyers for each unit in the stores, over the whole time; each SKU has its own between these. */
  readonly buyersPerUnit: readonly [number, number];
  /** Walk-in buyers for each buyer in the stores. */
  readonly walkIns: number;
  /** Chance in [0, 1] that a web buyer cancels, within half a minute. */
  readonly cancels: number;
  /** Chance in [0, 1] that a SKU is delivered again meanwhile, as many units as at the opening. */
  readonly deliveries: number;
  readonly durationMs: number;
}

export interface Scene {
  readonly stock: ReadonlyMap<string, number>;
  readonly buyers: readonly Buyer[];
  readonly deliveries: readonly Delivery[];
}

const cancelsWithinMs = 30_000;

/** Who comes when, written down before anything happens: the same for whatever rule the stores then follow. */
export function writeScene(seed: number, demand: Demand): Scene {
  const random = new Random(seed);
  const stock = new Map<string, number>();
  const buyers: Buyer[] = [];
  const deliveries: Delivery[] = [];
  for (let index = 0; index < demand.skus; index++) {
    const sku = `SKU-${String(index + 1).padStart(3, '0')}`;
    const units = random.int(...demand.units);
    const perUnit = logUniform(random, demand.buyersPerUnit);
    stock.set(sku, units);
    if (random.next() < demand.deliveries) deliveries.push({ sku, units, atMs: random.next() * demand.durationMs });
    for (const [where, share] of sharesOf(random, demand)) {
      buyers.push(...arrivals(random, (units * perUnit * share) / demand.durationMs, demand, { sku, where }));
    }
  }
  return { stock, buyers: buyers.sort((a, b) => a.atMs - b.atMs), deliveries };
}

/** Some sell mostly in one store, some evenly. Walk-ins come on top. */
function sharesOf(random: Random, { stores, walkIns }: Demand): readonly (readonly [string, number])[] {
  const weights = stores.map(() => 0.1 + random.next());
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return [...stores.map((store, index) => [store, weights[index] / all] as const), ['till', walkIns] as const];
}

/** A Poisson process: `perMs` people in a millisecond. */
function arrivals(
  random: Random,
  perMs: number,
  { durationMs, cancels }: Demand,
  who: Pick<Buyer, 'sku' | 'where'>,
): readonly Buyer[] {
  const buyers: Buyer[] = [];
  if (perMs === 0) return buyers;
  for (let atMs = gapMs(random, perMs); atMs < durationMs; atMs += gapMs(random, perMs)) {
    const cancelsAtMs = random.next() < cancels ? atMs + random.next() * cancelsWithinMs : null;
    buyers.push({ ...who, atMs, cancelsAtMs });
  }
  return buyers;
}

const gapMs = (random: Random, perMs: number): number => -Math.log(1 - random.next()) / perMs;
const logUniform = (random: Random, [min, max]: readonly [number, number]): number =>
  min * (max / min) ** random.next();
