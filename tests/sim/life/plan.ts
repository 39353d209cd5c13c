import type { ServiceName } from '@tillbridge/contracts';
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
  /** When a service is stopped and started again, as at a deployment. */
  readonly restarts: readonly { readonly atMs: number; readonly service: ServiceName }[];
  readonly skewMs: {
    readonly stores: Readonly<Record<string, number>>;
    readonly services: Readonly<Record<string, number>>;
  };
  /** What a vendor did so much undisturbed time ago is known everywhere, and no excuse for anything any more. */
  readonly latencyMs: number;
  /** So long a level that people have edited may stay unknown: no order tells of it, so where its message is lost it is found by looking. */
  readonly lookedOverMs: number;
  /** After so long everything has come to rest, whatever it was. */
  readonly restMs: number;
}

export const storeNames = ['store-a', 'store-b'] as const;
const services = ['inventory-core', 'shopify-gateway', 'lightspeed-gateway', 'reconciler'] as const;

const dayMs = 86_400_000;

/** Most letters that are late come within seconds, some within minutes; of a few worlds some come on the next day. */
function latenessOf(random: Random, some: (most: number) => number): Pick<Hostile, 'late' | 'lateMs'> {
  const kind = random.next();
  if (kind < 0.05) return { late: 0.01 + random.next() * 0.04, lateMs: [600_000, dayMs] };
  const lateMs: Range = kind < 0.8 ? [1_000, 20_000] : [30_000, 300_000];
  return { late: some(0.3), lateMs };
}

/** As far as the chances of one seed go: most seeds have little of most, some have much of one. */
function hostileOf(random: Random): Hostile {
  const some = (most: number) => (random.next() < 0.5 ? 0 : random.next() * most);
  return {
    refused: some(0.1),
    throttled: some(0.08),
    doneAndFailed: some(0.1),
    retryAfterMs: [500, 5_000],
    doubled: some(0.3),
    ...latenessOf(random, some),
    crash: some(0.03),
    crashesMax: random.int(0, 10),
    downMs: [200, 15_000],
    commitMs: [0, random.next() < 0.5 ? 0 : 40],
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

/**
 * What was not told is asked for by the next poll after a vendor shows it; what was told is asked for at once. Then a few calls
 * and facts follow each other: reads one after the other, the core, a push that was under way, and the push.
 */
function latencyOf({ hostile, lostWebhooks, webhookMs, factMs, callMs }: Weather): number {
  const { tillLagMs, searchLagMs, commitMs } = hostile!;
  const lagMs = Math.max(tillLagMs[1], searchLagMs[1]);
  const asked = lostWebhooks > 0 || tillLagMs[1] > 0 ? pollMs + lagMs : 0;
  return asked + webhookMs[1] + 10 * callMs[1] + 6 * factMs[1] + 20 * commitMs[1] + 3_000;
}

/** Beside what is on its way: polls on both ways, pushes that are sent again, services that are down, and what is concluded late. */
function restOf({ hostile, factMs, callMs }: Weather): number {
  const { retryAfterMs, crashesMax, downMs } = hostile!;
  return 4 * pollMs + 4 * retryAfterMs[1] + 2 * crashesMax * downMs[1] + 10 * (factMs[1] + callMs[1]);
}

const pollMs = 65_000;
/** As the reconciler of this world looks over every store, and looks again. */
const lookedOverEveryMs = 310_000;

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
    restarts: restartsOf(random, durationMs),
    skewMs: {
      stores: Object.fromEntries(storeNames.map((name) => [name, skew(300_000)])),
      // Hosts are kept within two seconds of each other.
      services: Object.fromEntries(services.map((name) => [name, skew(1_000)])),
    },
    latencyMs: latencyOf(weather),
    lookedOverMs: latencyOf(weather) + (weather.lostWebhooks > 0 ? lookedOverEveryMs : 0),
    restMs: restOf(weather),
  };
}

function restartsOf(random: Random, durationMs: number): Plan['restarts'] {
  const count = random.next() < 0.7 ? 0 : random.int(1, 3);
  return Array.from({ length: count }, () => ({ atMs: random.int(0, durationMs), service: random.pick(services) }));
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
