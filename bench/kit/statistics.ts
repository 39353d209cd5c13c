/** Several measurements of one thing, in the unit of what was measured. */
export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** (max - min) / median: 0.1 says that the runs lie within a tenth of each other. 0 where all are 0. */
  readonly spread: number;
  readonly runs: number;
}

/** @throws on no values: nothing measured is no figure */
export function summarize(values: readonly number[]): Summary {
  const sorted = ascending(values);
  const [min, max] = [sorted[0], sorted[sorted.length - 1]];
  const median = middleOf(sorted);
  const spread = max === min ? 0 : (max - min) / Math.abs(median);
  return { median, min, max, spread, runs: values.length };
}

function middleOf(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * The smallest value that at least `percent` of all values do not exceed (nearest rank): always a value that was measured.
 * @param percent above 0, at most 100
 */
export function percentile(values: readonly number[], percent: number): number {
  if (!(percent > 0 && percent <= 100)) throw new RangeError(`a percentile is above 0 and at most 100, not ${percent}`);
  const sorted = ascending(values);
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1];
}

function ascending(values: readonly number[]): number[] {
  if (values.length === 0) throw new RangeError('nothing was measured');
  return [...values].sort((a, b) => a - b);
}

export interface RunBounds {
  readonly runs: number;
  /** No run is begun that, as long as the longest so far, would end after this. The first is always made. */
  readonly withinMs: number;
}

/** Runs one after the other, never side by side: they would measure each other. `now` in milliseconds. */
export async function repeat<T>(
  { runs, withinMs }: RunBounds,
  run: (index: number) => Promise<T>,
  now: () => number = () => performance.now(),
): Promise<T[]> {
  const startedAt = now();
  const results: T[] = [];
  let longestMs = 0;
  while (results.length < runs) {
    const begunAt = now();
    if (results.length > 0 && begunAt + longestMs > startedAt + withinMs) break;
    results.push(await run(results.length));
    longestMs = Math.max(longestMs, now() - begunAt);
  }
  return results;
}
