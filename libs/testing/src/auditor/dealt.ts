import type { Point } from './history';

/**
 * What counts as shown by a store. The last units may be dealt out to one store each, so that no two sell the same one: then
 * what the stores show together is what every one of them can be held to, and none of it is hidden.
 */
export function offeredBy(point: Point, channel: string, dealtOutMax: number): number {
  const own = point.available[channel] ?? 0;
  return point.sellable > dealtOutMax ? own : Math.max(own, Math.min(point.sellable, together(point.available)));
}

/** Whether what the stores show is a deal: all of it, each unit in one of them. */
export function isDealtOut(sellable: number, shown: Readonly<Record<string, number>>, dealtOutMax: number): boolean {
  return sellable > 0 && sellable <= dealtOutMax && together(shown) === sellable;
}

/** Whether a store shows what may be sold: all of it, or its part where it is dealt out. */
export function agrees({ available, sellable }: Point, channel: string, dealtOutMax: number): boolean {
  return (available[channel] ?? 0) === sellable || isDealtOut(sellable, available, dealtOutMax);
}

const together = (shown: Readonly<Record<string, number>>): number =>
  Object.values(shown).reduce((sum, units) => sum + Math.max(0, units), 0);
