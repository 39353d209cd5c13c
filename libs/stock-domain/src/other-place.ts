import type { ItemState, Millis, PromiseState } from './item-state';
import { changePromise, isSameOrder, promiseOf, type LineKey, type OrderKey } from './keys';
import { setAside } from './parts';
import { planPosts } from './posts';
import { placeOf, type ShopLayout } from './policy';
import { nearestWithUnits } from './serve-line';
import { freeToServe } from './shortage';

/**
 * Serves a whole line from another place of its store that has the units, where the policy asks for that. They are set
 * aside there at once; its store is asked to move the line. null when there is no such place, when the store has refused
 * before, or when part of the line has left already.
 */
export function moveToOtherPlace(
  item: ItemState,
  key: LineKey,
  layout: ShopLayout,
  now: Millis,
): { readonly item: ItemState; readonly moveTo: string } | null {
  const promise = promiseOf(item, key);
  if (!layout.policy.moveLosers || !isMovable(promise)) return null;
  const units = setAside(promise);
  const others = layout.places.filter(
    (place) => place.channel === key.channel && place.storeLocation !== promise.storeLocation,
  );
  for (const { storeLocation, serves } of others) {
    const location = serves.find((each) => freeToServe(item, each, now) >= units);
    if (location === undefined) continue;
    const moved = planPosts({ ...promise, location, elsewhere: [], movingTo: storeLocation });
    return { item: changePromise(item, key, () => moved), moveTo: storeLocation };
  }
  return null;
}

/** Its store would not move the line: its units are set aside where the store serves it from, or are short there. */
export function moveRefused(item: ItemState, of: OrderKey, layout: ShopLayout): ItemState {
  const isMoving = (promise: PromiseState) => isSameOrder(promise, of) && promise.movingTo !== null;
  if (!item.promises.some(isMoving)) return item;
  return {
    ...item,
    promises: item.promises.map((promise) => (isMoving(promise) ? movedBack(item, promise, layout) : promise)),
  };
}

/**
 * Served again from where its store serves it, and not moved any more. What it was given elsewhere nobody has accepted
 * here: it is a claim again, after all that was accepted meanwhile.
 */
export function movedBack(item: ItemState, promise: PromiseState, layout: ShopLayout): PromiseState {
  const place = placeOf(layout, promise.channel, promise.storeLocation);
  const units = setAside(promise);
  const location = place === undefined ? promise.location : nearestWithUnits(item, place.serves, units);
  const accepted = Math.max(0, promise.accepted - units);
  const back = { location, elsewhere: [], movingTo: null, moveRefused: true };
  return planPosts({ ...promise, ...back, accepted, provisional: null });
}

function isMovable({ storeLocation, fulfilled, folded, movingTo, moveRefused: refused }: PromiseState): boolean {
  return storeLocation !== null && fulfilled === 0 && folded === 0 && movingTo === null && !refused;
}
