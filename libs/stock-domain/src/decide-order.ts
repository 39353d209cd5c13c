import { freeAtMost, levelAt } from './level';
import type { ItemState, Millis, PromiseState } from './item-state';
import { planPosts } from './posts';
import { countOrders } from './decide-store';
import { placeOf, type ShopLayout } from './policy';

/** One line of a store order as it stands, for an item that we know. Absolute: the newest observation wins upstream. */
export interface LineClaim {
  readonly channel: string;
  readonly order: string;
  readonly line: string;
  readonly storeLocation: string | null;
  readonly paid: boolean;
  readonly placedAt: Millis;
  readonly ordered: number;
  readonly current: number;
  readonly fulfilled: number;
  readonly restocked: number;
}

const isPromiseOf = (claim: LineClaim) => (promise: PromiseState) =>
  promise.channel === claim.channel && promise.order === claim.order && promise.line === claim.line;

/**
 * Takes in an order line: a new claim is set aside at the place that sells it, a smaller one gives its units back, an
 * equal one changes nothing. Whether there are units enough is judged afterwards, for all claims of the batch at once
 * (see `settleShortage`). Releases always succeed.
 */
export function decideOrderLine(item: ItemState, claim: LineClaim, layout: ShopLayout): ItemState {
  const known = item.promises.find(isPromiseOf(claim));
  const owed = Math.max(0, claim.ordered - claim.restocked);
  if (known === undefined) {
    const promise = newPromise(item, claim, owed, layout);
    if (promise === null) return item;
    return countOrders(
      { ...item, promises: [...item.promises, promise] },
      claim.channel,
      promise.storeLocation,
      claim.ordered,
    );
  }
  const changed: PromiseState = {
    ...known,
    paid: known.paid || claim.paid,
    owed,
    ordered: Math.max(known.ordered, claim.ordered),
    current: claim.current,
    fulfilled: Math.max(known.fulfilled, claim.fulfilled),
    short: Math.min(known.short, Math.max(0, owed - known.folded)),
  };
  const promises = item.promises.map((other) => (other === known ? planPosts(changed) : other));
  return countOrders({ ...item, promises }, claim.channel, known.storeLocation, changed.ordered - known.ordered);
}

function newPromise(item: ItemState, claim: LineClaim, owed: number, layout: ShopLayout): PromiseState | null {
  const place = placeOf(layout, claim.channel, claim.storeLocation);
  if (place === undefined) return null;
  const location = nearestWithUnits(item, place.serves, owed);
  return planPosts({
    channel: claim.channel,
    order: claim.order,
    line: claim.line,
    location,
    storeLocation: place.storeLocation,
    paid: claim.paid,
    placedAt: claim.placedAt,
    ordered: claim.ordered,
    owed,
    current: claim.current,
    fulfilled: claim.fulfilled,
    short: 0,
    folded: 0,
    accepted: false,
    posts: [],
  });
}

/** The nearest location known to have units enough, else the nearest. */
function nearestWithUnits(item: ItemState, serves: readonly string[], units: number): string {
  const hasEnough = (location: string) =>
    levelAt(item, location).mirror.row !== null && freeAtMost(item, location) >= units;
  return serves.find(hasEnough) ?? serves[0];
}
