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
    // Nothing is judged short against a level that the till has not told us yet, or whose records could not be read: what
    // such a row lacks may be our own posts, and a promise once broken is not mended by better weather.
    if (mirror.row === null || mirror.doubt !== null) continue;
    for (const { key, units: most, reason } of losersAt(state, location, layout)) {
      const missing = Math.max(0, -freeAtMost(state, location));
      if (missing === 0) break;
      const units = Math.min(missing, most);
      losses.push({ ...key, location, units, reason });
      state = {
        ...state,
        promises: state.promises.map((promise) =>
          isLineOf(key, promise) ? planPosts({ ...promise, short: promise.short + units }) : promise,
        ),
      };
    }
  }
  return { item: acceptAll(state), losses };
}

type LineKey = Pick<PromiseState, 'channel' | 'order' | 'line'>;

interface Loser {
  readonly key: LineKey;
  /** What it can lose at most. */
  readonly units: number;
  readonly reason: string;
}

/** Who loses first: units that no decision has accepted yet, an edit's too, then accepted ones; each last in claim order. */
function losersAt(item: ItemState, location: string, layout: ShopLayout): readonly Loser[] {
  const promises = [...promisesAt(item, location)].sort((a, b) => compareLosers(layout, a, b));
  const fresh = promises.map((promise) => loser(promise, freshUnits(promise), tooLate));
  const accepted = promises.map((promise) => loser(promise, displaceable(promise) - freshUnits(promise), taken));
  return [...fresh, ...accepted].filter(({ units }) => units > 0);
}

const tooLate = 'earlier claims had taken the last units when it arrived';
const taken = 'the units set aside for it left the shelf before it could be served';

const loser = ({ channel, order, line }: PromiseState, units: number, reason: string): Loser => ({
  key: { channel, order, line },
  units,
  reason,
});

const isLineOf = (key: LineKey, promise: PromiseState): boolean =>
  key.channel === promise.channel && key.order === promise.order && key.line === promise.line;

/** Units still on the shelf under this promise. */
export function displaceable(promise: PromiseState): number {
  return Math.max(0, Math.min(setAside(promise), promise.current - promise.fulfilled - promise.short));
}

function freshUnits(promise: PromiseState): number {
  return Math.min(displaceable(promise), Math.max(0, promise.owed - promise.accepted));
}

function acceptAll(item: ItemState): ItemState {
  const isDecided = (promise: PromiseState) => promise.accepted === promise.owed;
  if (item.promises.every(isDecided)) return item;
  return {
    ...item,
    promises: item.promises.map((promise) => (isDecided(promise) ? promise : { ...promise, accepted: promise.owed })),
  };
}
