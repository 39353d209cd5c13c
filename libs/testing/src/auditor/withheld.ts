import { keptFrom, type CartHold } from './carts';
import { offeredBy } from './dealt';
import type { Evidence } from './evidence';
import type { Finding } from './finding';
import type { ItemHistory } from './history';

/**
 * In doubt a unit counts as gone twice for a moment, so a store may show less than the truth while a sale is being
 * recorded at the till or taken back there. Not for longer than this.
 */
export const withheldMsMax = 15_000;

/** What a store showed and could have shown from one change to the next. */
interface Stretch {
  from: number;
  to: number;
  shown: number;
  free: number;
}

/** A store that hides units for good disappoints buyers as surely as one that shows too many. */
export function withheldFindings(
  histories: ItemHistory[],
  carts: CartHold[],
  { collectedAt, dealing }: Pick<Evidence, 'collectedAt' | 'dealing'>,
): Finding[] {
  return histories.flatMap((history) => {
    const channels = Object.keys(history.points.at(-1)!.available);
    return channels.flatMap((channel): Finding[] => {
      const worst = longestWithheld(stretchesOf(history, channel, carts, { collectedAt, dealing }));
      if (!worst || worst.ms <= withheldMsMax) return [];
      const text = `${channel} hid ${worst.units} x ${history.item} for ${(worst.ms / 1_000).toFixed(1)} s`;
      return [{ kind: 'withheld', units: worst.units, text }];
    });
  });
}

/** Carts that are filled or run out change what is free just as sales do. */
function stretchesOf(
  { item, points }: ItemHistory,
  channel: string,
  carts: CartHold[],
  { collectedAt, dealing }: Pick<Evidence, 'collectedAt' | 'dealing'>,
): Stretch[] {
  const turns = carts.filter((cart) => cart.item === item).flatMap(({ from, to }) => [from, to]);
  const began = points[0]!.at;
  const moments = [...points.map(({ at }) => at), ...turns.filter((at) => at > began), collectedAt];
  const sorted = [...new Set(moments)].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, index) => {
    const point = points.findLast(({ at }) => at <= from)!;
    const free = Math.max(0, point.sellable - keptFrom(carts, channel, item, from));
    return { from, to: sorted[index + 1]!, shown: offeredBy(point, channel, dealing), free };
  });
}

/** The longest time in which the most that was shown stayed below the least that was free. */
function longestWithheld(stretches: Stretch[]): { ms: number; units: number } | null {
  let longest: { ms: number; units: number } | null = null;
  stretches.forEach((first, index) => {
    let [shown, free] = [first.shown, first.free];
    for (const stretch of stretches.slice(index)) {
      shown = Math.max(shown, stretch.shown);
      free = Math.min(free, stretch.free);
      if (shown >= free) break;
      const ms = stretch.to - first.from;
      if (!longest || ms > longest.ms) longest = { ms, units: free - shown };
    }
  });
  return longest;
}
