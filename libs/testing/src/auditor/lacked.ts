import type { Point } from './history';

/** How late a word may come that a unit is missing: as late as the longest outage of everything between till and store, and a poll. */
const wordLateMsMax = 300_000;

/**
 * The most units that the shelf lacked, for all who wanted some, at any moment that may be the reason for a word to an order: since
 * it was placed, and not longer ago than word may take. A shortage that was over by then is nobody's reason.
 */
export function lackedFor(points: readonly Point[], placedAt: number, at: number): number {
  const from = Math.max(placedAt, at - wordLateMsMax);
  const within = points.filter((point, index) => point.at <= at && (points[index + 1]?.at ?? Infinity) > from);
  return Math.max(0, ...within.map(({ wanted, shelf }) => wanted - shelf));
}
