import { isWaitingForRivals } from './arbitration-window';
import type { ItemState, Millis, PromiseState } from './item-state';
import { changePromise } from './keys';
import { canBeJudged } from './level';
import { displaceableAt, moveUnits, setAsideAt } from './parts';
import { planPosts } from './posts';
import { placeOf, type ShopLayout } from './policy';

/** A promise that is served from another location of its place instead. */
export interface Move {
  readonly promise: PromiseState;
  readonly from: string;
  readonly to: string;
  readonly units: number;
}

/** A location, and the moves of one unit each that take one away from where the search began and bring one here. */
export interface Reached {
  readonly location: string;
  readonly chain: readonly Move[];
}

/**
 * The locations among which units can be shifted for `start`: itself, those from which a promise there could be served as
 * well, those from which promises at these could, and so on; the nearest first. Nobody is moved to where it is not certain
 * what there is.
 */
export function reachedFrom(item: ItemState, start: string, layout: ShopLayout, now: Millis): readonly Reached[] {
  const reached: Reached[] = [{ location: start, chain: [] }];
  for (const { location: from, chain } of reached) {
    for (const { promise, to } of waysFrom(item, from, layout, now)) {
      const mayMove = layout.policy.splitLines || setAsideAt(promise, from) === 1;
      if (!mayMove || reached.some(({ location }) => location === to) || !canBeJudged(item, to)) continue;
      reached.push({ location: to, chain: [...chain, { promise, from, to, units: 1 }] });
    }
  }
  return reached;
}

/**
 * Those placed last first: of what was ordered long ago most is packed already. Who waits for rivals is not there yet, and
 * makes no room by leaving.
 */
export function waysFrom(
  item: ItemState,
  from: string,
  layout: ShopLayout,
  now: Millis,
): readonly { readonly promise: PromiseState; readonly to: string }[] {
  if (!layout.places.some(({ serves }) => serves.length > 1 && serves.includes(from))) return [];
  return item.promises
    .filter(
      (promise) => promise.movingTo === null && displaceableAt(promise, from) > 0 && !isWaitingForRivals(promise, now),
    )
    .sort((a, b) => b.placedAt - a.placedAt)
    .flatMap((promise) => {
      const serves = placeOf(layout, promise.channel, promise.storeLocation)?.serves ?? [];
      return serves.includes(from) ? serves.filter((to) => to !== from).map((to) => ({ promise, to })) : [];
    });
}

/** A promise may have moved already, as part of the same chain. */
export function withMoves(item: ItemState, moves: readonly Move[]): ItemState {
  return moves.reduce(
    (state, { promise, from, to, units }) =>
      changePromise(state, promise, (each) => planPosts(moveUnits(each, from, to, units))),
    item,
  );
}
