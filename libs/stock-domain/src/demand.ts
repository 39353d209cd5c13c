import type { Demand, Millis } from './item-state';
import type { EscrowRules } from './policy';

export interface Sale {
  readonly units: number;
  readonly at: Millis;
}

type Windows = Pick<EscrowRules, 'demandWindowMs' | 'latencyFloorMs'>;

/** A rush is over before a long window notices it, so demand is measured over a few latencies as well. */
export function burstWindowMs({ latencyFloorMs }: Windows): Millis {
  return Math.max(1_000, 4 * latencyFloorMs);
}

/** Adds what was sold. The same sales, told in any order, make the same demand. */
export function withSale(demand: Demand | null, { units, at: soldAt }: Sale, windows: Windows): Demand | null {
  if (units <= 0) return demand;
  const at = Math.max(demand?.at ?? soldAt, soldAt);
  const sold: Demand = { units, burst: units, at: soldAt };
  return {
    at,
    units: soldOfLate(demand, at, windows) + soldOfLate(sold, at, windows),
    burst: soldInBurst(demand, at, windows) + soldInBurst(sold, at, windows),
  };
}

/** Units sold in the last window, as it were: older sales fade and never quite vanish, so that no sale drops out at once. */
export function soldOfLate(demand: Demand | null, now: Millis, { demandWindowMs }: Windows): number {
  return demand === null ? 0 : faded(demand.units, now - demand.at, demandWindowMs);
}

/** As {@link soldOfLate}, in the last few latencies. */
export function soldInBurst(demand: Demand | null, now: Millis, windows: Windows): number {
  return demand === null ? 0 : faded(demand.burst, now - demand.at, burstWindowMs(windows));
}

function faded(units: number, forMs: Millis, windowMs: Millis): number {
  return units * Math.exp(-Math.max(0, forMs) / windowMs);
}

/** How much the newest measurement counts. */
const newestCounts = 0.25;

export function withLatency(latencyMs: Millis | null, measuredMs: Millis): Millis {
  return latencyMs === null ? measuredMs : latencyMs + newestCounts * (measuredMs - latencyMs);
}
