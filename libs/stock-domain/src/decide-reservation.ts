import { availabilityAt } from './availability';
import { isDealt, type Linked } from './escrow-mode';
import { backedUnits, holdUnits, takeOutUnits } from './holds';
import { freeForSure, heldAt, heldFrom, heldOf } from './level';
import type { HeldUnits, ItemState, Millis } from './item-state';
import { safetyStockAt, type ShopLayout, type StorePlace } from './policy';
import { leftAt } from './raise-guard';

/** What can be held for a seller: at its place altogether, and at each location that the place serves from. */
export interface Holdable {
  readonly units: number;
  readonly at: (location: string) => number;
}

/**
 * What its channel could be raised to by the published numbers, less what its own shoppers hold already: a seller that asks
 * gets no unit that is shown elsewhere under another rule.
 */
export function holdableAt(
  item: ItemState,
  place: StorePlace,
  layout: ShopLayout,
  now: Millis,
  offers: Offers,
): Holdable {
  const { channel } = place;
  const own = place.serves.reduce((total, location) => total + heldOf(item, channel, location, now), 0);
  const units = Math.max(0, offers.raiseTo(item, place, layout, now) - own);
  const at = (location: string): number => {
    const kept = heldAt(item, location, now) + safetyStockAt(layout.policy, { itemId: item.itemId, channel, location });
    const free = Math.max(0, Math.min(units, freeForSure(item, location) - kept));
    // Another place may show the units of this location, though it leaves those of another one.
    return isDealt(item, location) ? Math.min(free, offers.leftAt(item, place, location, layout, now)) : free;
  };
  return { units, at };
}

/**
 * What places were found to be offered within one batch. While only its own channel's holds change, a place is offered the
 * same, and hundreds of callers of one item need not have it worked out again for each of them.
 */
export class Offers {
  private readonly found = new Map<string, { item: ItemState; place: StorePlace; others: number; raiseTo: number }>();

  /** @param linkedOf the channels that take part in an item. */
  constructor(private readonly linkedOf: (itemId: string) => Linked) {}

  leftAt(item: ItemState, place: StorePlace, location: string, layout: ShopLayout, now: Millis): number {
    return leftAt(item, place, location, this.linkedOf(item.itemId), layout, now);
  }

  raiseTo(item: ItemState, place: StorePlace, layout: ShopLayout, now: Millis): number {
    const isDealtOut = place.serves.some((location) => isDealt(item, location));
    const others = place.serves.reduce((total, location) => total + heldFrom(item, place.channel, location, now), 0);
    const last = this.found.get(item.itemId);
    if (!isDealtOut && last?.place === place && last.others === others && differInHoldsAlone(last.item, item))
      return last.raiseTo;
    const { raiseTo } = availabilityAt(item, place, layout, now, this.linkedOf(item.itemId));
    this.found.set(item.itemId, { item, place, others, raiseTo });
    return raiseTo;
  }
}

function differInHoldsAlone(a: ItemState, b: ItemState): boolean {
  const names = Object.keys(b) as (keyof ItemState)[];
  return names.every((name) => name === 'holds' || a[name] === b[name]);
}

export type Kept =
  | { readonly kept: true; readonly item: ItemState; readonly held: HeldUnits }
  /** Not enough: the most that one location could have given. */
  | { readonly kept: false; readonly available: number };

/** Holds all of a line at the nearest location that has enough for certain, and left by who shows units, or nothing. */
export function reserveUnits(
  item: ItemState,
  wish: { readonly place: StorePlace; readonly units: number; readonly expiresAt: Millis },
  layout: ShopLayout,
  now: Millis,
  offers: Offers,
): Kept {
  const { place, units, expiresAt } = wish;
  const holdable = holdableAt(item, place, layout, now, offers);
  const location = place.serves.find((each) => holdable.at(each) >= units);
  if (location === undefined) return { kept: false, available: Math.max(0, ...place.serves.map(holdable.at)) };
  const held = { channel: place.channel, location, expiresAt, units };
  return { kept: true, item: holdUnits(item, held), held };
}

/**
 * Takes held units out of their bucket, all or none, for a promise or a longer hold: those that nobody has taken meanwhile,
 * and for those that yielded or ran out others that are certain to be free. `held` says what was taken.
 */
export function regainUnits(
  item: ItemState,
  held: HeldUnits,
  place: StorePlace,
  layout: ShopLayout,
  now: Millis,
  offers: Offers,
): Kept {
  const missing = held.units - backedUnits(item, held, now);
  const free = missing === 0 ? 0 : holdableAt(item, place, layout, now, offers).at(held.location);
  if (missing > free) return { kept: false, available: held.units - missing + free };
  return { kept: true, item: takeOutUnits(item, held, now), held };
}
