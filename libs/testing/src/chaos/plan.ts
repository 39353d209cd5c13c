import { serviceNames, type ServiceName } from '../demo/bridge';
import type { VendorWeather } from '../world';
import { Random } from '../world/random';

export const servers = ['database', 'broker'] as const;
export type ServerName = (typeof servers)[number];

export const vendors = ['till', 'store-a', 'store-b'] as const;
export type VendorName = (typeof vendors)[number];

/** A connection that can be cut or slow: of one service to the database or the broker, or of all to a vendor. */
export type LineName = `${ServiceName} - ${ServerName}` | VendorName;

export type Blow =
  | { does: 'kills'; service: ServiceName; awayMs: number }
  /** `abrupt`: as when the machine loses power. */
  | { does: 'restarts'; server: ServerName; abrupt: boolean; awayMs: number };

export type Weather =
  | { does: 'cuts'; line: LineName; forMs: number }
  | { does: 'slows'; line: LineName; byMs: number; forMs: number }
  | { does: 'spoils'; vendor: VendorName; weather: VendorWeather; forMs: number };

/** Each thing happens this long after the one before it on its list is over. */
export type After<Thing> = Thing & { pauseMs: number };

/** Three lists that play side by side, each one thing after the other. */
export interface ChaosPlan {
  blows: After<Blow>[];
  lines: After<Weather>[];
  vendors: After<Weather>[];
}

export interface PlanOptions {
  seed: number;
  lastsMs: number;
}

/**
 * What strikes when. Pure: the same seed plans the same. However short it is, every service is killed and both servers are
 * restarted at least once, abruptly and politely in turn.
 */
export function planChaos({ seed, lastsMs }: PlanOptions): ChaosPlan {
  const random = new Random(seed);
  return {
    blows: planBlows(random, lastsMs),
    lines: fill(lastsMs, () => lineWeather(random)),
    vendors: fill(lastsMs, () => vendorWeather(random)),
  };
}

function planBlows(random: Random, lastsMs: number): After<Blow>[] {
  const blows: After<Blow>[] = [];
  const politeFirst = { database: random.next() < 0.5, broker: random.next() < 0.5 };
  for (let deck = 0, total = 0; deck === 0 || total < lastsMs; deck++) {
    const kills = serviceNames.map((service): Blow => ({ does: 'kills', service, awayMs: random.int(0, 4_000) }));
    const restarts = servers.map((server): Blow => {
      const abrupt = (deck % 2 === 0) !== politeFirst[server];
      return { does: 'restarts', server, abrupt, awayMs: random.int(0, 3_000) };
    });
    for (const blow of shuffled(random, [...kills, ...restarts])) {
      if (deck > 0 && total >= lastsMs) break;
      const after = { ...blow, pauseMs: random.int(3_000, 9_000) };
      total += after.pauseMs + after.awayMs;
      blows.push(after);
    }
  }
  return blows;
}

function fill<Thing extends { pauseMs: number; forMs: number }>(lastsMs: number, next: () => Thing): Thing[] {
  const things: Thing[] = [];
  for (let total = 0; total < lastsMs;) {
    const thing = next();
    total += thing.pauseMs + thing.forMs;
    things.push(thing);
  }
  return things;
}

function lineWeather(random: Random): After<Weather> {
  const services = serviceNames.map((service): LineName => `${service} - ${random.pick(servers)}`);
  const line = random.pick<LineName>([...services, ...vendors]);
  const timing = { pauseMs: random.int(1_000, 4_000), forMs: random.int(500, 5_000) };
  if (random.next() < 0.5) return { does: 'cuts', line, ...timing };
  return { does: 'slows', line, byMs: random.int(50, 500), ...timing };
}

function vendorWeather(random: Random): After<Weather> {
  const rate = (most: number) => random.int(0, most * 100) / 100;
  const weather: VendorWeather = {
    webhooks: {
      loseRate: rate(0.5),
      duplicateRate: rate(0.5),
      reorderRate: rate(0.5),
      delayRate: rate(0.3),
      delayMs: random.int(1_000, 8_000),
    },
    answers: [
      { kind: 'status', status: 503, when: 'after', rate: rate(0.2) },
      { kind: 'timeout', when: 'after', rate: rate(0.1) },
      { kind: 'status', status: 500, when: 'before', rate: rate(0.2) },
      { kind: 'throttled', when: 'before', rate: rate(0.1) },
    ],
  };
  const timing = { pauseMs: random.int(500, 3_000), forMs: random.int(4_000, 12_000) };
  return { does: 'spoils', vendor: random.pick(vendors), weather, ...timing };
}

function shuffled<Thing>(random: Random, things: Thing[]): Thing[] {
  return things
    .map((thing) => ({ thing, lot: random.next() }))
    .sort((a, b) => a.lot - b.lot)
    .map(({ thing }) => thing);
}
