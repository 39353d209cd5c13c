import { policyDefaults, type Policy } from '@tillbridge/stock-domain';
import { Random } from '../../../libs/testing/src/world/random';
import type { Hostile, Range, Weather } from '../world/network';

/** What a life is made of, all of it drawn from the seed before anything happens. */
export interface Plan {
  readonly seed: number;
  readonly mode: 'shared' | 'escrow' | 'asShipped';
  readonly policy: Policy;
  readonly weather: Weather;
  readonly stock: ReadonlyMap<string, number>;
  readonly outlets: readonly string[];
  /** When somebody does something, milliseconds after the opening. */
  readonly moments: readonly number[];
  readonly skewMs: {
    readonly stores: Readonly<Record<string, number>>;
    readonly services: Readonly<Record<string, number>>;
  };
  /**
   * For how long anything may stay unknown in this weather: what a vendor did that long ago is no excuse for anything any more.
   */
  readonly latencyMs: number;
}

export const storeNames = ['store-a', 'store-b'] as const;

/** As far as the chances of one seed go: most seeds have little of most, some have much of one. */
function hostileOf(random: Random): Hostile {
  const some = (most: number) => (random.next() < 0.5 ? 0 : random.next() * most);
  const late: Range = random.next() < 0.8 ? [1_000, 20_000] : [30_000, 300_000];
  return {
    refused: some(0.1),
    throttled: some(0.08),
    doneAndFailed: some(0.1),
    retryAfterMs: [500, 5_000],
    doubled: some(0.3),
    late: some(0.3),
    lateMs: late,
    crash: some(0.01),
    crashesMax: random.int(0, 4),
    downMs: [200, 15_000],
    tillLagMs: [0, random.next() < 0.5 ? 0 : 4_000],
    searchLagMs: [1_000, random.next() < 0.5 ? 1_000 : 14_000],
  };
}

function weatherOf(random: Random): Weather {
  const hostile = hostileOf(random);
  const lost = random.next();
  return {
    callMs: [40, random.pick([150, 400, 1_500])],
    webhookMs: [50, 800],
    factMs: [5, random.pick([30, 300])],
    lostWebhooks: lost < 0.4 ? 0 : lost < 0.9 ? random.next() * 0.3 : 1,
    lostAnswers: random.next() < 0.5 ? 0 : random.next() * 0.1,
    tillSaleMsMax: 0,
    quietAfterMs: 0,
    setAsideMs: [0, 0],
    hostile,
  };
}

/** A poll that finds what no webhook told, on both ways; facts from service to service; a push sent again; a service that was down. */
function latencyOf({ hostile, factMs, callMs }: Weather): number {
  const polls = 2 * 65_000;
  const late = hostile!.late > 0 ? 3 * hostile!.lateMs[1] : 0;
  const failures = 60_000 + 4 * hostile!.retryAfterMs[1];
  return polls + late + failures + hostile!.crashesMax * 2 * hostile!.downMs[1] + 10 * (factMs[1] + callMs[1]);
}

export function drawPlan(seed: number): Plan {
  const random = new Random(seed * 7_919 + 17);
  const mode = random.pick(['shared', 'escrow', 'asShipped'] as const);
  const weather = weatherOf(random);
  const skus = random.int(1, 3);
  const stock = new Map(Array.from({ length: skus }, (_, index) => [`SKU-${index + 1}`, random.int(0, 8)]));
  const durationMs = random.pick([20_000, 60_000, 180_000]);
  const moments = Array.from({ length: random.int(6, 28) }, () => random.int(0, durationMs)).sort((a, b) => a - b);
  const skew = (most: number) => (random.next() < 0.5 ? 0 : random.int(-most, most));
  return {
    seed,
    mode,
    policy: policyOf(mode, random),
    weather,
    stock,
    outlets: random.next() < 0.3 ? ['main', 'annex'] : ['main'],
    moments,
    skewMs: {
      stores: Object.fromEntries(storeNames.map((name) => [name, skew(90_000)])),
      services: { 'inventory-core': skew(400), 'shopify-gateway': skew(400), 'lightspeed-gateway': skew(400) },
    },
    latencyMs: latencyOf(weather),
  };
}

export const cartTtlMs = 60_000;

function policyOf(mode: Plan['mode'], random: Random): Policy {
  const escrow = {
    shared: { enabled: false },
    escrow: { enabled: true, floorUnits: 1_000 },
    asShipped: {},
  }[mode];
  const tillBuffer = mode === 'escrow' && random.next() < 0.3 ? 1 : 0;
  const units = random.next() < 0.2 ? 1 : 0;
  const hold = { ttlMs: cartTtlMs, unitsPerCartMax: 2, unitsPerItemMax: 3 };
  return {
    ...policyDefaults,
    version: 1,
    tillSettleMs: 5_000,
    arbitrationWindowMs: random.pick([0, 250]),
    safetyStock: { units, rules: [] },
    cartHolds: random.next() < 0.3 ? { 'store-a': hold } : {},
    escrow: { ...policyDefaults.escrow, ...escrow, tillBuffer },
  };
}
