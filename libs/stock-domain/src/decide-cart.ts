import { offersAt, offerTo } from './availability';
import { dealtShares } from './dealt-shares';
import type { Linked } from './escrow-mode';
import { offeredAt } from './escrow-pool';
import { giveBackUnits, holdUnits, wholeSecond } from './holds';
import { freeForSure, heldBy, heldOf } from './level';
import type { HeldUnits, ItemState, Millis } from './item-state';
import { placeOf, type ShopLayout, type StorePlace } from './policy';

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
 * Holds units for a cart, while policy allows it, of what its own store may sell: what is kept back, or dealt or held
 * elsewhere, is not for it to have. They come from one location, the nearest that has all of them, or the most. A shopper's
 * own older hold never counts against them. A hold runs out a fixed time after the cart stood so, whenever that was told.
 * An older state of a cart that arrives late is kept from here by whoever keeps the cart.
 */
export function decideCart(
  item: ItemState,
  claim: CartClaim,
  linked: Linked,
  layout: ShopLayout,
  now: Millis,
): CartDecision {
  const released = claim.held === null ? item : giveBackUnits(item, claim.held, now);
  const rules = layout.policy.cartHolds[claim.channel];
  const place = placeOf(layout, claim.channel, null);
  if (rules === undefined || place === undefined || claim.units <= 0) return { item: released, held: null };
  const expiresAt = wholeSecond(Math.min(claim.asOf, now) + rules.ttlMs);
  if (expiresAt <= now) return { item: released, held: null };
  const left = rules.unitsPerItemMax - heldBy(released, claim.channel, now);
  const most = Math.min(claim.units, rules.unitsPerCartMax, left);
  const { location, units } = holdableAt(item, released, place, linked, layout, now)
    .map((each) => ({ ...each, units: Math.min(most, each.units) }))
    .reduce((best, each) => (each.units > best.units ? each : best));
  if (units <= 0) return { item: released, held: null };
  const held: HeldUnits = { channel: claim.channel, location, expiresAt, units };
  return { item: holdUnits(released, held), held };
}

/**
 * What each location offers this store for certain, less what its other shoppers hold. What it is offered is worked out
 * with the cart's own older hold: without it, units that it keeps might be dealt to another store.
 */
function holdableAt(
  item: ItemState,
  released: ItemState,
  place: StorePlace,
  linked: Linked,
  layout: ShopLayout,
  now: Millis,
): readonly { readonly location: string; readonly units: number }[] {
  const shares = dealtShares(item, linked, layout, now);
  const inAll = offerTo(item, place, linked, layout, now).certain - heldBy(released, place.channel, now);
  return place.serves.map((location) => {
    const held = heldOf(released, place.channel, location, now);
    const sure = offeredAt(item, place, location, layout, freeForSure(item, location), now);
    const offered = Math.min(sure, offersAt(item, place, location, shares, layout, now));
    return { location, units: Math.min(inAll, offered - held) };
  });
}
