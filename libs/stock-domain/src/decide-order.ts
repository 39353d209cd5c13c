import { freeAtMost, levelAt } from './level';
import type { ItemState, Millis, PromiseState } from './item-state';
import { planPosts } from './posts';
import { countOrders } from './decide-store';
import { onlyPlaceOf, placeOf, type ShopLayout } from './policy';

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
  const owed = owedUnits(claim);
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
    short: stillShort(known.short, owed - known.folded, claim.current - Math.max(known.fulfilled, claim.fulfilled)),
    // A store may decide only later which of its locations serves the line; its gateway counts it there, so we do, too.
    storeLocation: claim.storeLocation ?? known.storeLocation,
  };
  const promises = item.promises.map((other) => (other === known ? planPosts(changed) : other));
  // As its gateway does: a line that moved was ordered at both places, and the first put its units back.
  const counted = changed.storeLocation === known.storeLocation ? known.ordered : 0;
  return countOrders({ ...item, promises }, claim.channel, changed.storeLocation, changed.ordered - counted);
}

/** What was put back, or is wanted no more and has not left, is free again; what has left stays owed until it returns. */
function owedUnits(claim: LineClaim): number {
  return Math.max(0, Math.min(claim.ordered - claim.restocked, Math.max(claim.current, claim.fulfilled)));
}

/** A unit that was shipped was there after all, whatever we thought of it. */
function stillShort(short: number, setAside: number, unshipped: number): number {
  return Math.min(short, Math.max(0, setAside), Math.max(0, unshipped));
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
    storeLocation: claim.storeLocation ?? onlyPlaceOf(layout, claim.channel),
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
