import { isWaitingForRivals } from './arbitration-window';
import type { ItemState, Millis, PromiseState } from './item-state';
import { changePromise } from './keys';
import { freeForSure } from './level';
import { displaceableAt, moveUnits, setAsideAt } from './parts';
import { planPosts } from './posts';
import { placeOf, type ShopLayout } from './policy';

/** A promise that is served from another location of its place instead. */
interface Move {
  readonly promise: PromiseState;
  readonly from: string;
  readonly to: string;
  readonly units: number;
}

/**
 * Makes room at a location that lacks `units`, before anybody is short there: other promises are served from another
 * location of their place, of which the store need not hear, whether they were accepted or not. Where that one has no
 * units left, promises there move on first. A line that may not be divided moves as a whole, and to where all of it fits.
 *
 * @param freeAt units that are certain to be free.
 */
export function makeRoom(
  item: ItemState,
  location: string,
  units: number,
  layout: ShopLayout,
  now: Millis,
): { readonly item: ItemState; readonly units: number } {
  let state = item;
  let left = units;
  while (left > 0) {
    const moves = layout.policy.splitLines
      ? chainOf(state, location, layout, now)
      : wholeMove(state, location, layout, now);
    if (moves === null) break;
    state = moves.reduce(moved, state);
    left -= moves[0].units;
  }
  return { item: state, units: units - Math.max(0, left) };
}

type Chain = readonly [Move, ...Move[]];

/** The shortest way to free one unit at `start`: the first move leaves it, the last one ends where a unit is free. */
function chainOf(item: ItemState, start: string, layout: ShopLayout, now: Millis): Chain | null {
  const reached = new Set([start]);
  const queue: { readonly at: string; readonly chain: readonly Move[] }[] = [{ at: start, chain: [] }];
  for (const { at, chain } of queue) {
    for (const { promise, to } of waysFrom(item, at, layout, now)) {
      const free = freeForSure(item, to);
      // Nobody is moved to where it is not certain what there is.
      if (reached.has(to) || free === Number.NEGATIVE_INFINITY) continue;
      reached.add(to);
      const [first, ...others] = [...chain, { promise, from: at, to, units: 1 }];
      if (free > 0) return [first, ...others];
      queue.push({ at: to, chain: [first, ...others] });
    }
  }
  return null;
}

function wholeMove(item: ItemState, from: string, layout: ShopLayout, now: Millis): Chain | null {
  for (const { promise, to } of waysFrom(item, from, layout, now)) {
    const units = setAsideAt(promise, from);
    if (displaceableAt(promise, from) === units && freeForSure(item, to) >= units)
      return [{ promise, from, to, units }];
  }
  return null;
}

/**
 * Those placed last first: of what was ordered long ago most is packed already. Who waits for rivals is not there yet, and
 * makes no room by leaving.
 */
function waysFrom(
  item: ItemState,
  from: string,
  layout: ShopLayout,
  now: Millis,
): { promise: PromiseState; to: string }[] {
  return item.promises
    .filter(
      (promise) => promise.movingTo === null && !isWaitingForRivals(promise, now) && displaceableAt(promise, from) > 0,
    )
    .sort((a, b) => b.placedAt - a.placedAt)
    .flatMap((promise) => {
      const serves = placeOf(layout, promise.channel, promise.storeLocation)?.serves ?? [];
      return serves.includes(from) ? serves.filter((to) => to !== from).map((to) => ({ promise, to })) : [];
    });
}

/** The promise may have moved already, as part of the same chain. */
function moved(item: ItemState, { promise, from, to, units }: Move): ItemState {
  return changePromise(item, promise, (each) => planPosts(moveUnits(each, from, to, units)));
}
