import { canBeJudged, freeAtMost, isLevelKnown, levelAt, mayBeThereAt } from './level';
import type { ItemState, Millis, PromiseState, Provisional } from './item-state';
import { isSameOrder } from './keys';
import { displaceable, displaceableAt, locationsOf } from './parts';
import type { ShopLayout } from './policy';
import { tiedItems } from './tied-items';

/** Units that no decision has accepted yet. */
export function undecidedUnits(promise: PromiseState): number {
  return Math.min(displaceable(promise), Math.max(0, promise.owed - promise.accepted));
}

/** Of these, those at one location: what is added to a line lies at its own, as long as there is room for it to lie. */
export function undecidedAt(promise: PromiseState, location: string): number {
  const before = locationsOf(promise).slice(0, locationsOf(promise).indexOf(location));
  const elsewhere = before.reduce((total, each) => total + displaceableAt(promise, each), 0);
  return Math.min(displaceableAt(promise, location), Math.max(0, undecidedUnits(promise) - elsewhere));
}

/** Whether a decision has accepted all that is claimed. */
export const isDecided = (promise: PromiseState): boolean => promise.accepted === promise.owed;

/**
 * Nothing is accepted on a row that came without its records: what it lacks may be sold already, and what it has too much of
 * may be ours. Who comes meanwhile is decided together once the records are read.
 */
export function isInDoubt(item: ItemState, promise: PromiseState): boolean {
  return locationsOf(promise).some((location) => levelAt(item, location).mirror.doubt !== null);
}

/** Still waits for claims that may compete with it. */
export function isWaitingForRivals(promise: PromiseState, now: Millis): boolean {
  return promise.decideAt !== null && promise.decideAt > now;
}

/** Was accepted because there was enough; is decided again should too little be left for a rival that comes in time. */
export function isProvisional(
  promise: PromiseState,
  now: Millis,
): promise is PromiseState & { readonly provisional: Provisional } {
  return promise.provisional !== null && promise.provisional.until > now;
}

/**
 * Lets claims that may want the same units wait for each other: the first one opens a window, and whatever comes before it
 * closes is decided with it. Where there is enough they are accepted at once, but only for good when the window closes: if
 * what is left turns out to be too little for one that comes later, all of them wait again and are decided with it. Items
 * that orders tie together share one window.
 */
export function openWindows(items: readonly ItemState[], layout: ShopLayout, now: Millis): readonly ItemState[] {
  const isOpen = (promise: PromiseState): boolean =>
    !isDecided(promise) || isWaitingForRivals(promise, now) || isProvisional(promise, now);
  const opened = tiedItems(items, isOpen, layout).flatMap((tied) => openWindow(tied, layout, now));
  const byId = new Map(opened.map((item) => [item.itemId, item]));
  return items.map((item) => byId.get(item.itemId) ?? item);
}

function openWindow(tied: readonly ItemState[], layout: ShopLayout, now: Millis): readonly ItemState[] {
  const closesAt = closingOf(tied, now) ?? now + layout.policy.arbitrationWindowMs;
  const due = tied.flatMap(({ promises }) => promises.filter((promise) => isDue(promise, now)));
  // A line that is added to an order whose window has closed is decided with its other lines.
  const isFresh = (promise: PromiseState): boolean =>
    !isDecided(promise) && promise.decideAt === null && !due.some((each) => isSameOrder(each, promise));
  const isOpen = (promise: PromiseState): boolean =>
    isFresh(promise) || isWaitingForRivals(promise, now) || isProvisional(promise, now);
  const isContested = tied.some(({ promises }) =>
    promises.some((each) => isFresh(each) || isWaitingForRivals(each, now)),
  );
  const isShort = tied.some((item) => lacksUnits(item, item.promises.filter(isOpen), isContested));
  const waits = isShort || tied.some((item) => isScarce(item, item.promises.filter(isFresh), layout));
  const opened = (item: ItemState, promise: PromiseState): PromiseState => {
    if (isWaitingForRivals(promise, now) || (isShort && isProvisional(promise, now)))
      return waitingUntil(closesAt, promise, now);
    if (!isFresh(promise) || closesAt <= now) return promise;
    if (waits) return waitingUntil(closesAt, promise, now);
    return isInDoubt(item, promise) ? promise : provisionalUntil(closesAt, promise, now);
  };
  return tied.map((item) => {
    const promises = item.promises.map((promise) => opened(item, promise));
    return promises.every((promise, index) => promise === item.promises[index]) ? item : { ...item, promises };
  });
}

/** A window that should have closed is closed, however late anyone looks: who comes after it competes with nobody in it. */
function closingOf(tied: readonly ItemState[], now: Millis): Millis | null {
  const closings = tied
    .flatMap(({ promises }) => promises)
    .flatMap(({ decideAt, provisional }) => [decideAt ?? [], provisional?.until ?? []].flat())
    .filter((at) => at > now);
  return closings.length === 0 ? null : Math.min(...closings);
}

function isDue(promise: PromiseState, now: Millis): boolean {
  return !isDecided(promise) && promise.decideAt !== null && promise.decideAt <= now;
}

function waitingUntil(decideAt: Millis, promise: PromiseState, now: Millis): PromiseState {
  if (promise.decideAt === decideAt) return promise;
  return { ...promise, accepted: acceptedForGood(promise, now), decideAt, provisional: null };
}

function provisionalUntil(until: Millis, promise: PromiseState, now: Millis): PromiseState {
  return { ...promise, provisional: { until, accepted: acceptedForGood(promise, now) } };
}

function acceptedForGood(promise: PromiseState, now: Millis): number {
  return isProvisional(promise, now) ? Math.min(promise.provisional.accepted, promise.owed) : promise.accepted;
}

function isScarce(item: ItemState, fresh: readonly PromiseState[], { policy }: ShopLayout): boolean {
  return [...new Set(fresh.flatMap(locationsOf))].some(
    (location) => isLevelKnown(item, location) && freeAtMost(item, location) <= policy.escrow.floorUnits,
  );
}

/**
 * More is claimed than there is at a location from which one of these takes units. Where nobody competes for them they have
 * all been accepted, and keep what may be there.
 */
function lacksUnits(item: ItemState, open: readonly PromiseState[], isContested: boolean): boolean {
  const takes = (location: string): boolean => open.some((promise) => displaceableAt(promise, location) > 0);
  const free = (location: string): number =>
    freeAtMost(item, location) + (isContested ? 0 : mayBeThereAt(item, location));
  return item.levels.some(({ location }) => canBeJudged(item, location) && free(location) < 0 && takes(location));
}
