import { freeForSure, heldAt, heldBy } from './level';
import type { HoldState, ItemState, Millis } from './item-state';
import { placeOf, type ShopLayout } from './policy';

/** A cart as it stands, for one item. `units` 0 lets the hold go. */
export interface CartClaim {
  readonly channel: string;
  readonly cart: string;
  readonly units: number;
  /** When the cart stood so, by the store's clock. */
  readonly asOf: Millis;
}

/**
 * Holds units for a cart while policy allows it and units are certain to be free; a shopper's own older hold never
 * counts against them. A hold runs out a fixed time after the cart stood so, whenever that was told: an older state of the
 * same cart that arrives late would run out earlier, and changes nothing.
 */
export function decideCart(item: ItemState, claim: CartClaim, layout: ShopLayout, now: Millis): ItemState {
  const rules = layout.policy.cartHolds[claim.channel];
  if (rules === undefined) return releaseHold(item, claim.channel, claim.cart);
  const expiresAt = Math.min(claim.asOf, now) + rules.ttlMs;
  if (item.holds.some((hold) => isHoldOf(claim, hold) && hold.expiresAt > expiresAt)) return item;
  const released = releaseHold(item, claim.channel, claim.cart);
  const place = placeOf(layout, claim.channel, null);
  if (place === undefined || claim.units <= 0 || expiresAt <= now) return released;
  const location = place.serves[0];
  const free = freeForSure(released, location) - heldAt(released, location, now);
  const left = rules.unitsPerItemMax - heldBy(released, claim.channel, now);
  const units = Math.min(claim.units, rules.unitsPerCartMax, Math.max(0, left), Math.max(0, free));
  if (units <= 0) return released;
  const hold: HoldState = {
    channel: claim.channel,
    cart: claim.cart,
    location,
    units,
    expiresAt,
  };
  return { ...released, holds: [...released.holds, hold] };
}

export function releaseHold(item: ItemState, channel: string, cart: string): ItemState {
  const isHold = (hold: HoldState) => isHoldOf({ channel, cart }, hold);
  if (!item.holds.some(isHold)) return item;
  return { ...item, holds: item.holds.filter((hold) => !isHold(hold)) };
}

function isHoldOf(of: { channel: string; cart: string }, hold: HoldState): boolean {
  return hold.channel === of.channel && hold.cart === of.cart;
}

/** Drops expired holds, and the newest live ones where promises now need their units: holds always yield. */
export function yieldHolds(item: ItemState, free: (location: string) => number, now: Millis): ItemState {
  const live = item.holds.filter((hold) => hold.expiresAt > now);
  const kept: HoldState[] = [];
  const used = new Map<string, number>();
  for (const hold of [...live].sort((a, b) => a.expiresAt - b.expiresAt)) {
    const taken = used.get(hold.location) ?? 0;
    if (taken + hold.units > Math.max(0, free(hold.location))) continue;
    used.set(hold.location, taken + hold.units);
    kept.push(hold);
  }
  return kept.length === item.holds.length ? item : { ...item, holds: kept };
}
