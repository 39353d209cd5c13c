import { arbitrate, lossReasons, type Contest } from './arbitrate';
import { outcomeOf } from './contest-outcome';
import type { ItemState, Millis } from './item-state';
import { promiseOf } from './keys';
import { moveToOtherPlace } from './other-place';
import type { ShopLayout } from './policy';
import { missingAt, type Loss, type ShortageDecision } from './shortage';

/**
 * Before anybody is short, one of those who would be is served from another place of its store, where the policy asks for
 * that. One at a time: it moves as a whole, and may free more than was asked of it.
 */
export function moveElsewhere(item: ItemState, contest: Contest, layout: ShopLayout, now: Millis): ShortageDecision {
  const { location } = contest;
  for (const asked of arbitrate(contest)) {
    const moved = moveToOtherPlace(item, asked, layout, now);
    if (moved === null) continue;
    const { reason, ...key } = asked;
    const units = Math.min(asked.units, missingAt(item, location, now));
    const loss: Loss = { ...key, units, location, reason: lossReasons[reason], moveTo: moved.moveTo };
    const [before, after] = [promiseOf(item, asked), promiseOf(moved.item, asked)];
    const outcomes = [outcomeOf({ ...asked, units }, location, before, after, [loss])];
    return { item: moved.item, losses: [loss], contests: [{ contest, outcomes }] };
  }
  return { item, losses: [], contests: [] };
}
