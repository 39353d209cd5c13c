import type { Figures } from './callers';

/** The slowest that is good enough: reservations per second, and what 99 of 100 callers wait less than, in milliseconds. */
export interface Target {
  readonly perSec: number;
  readonly p99Ms: number;
}

export const targets = {
  hotSku: { perSec: 15_000, p99Ms: 25 },
  http: { perSec: 3_000, p99Ms: 100 },
} as const satisfies Record<string, Target>;

/** What was missed, each as a sentence with the figure and the target. */
export function missedBy(what: string, { perSec, p99Ms }: Figures, target: Target): string[] {
  const missed: string[] = [];
  if (!(perSec >= target.perSec))
    missed.push(`${what}: ${perSec} reservations a second; at least ${target.perSec} are wanted.`);
  if (!(p99Ms < target.p99Ms))
    missed.push(`${what}: of 100 callers 99 waited up to ${p99Ms} ms; less than ${target.p99Ms} ms is wanted.`);
  return missed;
}
