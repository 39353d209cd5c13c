import type { OrderLine, OrderObserved } from '@tillbridge/contracts';
import type { LevelKey } from '../store-adapter';

/** Units of one order at one level, ever ordered there and ever put back: both only rise. */
export interface Seen extends LevelKey {
  readonly ordered: number;
  readonly restocked: number;
}

export interface LevelCount extends Seen {
  /** Units still to be shipped from here: what the store shows as committed. */
  readonly outstanding: number;
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
  const storeLocation = seen.storeLocation ?? known.storeLocation;
  return {
    ...seen,
    ...(sameTime ? mostCounted(known, seen) : countedOn(known, seen)),
    externalId: seen.externalId ?? known.externalId,
    storeLocation,
    movedFrom: movedFrom(known, storeLocation),
    fulfilled: sameTime ? Math.max(known.fulfilled, seen.fulfilled) : seen.fulfilled,
    current: sameTime && !grown ? Math.min(known.current, seen.current) : seen.current,
  };
}

type Sums = Pick<OrderLine, 'ordered' | 'restocked'>;

/** Of two copies of one moment, each may have missed what the other has seen. */
function mostCounted(known: Sums, seen: Sums): Sums {
  return {
    ordered: Math.max(known.ordered, seen.ordered),
    restocked: Math.max(known.restocked, seen.restocked),
  };
}

/**
 * A newer copy says how many units are left at the store; both sums rise until they say so, too. One that tells of fewer units
 * put back than we have counted tells of units that were ordered again: an edit can put a line in that another took off.
 */
function countedOn(known: Sums, seen: Sums): Sums {
  const left = seen.ordered - seen.restocked;
  const restocked = Math.max(known.restocked, seen.restocked);
  const ordered = Math.max(known.ordered, seen.ordered, left + restocked);
  return { ordered, restocked: ordered - left };
}

/** A store tells only where a line is. Where it was is told on, or a core that missed it would count other sums than we do. */
function movedFrom(known: OrderLine, storeLocation: string | null): OrderLine['movedFrom'] {
  const { storeLocation: before, ordered, movedFrom: places = [] } = known;
  if (before === null || before === storeLocation || ordered === 0) return known.movedFrom;
  const units = ordered + (places.find((place) => place.storeLocation === before)?.units ?? 0);
  return [...places.filter((place) => place.storeLocation !== before), { storeLocation: before, units }];
}

/** What an order adds to the sums of its levels, beside what they have by its last state; levels that do not move are left out. */
export function newlySeen(known: OrderObserved | null, order: OrderObserved): Seen[] {
  const before = new Map((known === null ? [] : countsOf(known)).map((count) => [keyOf(count), count]));
  return countsOf(order).flatMap(({ externalId, storeLocation, ...now }) => {
    const old = before.get(keyOf({ externalId, storeLocation }));
    const [ordered, restocked] = [now.ordered - (old?.ordered ?? 0), now.restocked - (old?.restocked ?? 0)];
    return ordered === 0 && restocked === 0 ? [] : [{ externalId, storeLocation, ordered, restocked }];
  });
}

/** A line counts where it is, and where it was: there it was ordered, and the move put its units back. */
export function countsOf(order: OrderObserved): LevelCount[] {
  const sums = new Map<string, LevelCount>();
  const add = (count: LevelCount) => sums.set(keyOf(count), plus(sums.get(keyOf(count)), count));
  for (const { externalId, storeLocation, ordered, restocked, movedFrom = [], current, fulfilled } of order.lines) {
    if (externalId === null) continue;
    for (const { storeLocation: left, units } of movedFrom)
      add({ externalId, storeLocation: left, ordered: units, restocked: units, outstanding: 0 });
    const outstanding = order.cancelledAt ? 0 : Math.max(0, current - fulfilled);
    if (storeLocation !== null) add({ externalId, storeLocation, ordered, restocked, outstanding });
  }
  return [...sums.values()];
}

function plus(sum: LevelCount | undefined, count: LevelCount): LevelCount {
  return {
    ...count,
    ordered: count.ordered + (sum?.ordered ?? 0),
    restocked: count.restocked + (sum?.restocked ?? 0),
    outstanding: count.outstanding + (sum?.outstanding ?? 0),
  };
}

export function keyOf({ externalId, storeLocation }: LevelKey): string {
  return JSON.stringify([externalId, storeLocation]);
}
