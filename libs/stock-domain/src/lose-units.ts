import { arbitrate, lossReasons, type Contest, type ContestLoss } from './arbitrate';
import { outcomeOf, type ContestOutcome } from './contest-outcome';
import type { ItemState, Millis } from './item-state';
import { changePromise, promiseOf } from './keys';
import { movedBack, moveToOtherPlace } from './move-loser';
import { displaceableAt, shortened } from './parts';
import type { ShopLayout } from './policy';
import { planPosts } from './posts';
import { reachedFrom, withMoves } from './reach';
import { missingAt, type Loss, type ShortageDecision } from './shortage';

interface GivenUp {
  readonly item: ItemState;
  readonly losses: readonly Loss[];
}

/**
 * Takes units from one claim after the other, the last in claim order first, wherever they lie within the contest. It ends
 * early once other locations can be reached than before: others may have moved for it, and who is next is asked anew.
 */
export function loseUnits(item: ItemState, contest: Contest, layout: ShopLayout, now: Millis): ShortageDecision {
  const outcomes: ContestOutcome[] = [];
  const losses: Loss[] = [];
  let state = item;
  for (const asked of arbitrate(contest)) {
    // Who moved as a whole may have freed more than was asked of it.
    const units = Math.min(asked.units, missingAt(state, contest.location, now));
    if (units === 0 || !reachesTheSame(state, contest, layout, now)) break;
    const given = giveUp(state, contest, { ...asked, units }, layout, now);
    const [before, after] = [promiseOf(state, asked), promiseOf(given.item, asked)];
    outcomes.push(outcomeOf({ ...asked, units }, before, after, given.losses));
    losses.push(...given.losses);
    state = given.item;
  }
  return { item: state, losses, contests: outcomes.length === 0 ? [] : [{ contest, outcomes }] };
}

function giveUp(item: ItemState, contest: Contest, asked: ContestLoss, layout: ShopLayout, now: Millis): GivenUp {
  let state: GivenUp = { item, losses: [] };
  for (let left = asked.units; left > 0 && reachesTheSame(state.item, contest, layout, now);) {
    const next = loseNearest(state.item, contest, { ...asked, units: left }, layout, now);
    if (next === null) break;
    state = { item: next.item, losses: merged([...state.losses, ...next.losses]) };
    // A line that moves to another place, or back from one, moves as a whole.
    left = next.losses.some(({ moveTo }) => moveTo === null) ? left - next.units : 0;
  }
  return state;
}

function reachesTheSame(item: ItemState, { location, within }: Contest, layout: ShopLayout, now: Millis): boolean {
  const reached = reachedFrom(item, location, layout, now);
  return reached.length === within.length && reached.every((each) => within.includes(each.location));
}

/**
 * Takes units from a line where it can spare some nearest to where they are missing, and moves others up: elsewhere one at a
 * time, for each needs moves of its own.
 */
function loseNearest(item: ItemState, { location }: Contest, asked: ContestLoss, layout: ShopLayout, now: Millis) {
  const promise = promiseOf(item, asked);
  const nearest = reachedFrom(item, location, layout, now).find((each) => displaceableAt(promise, each.location) > 0);
  if (nearest === undefined) return null;
  const most = nearest.location === location ? asked.units : 1;
  const units = Math.min(most, displaceableAt(promise, nearest.location));
  const lost = loseAt(item, nearest.location, { ...asked, units }, layout);
  return { item: withMoves(lost.item, nearest.chain), losses: lost.losses, units };
}

function loseAt(
  item: ItemState,
  location: string,
  { units, reason, ...key }: ContestLoss,
  layout: ShopLayout,
): GivenUp {
  if (promiseOf(item, key).movingTo !== null)
    return { item: changePromise(item, key, (promise) => movedBack(promise, layout)), losses: [] };
  const lost = { ...key, location, units, reason: lossReasons[reason] };
  const moved = moveToOtherPlace(item, key, layout);
  if (moved !== null) return { item: moved.item, losses: [{ ...lost, moveTo: moved.moveTo }] };
  const short = changePromise(item, key, (promise) => planPosts(shortened(promise, location, units)));
  return { item: short, losses: [{ ...lost, moveTo: null }] };
}

/** Units that one line lost at one location, one after the other, are told as one loss. */
function merged(losses: readonly Loss[]): readonly Loss[] {
  const isAlike = (a: Loss, b: Loss): boolean => a.location === b.location && a.moveTo === b.moveTo;
  return losses.reduce<readonly Loss[]>((all, loss) => {
    const known = all.find((each) => isAlike(each, loss));
    if (known === undefined) return [...all, loss];
    return all.map((each) => (each === known ? { ...known, units: known.units + loss.units } : each));
  }, []);
}
