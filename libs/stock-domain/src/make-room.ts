import type { ItemState, Millis } from './item-state';
import { displaceableAt, setAsideAt } from './parts';
import type { ShopLayout } from './policy';
import { reachedFrom, waysFrom, withMoves, type Move } from './reach';
import { freeToServe } from './shortage';

/**
 * Makes room at a location that lacks `units`, before anybody is short there: other promises are served from another
 * location of their place, of which the store need not hear, whether they were accepted or not. Where that one has no
 * units left, promises there move on first. A line that may not be divided moves as a whole, and to where all of it fits.
 */
export function makeRoom(item: ItemState, location: string, units: number, layout: ShopLayout, now: Millis): ItemState {
  let state = item;
  let left = units;
  while (left > 0) {
    const moves = chainToFree(state, location, layout, now) ?? wholeMove(state, location, layout, now);
    if (moves === null) break;
    state = withMoves(state, moves);
    left -= moves[0].units;
  }
  return state;
}

/** The shortest way to free one unit at `start`: the first move leaves it, the last one ends where a unit is free. */
function chainToFree(item: ItemState, start: string, layout: ShopLayout, now: Millis): readonly Move[] | null {
  const [, ...others] = reachedFrom(item, start, layout, now);
  return others.find(({ location }) => freeToServe(item, location, now) > 0)?.chain ?? null;
}

function wholeMove(item: ItemState, from: string, layout: ShopLayout, now: Millis): readonly Move[] | null {
  for (const { promise, to } of waysFrom(item, from, layout, now)) {
    const units = setAsideAt(promise, from);
    if (displaceableAt(promise, from) === units && freeToServe(item, to, now) >= units)
      return [{ promise, from, to, units }];
  }
  return null;
}
