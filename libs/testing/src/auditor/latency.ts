import type { Finding } from './finding';
import type { ItemHistory, Point } from './history';

/** The slowest of a hundred, at most this many milliseconds; and how few samples prove nothing. */
export const latencyLimits = {
  tillToStores: { name: 'till to stores', msMax: 2_000, samplesMin: 8 },
  storeToStore: { name: 'store to store', msMax: 3_000, samplesMin: 4 },
} as const;

export type Way = keyof typeof latencyLimits;
const ways = Object.keys(latencyLimits) as Way[];

/** How long one store took to show what one sale elsewhere had left. */
export interface Sample {
  ms: number;
  item: string;
  channel: string;
  soldAt: number;
}

export type Samples = Record<Way, Sample[]>;

/**
 * From the moment a sale stood in its vendor's books to the moment each other store showed no more than was then true.
 * If the truth rose in between (a delivery), the higher truth counts. A store that already showed no more is no sample:
 * it had nothing to learn, and counting it as zero would flatter the figure. Neither is one whose own customers bought
 * the units away while it could still have been told in time; after that their purchase excuses nothing.
 */
export function latencySamples(histories: ItemHistory[], collectedAt: number): Samples {
  const samples: Samples = { tillToStores: [], storeToStore: [] };
  for (const { item, points } of histories) {
    points.forEach((point, index) => {
      const sold = soldBy(point);
      if (!sold) return;
      const way = sold === 'till' ? 'tillToStores' : 'storeToStore';
      for (const channel of Object.keys(point.available)) {
        if (channel === sold || point.available[channel]! <= point.sellable) continue;
        const { ms, soldOut } = timeToTruth(points, index, channel, collectedAt);
        if (soldOut && ms <= latencyLimits[way].msMax) continue;
        samples[way].push({ ms, item, channel, soldAt: point.at });
      }
    });
  }
  return samples;
}

/** Milliseconds; 0 without samples. */
export function percentile(samples: Sample[], percent: number): number {
  const sorted = samples.map(({ ms }) => ms).sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0;
}

export function latencyFindings(samples: Samples): Finding[] {
  return ways.flatMap((way) => [...tooFew(way, samples[way]), ...tooLate(way, samples[way])]);
}

function tooFew(way: Way, samples: Sample[]): Finding[] {
  const { name, samplesMin } = latencyLimits[way];
  if (samples.length >= samplesMin) return [];
  const text = `${name}: only ${samples.length} samples, fewer than ${samplesMin} prove nothing`;
  return [{ kind: 'fewSamples', units: samplesMin - samples.length, text }];
}

function tooLate(way: Way, samples: Sample[]): Finding[] {
  const { name, msMax } = latencyLimits[way];
  const p99 = percentile(samples, 99);
  if (p99 <= msMax) return [];
  const late = samples.filter(({ ms }) => ms > msMax);
  const text = `${name}: p99 ${p99} ms of ${samples.length}, ${late.length} above ${msMax} ms: ${late.map(describe).join('; ')}`;
  return [{ kind: 'late', units: late.length, text }];
}

export function describe({ ms, item, channel, soldAt }: Sample): string {
  return `${item} sold at ${new Date(soldAt).toISOString().slice(11, 23)} took ${ms} ms to ${channel}`;
}

function soldBy({ cause }: Point): string | null {
  if (cause.source === 'till') return cause.entry.kind === 'till_sale' ? 'till' : null;
  if (cause.source === 'store') return cause.entry.kind === 'order' ? cause.channel : null;
  return null;
}

/** `soldOut`: the store's own customers brought its level down, not news of the sale. */
function timeToTruth(
  points: Point[],
  from: number,
  channel: string,
  collectedAt: number,
): { ms: number; soldOut: boolean } {
  let truth = points[from]!.sellable;
  for (const point of points.slice(from + 1)) {
    truth = Math.max(truth, point.sellable);
    if (point.available[channel]! > truth) continue;
    return { ms: point.at - points[from]!.at, soldOut: soldBy(point) === channel };
  }
  return { ms: collectedAt - points[from]!.at, soldOut: false };
}
