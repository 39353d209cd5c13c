import { arbitrate, lossReasons, type Contest, type ContestLoss } from './arbitrate';
import { outcomeOf } from './contest-outcome';
import type { ItemState, Millis } from './item-state';
import { changePromise, promiseOf } from './keys';
import { movedBack, moveToOtherPlace } from './other-place';
import { displaceableAt } from './parts';
import type { ShopLayout } from './policy';
import type { Loss, ShortageDecision } from './shortage';

/**
 * Before anybody is short, one of those who would be is served from another place: from where its store still has it, if it
 * was moved from there and the store has not followed; else from another place of its store, where the policy asks for
 * that. One at a time: it moves as a whole, and may free more than was asked of it.
 */
export function moveElsewhere(item: ItemState, contest: Contest, layout: ShopLayout, now: Millis): ShortageDecision {
  const all = arbitrate(contest);
  const away = all.find((asked) => promiseOf(item, asked).movingTo !== null);
  if (away !== undefined) {
    const back = changePromise(item, away, (promise) => movedBack(item, promise, layout));
    return decided(item, back, contest, away, []);
  }
  for (const asked of all) {
    const moved = moveToOtherPlace(item, asked, layout, now);
    if (moved === null) continue;
    const { reason, ...key } = asked;
    const units = Math.min(asked.units, contest.missing);
    const from = contest.within.find((each) => displaceableAt(promiseOf(item, asked), each) > 0) ?? contest.location;
    const loss: Loss = { ...key, units, location: from, reason: lossReasons[reason], moveTo: moved.moveTo };
    return decided(item, moved.item, contest, { ...asked, units }, [loss]);
  }
  return { item, losses: [], contests: [] };
}

function decided(
  before: ItemState,
  item: ItemState,
  contest: Contest,
  asked: ContestLoss,
  losses: readonly Loss[],
): ShortageDecision {
  const outcome = outcomeOf(asked, contest.location, promiseOf(before, asked), promiseOf(item, asked), losses);
  return { item, losses, contests: [{ contest, outcomes: [outcome] }] };
}
