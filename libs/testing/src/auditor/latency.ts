import type { Finding } from './evidence';
import type { ItemHistory, Point } from './history';

export const tillToStoresP99MsMax = 2_000;
export const storeToStoreP99MsMax = 3_000;

export interface Samples {
  tillToStores: number[];
  storeToStore: number[];
}

/**
 * From the moment a sale stood in its vendor's books to the moment each other store showed no more than was then true.
 * If the truth rose in between (a delivery), the higher truth counts. A store that already showed no more is no sample:
 * it had nothing to learn, and counting it as zero would flatter the figure.
 */
export function latencySamples(histories: ItemHistory[], collectedAt: number): Samples {
  const samples: Samples = { tillToStores: [], storeToStore: [] };
  for (const { points } of histories) {
    points.forEach((point, index) => {
      const sold = soldBy(point);
      if (!sold) return;
      for (const channel of Object.keys(point.available)) {
        if (channel === sold || point.available[channel]! <= point.sellable) continue;
        const ms = timeToTruth(points, index, channel) ?? collectedAt - point.at;
        (sold === 'till' ? samples.tillToStores : samples.storeToStore).push(ms);
      }
    });
  }
  return samples;
}

export function percentile(values: number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0;
}

export function lateFindings(samples: Samples): Finding[] {
  return [
    ...lateFinding('till to stores', samples.tillToStores, tillToStoresP99MsMax),
    ...lateFinding('store to store', samples.storeToStore, storeToStoreP99MsMax),
  ];
}

function lateFinding(what: string, values: number[], msMax: number): Finding[] {
  const p99 = percentile(values, 99);
  const late = values.filter((ms) => ms > msMax).length;
  if (p99 <= msMax) return [];
  return [{ kind: 'late', units: late, text: `${what}: p99 ${p99} ms of ${values.length}, ${late} above ${msMax} ms` }];
}

function soldBy({ cause }: Point): string | null {
  if (cause.source === 'till') return cause.entry.kind === 'till_sale' ? 'till' : null;
  if (cause.source === 'store') return cause.entry.kind === 'order' ? cause.channel : null;
  return null;
}

function timeToTruth(points: Point[], from: number, channel: string): number | null {
  let truth = points[from]!.sellable;
  for (const point of points.slice(from + 1)) {
    truth = Math.max(truth, point.sellable);
    if (point.available[channel]! <= truth) return point.at - points[from]!.at;
  }
  return null;
}
