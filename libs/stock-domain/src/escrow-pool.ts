import type { ItemState, Millis } from './item-state';
import { heldAt, heldFrom, heldOf } from './level';
import { unsoldAt } from './cap';
import { viewOf } from './decide-store';
import { dealtTo, isDealt, nameOf, placesOf, sellersOf, type Linked } from './escrow-mode';
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

/**
 * What all places together may have of a dealt location: safety stock that each one that is dealt units keeps is offered to
 * none, nor is what is held for channels that sell nothing from here.
 */
export function poolAt(
  item: ItemState,
  location: string,
  linked: Linked,
  layout: ShopLayout,
  free: number,
  now: Millis,
): number {
  const sellers = sellersOf(layout, linked, location);
  const safety = dealtTo(layout, linked, location).map(({ channel }) => safetyAt(item, channel, location, layout));
  const kept = sellers.reduce((total, place) => total + keptFor(item, place, location, linked, layout, now), 0);
  const strangers = heldAt(item, location, now) - kept;
  return Math.max(0, free - bufferAt(item, location, layout) - Math.min(...safety) - strangers);
}

/** Units of a dealt location that are held for this place: what its channel holds there, at the first place that sells it. */
export function keptFor(
  item: ItemState,
  place: StorePlace,
  location: string,
  linked: Linked,
  layout: ShopLayout,
  now: Millis,
): number {
  const { channel } = place;
  if (!isDealt(item, location)) return 0;
  const first = placesOf(layout, linked).find((each) => each.channel === channel && each.serves.includes(location));
  if (first === undefined || nameOf(first) !== nameOf(place)) return 0;
  return heldOf(item, channel, location, now);
}

/**
 * What a store still shows at most of what it was given. A seller shows nothing: it has what it holds. Of a store that was
 * not told yet that its units are dealt out nothing is known, as will be said of it once it is told.
 */
export function stillToSell(item: ItemState, place: StorePlace, { sellers }: ShopLayout): number {
  const { channel, storeLocation, serves } = place;
  if (sellers.has(channel)) return 0;
  const view = viewOf(item, channel, storeLocation);
  const begins = view.dealtSince === null && serves.some((location) => isDealt(item, location));
  return begins ? Number.POSITIVE_INFINITY : unsoldAt(view);
}

/** Where a place may have its units from. Units that are shared are shown by each: as if it had a pool of its own. */
export function poolName(item: ItemState, place: StorePlace, location: string): string {
  return isDealt(item, location) ? location : `${location} for ${nameOf(place)}`;
}
