import { compareLosers } from './claim-order';
import { freeAtMost, promisesAt, setAside } from './level';
import type { ItemState, PromiseState } from './item-state';
import { planPosts } from './posts';
import type { ShopLayout } from './policy';

/** Units that one promise loses by a decision, and why. */
export interface Loss {
  readonly channel: string;
  readonly order: string;
  readonly line: string;
  readonly location: string;
  readonly units: number;
  readonly reason: string;
}

export interface ShortageDecision {
  readonly item: ItemState;
  readonly losses: readonly Loss[];
}

/**
 * Brings promises back to what the shelf can serve. Claims of this batch yield before accepted ones, unpaid before paid,
 * then the last in claim order; what has left the shelf can't be taken back. Whatever survives is accepted.
 */
export function settleShortage(item: ItemState, layout: ShopLayout): ShortageDecision {
  const losses: Loss[] = [];
  let state = item;
  for (const { location, mirror } of item.levels) {
    // Nothing is judged short against a level that the till has not told us yet.
    if (mirror.row === null) continue;
    for (const loser of losersAt(state, location, layout)) {
      const missing = Math.max(0, -freeAtMost(state, location));
      if (missing === 0) break;
      const units = Math.min(missing, displaceable(loser));
      if (units === 0) continue;
      losses.push({
        channel: loser.channel,
        order: loser.order,
        line: loser.line,
        location,
        units,
        reason: reasonFor(loser),
      });
      const short = planPosts({ ...loser, short: loser.short + units });
      state = { ...state, promises: state.promises.map((other) => (other === loser ? short : other)) };
    }
  }
  return { item: acceptAll(state), losses };
}

function losersAt(item: ItemState, location: string, layout: ShopLayout): readonly PromiseState[] {
  return [...promisesAt(item, location)].sort((a, b) => compareLosers(layout, a, b));
}

/** Units still on the shelf under this promise. */
function displaceable(promise: PromiseState): number {
  return Math.max(0, Math.min(setAside(promise), promise.current - promise.fulfilled - promise.short));
}

function reasonFor(loser: PromiseState): string {
  return loser.accepted
    ? 'the units set aside for it left the shelf before it could be served'
    : 'earlier claims had taken the last units when it arrived';
}

function acceptAll(item: ItemState): ItemState {
  if (item.promises.every((promise) => promise.accepted)) return item;
  return {
    ...item,
    promises: item.promises.map((promise) => (promise.accepted ? promise : { ...promise, accepted: true })),
  };
}
