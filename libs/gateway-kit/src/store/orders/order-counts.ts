import type { OrderLine, OrderObserved } from '@tillbridge/contracts';
import type { LevelKey } from '../store-adapter';

/** What one order has been counted for at one level. `ordered` and `restocked` only rise. */
export interface LevelCount extends LevelKey {
  readonly ordered: number;
  readonly restocked: number;
  /** Units still to be shipped from here: what the store shows as committed. */
  readonly outstanding: number;
}

export interface CountedOrder {
  readonly counts: readonly LevelCount[];
  /** What has to be added to each level's sums; levels that did not move are left out. */
  readonly seen: readonly (LevelKey & { readonly ordered: number; readonly restocked: number })[];
}

/**
 * The order as we know it after `seen` arrived, or null when it says nothing new. An older copy never overwrites; copies
 * of the same time (vendors stamp by the second) merge so that their order of arrival does not matter.
 */
export function mergeOrder(known: OrderObserved | null, seen: OrderObserved): OrderObserved | null {
  if (!known) return seen;
  const [knownAt, seenAt] = [Date.parse(known.updatedAt), Date.parse(seen.updatedAt)];
  if (seenAt < knownAt) return null;
  const merged: OrderObserved = {
    ...seen,
    cart: seen.cart ?? known.cart,
    paid: seen.paid || (seenAt === knownAt && known.paid),
    cancelledAt: seen.cancelledAt ?? known.cancelledAt,
    lines: mergeLines(known.lines, seen.lines, seenAt === knownAt),
  };
  return JSON.stringify(merged) === JSON.stringify(known) ? null : merged;
}

function mergeLines(known: readonly OrderLine[], seen: readonly OrderLine[], sameTime: boolean): OrderLine[] {
  const seenLines = new Map(seen.map((line) => [line.line, line]));
  const knownIds = new Set(known.map((line) => line.line));
  const kept = known.map((line) => mergeLine(line, seenLines.get(line.line), sameTime));
  return [...kept, ...seen.filter((line) => !knownIds.has(line.line))];
}

function mergeLine(known: OrderLine, seen: OrderLine | undefined, sameTime: boolean): OrderLine {
  if (!seen) return known;
  const grown = seen.ordered > known.ordered;
  return {
    ...seen,
    externalId: seen.externalId ?? known.externalId,
    storeLocation: seen.storeLocation ?? known.storeLocation,
    // Goods counted as ordered, shipped or put back stay counted: only a copy that missed them says less.
    ordered: Math.max(known.ordered, seen.ordered),
    restocked: Math.max(known.restocked, seen.restocked),
    fulfilled: sameTime ? Math.max(known.fulfilled, seen.fulfilled) : seen.fulfilled,
    current: sameTime && !grown ? Math.min(known.current, seen.current) : seen.current,
  };
}

/** Counts an order at its levels by the difference to what was counted before, so that any copy may come again. */
export function countOrder(before: readonly LevelCount[], order: OrderObserved): CountedOrder {
  const wanted = sumByLevel(order);
  const counts = new Map<string, LevelCount>();
  const seen: (LevelKey & { ordered: number; restocked: number })[] = [];
  for (const key of new Set([...before.map(keyOf), ...wanted.keys()])) {
    const old = before.find((count) => keyOf(count) === key) ?? { ...wanted.get(key)!, ordered: 0, restocked: 0 };
    const now = wanted.get(key) ?? { ...old, ordered: 0, restocked: 0, outstanding: 0 };
    // A line that moved away gives its units back here: both sums rise, neither ever falls.
    const taken = now.ordered - now.restocked;
    const restocked = Math.max(old.restocked, Math.max(old.ordered, now.ordered) - taken);
    const ordered = restocked + taken;
    const { externalId, storeLocation } = now;
    counts.set(key, { externalId, storeLocation, ordered, restocked, outstanding: now.outstanding });
    if (ordered !== old.ordered || restocked !== old.restocked)
      seen.push({ externalId, storeLocation, ordered: ordered - old.ordered, restocked: restocked - old.restocked });
  }
  return { counts: [...counts.values()], seen };
}

function sumByLevel(order: OrderObserved): Map<string, LevelCount> {
  const sums = new Map<string, LevelCount>();
  for (const { externalId, storeLocation, ...line } of order.lines) {
    if (externalId === null || storeLocation === null) continue;
    const key = keyOf({ externalId, storeLocation });
    const sum = sums.get(key) ?? { externalId, storeLocation, ordered: 0, restocked: 0, outstanding: 0 };
    const outstanding = order.cancelledAt ? 0 : Math.max(0, line.current - line.fulfilled);
    sums.set(key, {
      ...sum,
      ordered: sum.ordered + line.ordered,
      restocked: sum.restocked + line.restocked,
      outstanding: sum.outstanding + outstanding,
    });
  }
  return sums;
}

export function keyOf({ externalId, storeLocation }: LevelKey): string {
  return JSON.stringify([externalId, storeLocation]);
}
