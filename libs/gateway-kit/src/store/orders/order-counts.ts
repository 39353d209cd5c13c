import { isShippedLater, stillWanted, type OrderLine, type OrderObserved, type PutBackAt } from '@tillbridge/contracts';
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
  if (!known)
    return seen.lines.some(({ putBackAt }) => putBackAt) ? { ...seen, lines: seen.lines.map(asFirstSeen) } : seen;
  const [knownAt, seenAt] = [Date.parse(known.updatedAt), Date.parse(seen.updatedAt)];
  if (seenAt < knownAt) return null;
  const merged: OrderObserved = {
    ...seen,
    cart: seen.cart ?? known.cart,
    paid: seen.paid || (seenAt === knownAt && known.paid),
    cancelledAt: seen.cancelledAt ?? known.cancelledAt,
    ...(known.deleted && { deleted: known.deleted }),
    lines: mergeLines(known.lines, seen.lines, seenAt === knownAt),
  };
  return JSON.stringify(merged) === JSON.stringify(known) ? null : merged;
}

function asFirstSeen(line: OrderLine): OrderLine {
  return line.putBackAt === undefined ? line : { ...line, putBackAt: putBackElsewhere(line, line.storeLocation) };
}

function mergeLines(known: readonly OrderLine[], seen: readonly OrderLine[], sameTime: boolean): OrderLine[] {
  const seenLines = new Map(seen.map((line) => [line.line, line]));
  const knownIds = new Set(known.map((line) => line.line));
  const kept = known.map((line) => mergeLine(line, seenLines.get(line.line), sameTime));
  return [...kept, ...seen.filter((line) => !knownIds.has(line.line)).map(asFirstSeen)];
}

function mergeLine(known: OrderLine, seen: OrderLine | undefined, sameTime: boolean): OrderLine {
  if (!seen) return known;
  const storeLocation = seen.storeLocation ?? known.storeLocation;
  return {
    ...seen,
    ...(sameTime ? mostCounted(known, seen) : countedOn(known, seen)),
    externalId: seen.externalId ?? known.externalId,
    storeLocation,
    ...placesBeside(known, seen, storeLocation, sameTime),
    ...(sameTime ? mostShipped(known, seen) : { fulfilled: seen.fulfilled, unshipped: seen.unshipped }),
    current: sameTime ? stillWanted(known, seen) : seen.current,
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

type Shipped = Pick<OrderLine, 'fulfilled' | 'unshipped'>;

function mostShipped(known: Shipped, seen: Shipped): Shipped {
  const { fulfilled, unshipped } = isShippedLater(known, seen) ? known : seen;
  return { fulfilled, unshipped };
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

/** Where a line was before, and where else its units were put back. */
function placesBeside(
  known: OrderLine,
  seen: OrderLine,
  storeLocation: string | null,
  sameTime: boolean,
): Pick<OrderLine, 'movedFrom' | 'putBackAt'> {
  const left = movedFrom(known, storeLocation);
  const [before, now] = [known, seen].map((copy) => putBackElsewhere(copy, storeLocation, left));
  return { movedFrom: left, putBackAt: sameTime ? mostPutBack(before, now) : now };
}

/** What we keep of a copy leaves out the line's own place, so both are compared without it. */
function mostPutBack(before: OrderLine['putBackAt'] = [], now: OrderLine['putBackAt'] = []): OrderLine['putBackAt'] {
  const most = new Map<string, PutBackAt>();
  for (const place of [...before, ...now])
    if (place.units >= (most.get(place.storeLocation)?.units ?? 0)) most.set(place.storeLocation, place);
  return most.size === 0 ? undefined : [...most.values()];
}

/**
 * A store tells where all units were put back. Those at the line's own place are counted there anyway, and so are unshipped
 * ones where it was: the move put back whatever was ordered there.
 */
function putBackElsewhere(
  { putBackAt = [] }: OrderLine,
  storeLocation: string | null,
  left: OrderLine['movedFrom'] = [],
): OrderLine['putBackAt'] {
  if (storeLocation === null) return putBackAt.length === 0 ? undefined : putBackAt;
  const elsewhere = putBackAt
    .filter((place) => place.storeLocation !== storeLocation)
    .map((place) => (left.some((each) => each.storeLocation === place.storeLocation) ? shippedOnly(place) : place))
    .filter(({ units }) => units > 0);
  return elsewhere.length === 0 ? undefined : elsewhere;
}

const shippedOnly = (place: PutBackAt): PutBackAt => ({ ...place, units: place.shipped });
const unitsOf = (places: OrderLine['putBackAt'] = []): number => places.reduce((total, { units }) => total + units, 0);

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

/**
 * A line counts where it is, and where it was: there it was ordered, and the move put its units back. What was put back
 * elsewhere counts there.
 */
export function countsOf(order: OrderObserved): LevelCount[] {
  const sums = new Map<string, LevelCount>();
  const add = (count: LevelCount) => sums.set(keyOf(count), plus(sums.get(keyOf(count)), count));
  for (const line of order.lines) {
    const { externalId, storeLocation, ordered, movedFrom = [], putBackAt = [], current, fulfilled } = line;
    if (externalId === null) continue;
    for (const { storeLocation: left, units } of movedFrom)
      add({ externalId, storeLocation: left, ordered: units, restocked: units, outstanding: 0 });
    const outstanding = order.cancelledAt ? 0 : Math.max(0, current - fulfilled);
    if (storeLocation === null) continue;
    for (const { storeLocation: place, units } of putBackAt)
      add({ externalId, storeLocation: place, ordered: 0, restocked: units, outstanding: 0 });
    const restocked = Math.max(0, line.restocked - unitsOf(putBackAt));
    add({ externalId, storeLocation, ordered, restocked, outstanding });
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
