import { arbitrate, type Contest } from './arbitrate';
import { outcomeOf, type ContestOutcome } from './contest-outcome';
import type { ItemState, Millis } from './item-state';
import { changePromise, promiseOf, type LineKey } from './keys';
import { makeRoom } from './make-room';
import { displaceableAt, moveUnits, setAsideAt } from './parts';
import { placeOf, type ShopLayout } from './policy';
import { planPosts } from './posts';
import { freeToServe, missingAt, type ShortageDecision } from './shortage';

/**
 * Before anybody loses units, they are taken from elsewhere: those who would have to give some up are served from other
 * locations of their place, and then whoever makes room by that. Nobody has lost anything by it.
 */
export function serveElsewhere(item: ItemState, contest: Contest, layout: ShopLayout, now: Millis): ShortageDecision {
  const { location } = contest;
  const outcomes: ContestOutcome[] = [];
  const all = arbitrate(contest);
  let state = item;
  for (const asked of all) {
    const before = promiseOf(state, asked);
    // Who moved as a whole may have freed more than was asked of it.
    const units = Math.min(asked.units, displaceableAt(before, location), missingAt(state, location, now));
    state = serveWithinPlace(state, location, asked, units, layout, now);
    const after = promiseOf(state, asked);
    if (after !== before) outcomes.push(outcomeOf({ ...asked, units }, location, before, after, []));
  }
  // Of what may be there after all nobody is asked for anything, so nobody makes room for it either.
  const missing = missingAt(state, location, now);
  const kept = contest.missing - all.reduce((total, { units }) => total + units, 0);
  state = makeRoom(state, location, missing - kept, layout, now);
  return { item: state, losses: [], contests: state === item ? [] : [{ contest, outcomes }] };
}

/** The store need not hear of it. */
function serveWithinPlace(
  item: ItemState,
  from: string,
  key: LineKey,
  units: number,
  layout: ShopLayout,
  now: Millis,
): ItemState {
  const { channel, movingTo, storeLocation } = promiseOf(item, key);
  let state = item;
  let left = units;
  for (const to of placeOf(layout, channel, movingTo ?? storeLocation)?.serves ?? []) {
    if (to === from || left <= 0) continue;
    const free = Math.max(0, freeToServe(state, to, now));
    const whole = setAsideAt(promiseOf(state, key), from);
    const fits = layout.policy.splitLines ? Math.min(left, free) : whole <= free ? whole : 0;
    if (fits === 0) continue;
    state = changePromise(state, key, (each) => planPosts(moveUnits(each, from, to, fits)));
    left -= fits;
  }
  return state;
}
