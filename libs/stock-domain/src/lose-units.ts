import { arbitrate, lossReasons, type Contest, type ContestLoss } from './arbitrate';
import { outcomeOf, type ContestOutcome } from './contest-outcome';
import type { ItemState, Millis } from './item-state';
import { changePromise, promiseOf } from './keys';
import { denied, displaceableAt, shortened } from './parts';
import type { ShopLayout } from './policy';
import { planPosts } from './posts';
import { reachedFrom, withMoves, type Reached } from './reach';
import { goneAt, missingAt, type Loss, type ShortageDecision } from './shortage';

/** While units are taken: what is within reach is worked out again only where others had to move. */
interface Taking {
  readonly item: ItemState;
  readonly reached: readonly Reached[];
  readonly losses: readonly Loss[];
}

/**
 * Takes units from one claim after the other, the last in claim order first, wherever they lie within the contest. It ends
 * early once other locations can be reached than before: others may have moved for it, and who is next is asked anew.
 */
export function loseUnits(item: ItemState, contest: Contest, layout: ShopLayout, now: Millis): ShortageDecision {
  const outcomes: ContestOutcome[] = [];
  const losses: Loss[] = [];
  const reach = (state: ItemState): readonly Reached[] => reachedFrom(state, contest.location, layout, now);
  let state = item;
  let reached = reach(item);
  for (const asked of arbitrate(contest)) {
    // Who moved as a whole may have freed more than was asked of it.
    const missing = asked.reason === 'too late' ? missingAt : goneAt;
    const units = Math.min(asked.units, missing(state, contest.location, now));
    if (units === 0 || !isWithin(contest, reached)) break;
    const given = giveUp({ item: state, reached, losses: [] }, contest, { ...asked, units }, reach);
    const [before, after] = [promiseOf(state, asked), promiseOf(given.item, asked)];
    outcomes.push(outcomeOf({ ...asked, units }, contest.location, before, after, given.losses));
    losses.push(...given.losses);
    ({ item: state, reached } = given);
  }
  return { item: state, losses, contests: outcomes.length === 0 ? [] : [{ contest, outcomes }] };
}

function giveUp(
  start: Taking,
  contest: Contest,
  asked: ContestLoss,
  reach: (item: ItemState) => readonly Reached[],
): Taking {
  let state = start;
  for (let left = asked.units; left > 0 && isWithin(contest, state.reached);) {
    const promise = promiseOf(state.item, asked);
    const nearest = state.reached.find((each) => displaceableAt(promise, each.location) > 0);
    if (nearest === undefined) return state;
    // Elsewhere one at a time, for each needs moves of its own.
    const most = nearest.chain.length === 0 ? left : 1;
    const units = Math.min(most, displaceableAt(promise, nearest.location));
    const item = withMoves(shortAt(state.item, nearest.location, { ...asked, units }), nearest.chain);
    state = { item, reached: reach(item), losses: withLoss(state.losses, nearest.location, { ...asked, units }) };
    left -= units;
  }
  return state;
}

function isWithin({ within }: Contest, reached: readonly Reached[]): boolean {
  return reached.length === within.length && reached.every(({ location }) => within.includes(location));
}

function shortAt(item: ItemState, location: string, { units, reason, ...key }: ContestLoss): ItemState {
  const without = reason === 'too late' ? denied : shortened;
  return changePromise(item, key, (promise) => planPosts(without(promise, location, units)));
}

/** Units that one line lost at one location, one after the other, are told as one loss. */
function withLoss(losses: readonly Loss[], location: string, { reason, ...lost }: ContestLoss): readonly Loss[] {
  const known = losses.find((each) => each.location === location);
  if (known === undefined) return [...losses, { ...lost, location, reason: lossReasons[reason], moveTo: null }];
  return losses.map((each) => (each === known ? { ...known, units: known.units + lost.units } : each));
}
