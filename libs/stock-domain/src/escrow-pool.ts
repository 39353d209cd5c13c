import type { ItemState, Millis } from './item-state';
import { heldAt, heldFrom } from './level';
import { unsoldAt } from './cap';
import { viewOf } from './decide-store';
import { isDealt, nameOf, sellersOf, type Linked } from './escrow-mode';
import { safetyStockAt, type ShopLayout, type StorePlace } from './policy';

/** What one place may have of a location, of `free` units there: less what is held for others and its safety stock. */
export function offeredAt(
  item: ItemState,
  { channel }: StorePlace,
  location: string,
  layout: ShopLayout,
  free: number,
  now: Millis,
): number {
  const kept = heldFrom(item, channel, location, now) + safetyAt(item, channel, location, layout);
  return Math.max(0, free - kept - bufferAt(item, location, layout));
}

/** Kept back for the till, only where units are dealt out. */
export function bufferAt(item: ItemState, location: string, { policy }: ShopLayout): number {
  return isDealt(item, location) ? policy.escrow.tillBuffer : 0;
}

export function safetyAt({ itemId }: ItemState, channel: string, location: string, { policy }: ShopLayout): number {
  return safetyStockAt(policy, { itemId, channel, location });
}

/** What all places together may have of a dealt location: safety stock that every one of them keeps is offered to none. */
export function poolAt(item: ItemState, location: string, linked: Linked, layout: ShopLayout, free: number): number {
  const safety = sellersOf(layout, linked, location).map(({ channel }) => safetyAt(item, channel, location, layout));
  return Math.max(0, free - bufferAt(item, location, layout) - Math.min(...safety));
}

/** What a place may still sell of what it was given: what a store shows at most, what a seller holds. */
export function stillToSell(item: ItemState, place: StorePlace, { sellers }: ShopLayout, now: Millis): number {
  const { channel, storeLocation, serves } = place;
  if (!sellers.has(channel)) return unsoldAt(viewOf(item, channel, storeLocation));
  return serves.reduce(
    (total, location) => total + heldAt(item, location, now) - heldFrom(item, channel, location, now),
    0,
  );
}

/** Where a place may have its units from. Units that are shared are shown by each: as if it had a pool of its own. */
export function poolName(item: ItemState, place: StorePlace, location: string): string {
  return isDealt(item, location) ? location : `${location} for ${nameOf(place)}`;
}
