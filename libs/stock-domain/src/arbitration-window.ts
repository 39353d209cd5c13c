import { freeAtMost, levelAt } from './level';
import type { ItemState, Millis, PromiseState } from './item-state';
import { displaceable, displaceableAt, locationsOf } from './parts';
import type { ShopLayout } from './policy';

/** Units that no decision has accepted yet. */
export function undecidedUnits(promise: PromiseState): number {
  return Math.min(displaceable(promise), Math.max(0, promise.owed - promise.accepted));
}

export function undecidedAt(promise: PromiseState, location: string): number {
  return Math.min(displaceableAt(promise, location), undecidedUnits(promise));
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

/**
 * Lets new claims on a scarce item wait for each other: the first one opens a window, and whatever comes before it closes
 * is decided with it. Where there is enough, claims are decided at once.
 */
export function openWindow(item: ItemState, layout: ShopLayout, now: Millis): ItemState {
  const fresh = item.promises.filter((promise) => !isDecided(promise) && promise.decideAt === null);
  if (fresh.length === 0) return item;
  const closesAt =
    closingOf(item, now) ?? (isScarce(item, fresh, layout) ? now + layout.policy.arbitrationWindowMs : now);
  if (closesAt <= now) return item;
  const waiting = new Set(fresh);
  const promises = item.promises.map((each) => (waiting.has(each) ? { ...each, decideAt: closesAt } : each));
  return { ...item, promises };
}

/** A window that should have closed is closed, however late anyone looks: who comes after it competes with nobody in it. */
function closingOf(item: ItemState, now: Millis): Millis | null {
  const open = item.promises.flatMap(({ decideAt }) => decideAt ?? []).filter((decideAt) => decideAt > now);
  return open.length === 0 ? null : Math.min(...open);
}

function isScarce(item: ItemState, fresh: readonly PromiseState[], { policy }: ShopLayout): boolean {
  return [...new Set(fresh.flatMap(locationsOf))].some(
    (location) => levelAt(item, location).mirror.row !== null && freeAtMost(item, location) <= policy.escrow.floorUnits,
  );
}
