import { percentile, summarize, type Summary } from '../kit/statistics';

/** One timed run. Times in milliseconds. */
export interface Timed {
  readonly granted: number;
  readonly refused: number;
  readonly perSec: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface Load {
  readonly callers: number;
  readonly durationMs: number;
  /** Calls at most, whatever the time; for runs where demand is counted. */
  readonly callsMax?: number;
}

/** Callers that ask again as soon as they have their answer. @param ask says whether it was granted; told which caller asks, from 0 on */
export async function runCallers(
  { callers, durationMs, callsMax = Infinity }: Load,
  ask: (caller: number) => Promise<boolean>,
): Promise<Timed> {
  const latencies: number[] = [];
  let [granted, asked] = [0, 0];
  const startedAt = performance.now();
  const caller = async (index: number): Promise<void> => {
    while (performance.now() - startedAt < durationMs && asked < callsMax) {
      asked += 1;
      const askedAt = performance.now();
      if (await ask(index)) granted += 1;
      latencies.push(performance.now() - askedAt);
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, index) => caller(index)));
  return timedOf(latencies, granted, performance.now() - startedAt);
}

export function timedOf(latencies: readonly number[], granted: number, tookMs: number): Timed {
  return {
    granted,
    refused: latencies.length - granted,
    perSec: (latencies.length / tookMs) * 1_000,
    p50Ms: percentile(latencies, 50),
    p99Ms: percentile(latencies, 99),
  };
}

export interface Figures {
  readonly perSec: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** The slowest and the fastest run, per second. */
  readonly spread: readonly [min: number, max: number];
}

/** The medians of several runs. */
export function figuresOf(runs: readonly Timed[]): Figures {
  const of = (field: 'perSec' | 'p50Ms' | 'p99Ms'): Summary => summarize(runs.map((run) => run[field]));
  const tenth = (value: number) => Math.round(value * 10) / 10;
  const { median, min, max } = of('perSec');
  return {
    perSec: Math.round(median),
    p50Ms: tenth(of('p50Ms').median),
    p99Ms: tenth(of('p99Ms').median),
    spread: [Math.round(min), Math.round(max)],
  };
}
