import type { Contest } from './arbitrate';
import { isDecided, isInDoubt, isWaitingForRivals } from './arbitration-window';
import type { ItemState, Millis, PromiseState } from './item-state';
import { promiseOf } from './keys';
import { canBeJudged } from './level';
import { loseUnits } from './lose-units';
import { moveElsewhere } from './move-elsewhere';
import type { ShopLayout } from './policy';
import { reachedFrom } from './reach';
import { serveElsewhere } from './serve-elsewhere';
import { contestOver, missingAt, type Loss, type ShortageDecision } from './shortage';

/**
 * Brings promises back to what the shelf can serve, location by location. Who is asked to give up units is first served from
 * another location of its place, and others are, where that makes room; then it is served, where the policy says so, from
 * another place of its store; then it is short. Whatever survives is accepted, but for claims that still wait for rivals:
 * they neither take units from an accepted one yet, nor lose any.
 */
export function settleShortage(item: ItemState, layout: ShopLayout, now: Millis): ShortageDecision {
  let state: ShortageDecision = { item, losses: [], contests: [] };
  // A line that is not moved after all is missing where it came from, which may have been looked at before. It ends: a line
  // is moved once and moved back once, and whatever is lost is one unit less to lose.
  for (let before: ItemState | null = null; before !== state.item;) {
    before = state.item;
    for (const { location } of item.levels) state = settleAt(state, location, layout, now);
  }
  return { ...state, item: acceptDecided(state.item, now), losses: state.losses.filter(stands(state.item)) };
}

/** What was moved and moved back in one decision has lost nothing by it. */
const stands =
  (item: ItemState) =>
  (loss: Loss): boolean =>
    loss.moveTo === null || promiseOf(item, loss).movingTo === loss.moveTo;

/** In this order: nobody is short while it can be served, and nobody moves to another place while it need not. */
const steps = [serveElsewhere, moveElsewhere, loseUnits];

/** Contest after contest, until nothing is missing there, or nobody is left who could give anything up. */
function settleAt(before: ShortageDecision, location: string, layout: ShopLayout, now: Millis): ShortageDecision {
  let state = before;
  while (missingAt(state.item, location, now) > 0 && canBeJudged(state.item, location)) {
    const contest = contestOver(state.item, reachedFrom(state.item, location, layout, now), layout, now);
    const decided = firstChange(state.item, contest, layout, now);
    if (decided === null) return state;
    state = joined(state, decided);
  }
  return state;
}

function firstChange(item: ItemState, contest: Contest, layout: ShopLayout, now: Millis): ShortageDecision | null {
  for (const step of steps) {
    const decided = step(item, contest, layout, now);
    if (decided.item !== item) return decided;
  }
  return null;
}

function joined(before: ShortageDecision, { item, losses, contests }: ShortageDecision): ShortageDecision {
  return { item, losses: [...before.losses, ...losses], contests: [...before.contests, ...contests] };
}

function acceptDecided(item: ItemState, now: Millis): ItemState {
  const isDue = (promise: PromiseState) =>
    !isWaitingForRivals(promise, now) &&
    !isInDoubt(item, promise) &&
    (!isDecided(promise) || promise.decideAt !== null);
  if (!item.promises.some(isDue)) return item;
  const accept = (promise: PromiseState) => ({ ...promise, accepted: promise.owed, decideAt: null });
  return { ...item, promises: item.promises.map((promise) => (isDue(promise) ? accept(promise) : promise)) };
}
