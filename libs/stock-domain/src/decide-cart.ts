import { giveBackUnits, holdUnits, wholeSecond } from './holds';
import { freeForSure, heldAt, heldBy } from './level';
import type { HeldUnits, ItemState, Millis } from './item-state';
import { placeOf, type ShopLayout } from './policy';

/** A cart as it stands, for one item. `units` 0 lets the hold go. */
export interface CartClaim {
  readonly channel: string;
  readonly units: number;
  /** When the cart stood so, by the store's clock. */
  readonly asOf: Millis;
  /** What the same cart holds so far. */
  readonly held: HeldUnits | null;
}

export interface CartDecision {
  readonly item: ItemState;
  readonly held: HeldUnits | null;
}

/**
 * Holds units for a cart while policy allows it and units are certain to be free; a shopper's own older hold never
 * counts against them. A hold runs out a fixed time after the cart stood so, whenever that was told. An older state of a
 * cart that arrives late is kept from here by whoever keeps the cart.
 */
export function decideCart(item: ItemState, claim: CartClaim, layout: ShopLayout, now: Millis): CartDecision {
  const released = claim.held === null ? item : giveBackUnits(item, claim.held, now);
  const rules = layout.policy.cartHolds[claim.channel];
  const place = placeOf(layout, claim.channel, null);
  if (rules === undefined || place === undefined || claim.units <= 0) return { item: released, held: null };
  const expiresAt = wholeSecond(Math.min(claim.asOf, now) + rules.ttlMs);
  if (expiresAt <= now) return { item: released, held: null };
  const location = place.serves[0];
  const free = freeForSure(released, location) - heldAt(released, location, now);
  const left = rules.unitsPerItemMax - heldBy(released, claim.channel, now);
  const units = Math.min(claim.units, rules.unitsPerCartMax, Math.max(0, left), Math.max(0, free));
  if (units <= 0) return { item: released, held: null };
  const held: HeldUnits = { channel: claim.channel, location, expiresAt, units };
  return { item: holdUnits(released, held), held };
}
