import { keptFrom, type CartHold } from './carts';
import type { Evidence } from './evidence';
import type { Finding } from './finding';
import type { ItemHistory, Point } from './history';
import type { Names } from './names';

/** Units of one item that a refused buyer could have had. At most this many are forgiven. */
export const unsoldPerItemMax = 1;

export interface Unsold {
  item: string;
  units: number;
}

/** Units that lay free for this long before a buyer came were no passing doubt, whoever bought them later. */
const longFreeMs = 10_000;

/**
 * For each refusal the units that were free at that moment and stayed free from then on, or those that had long been free
 * by then, whichever are more. Units that came later do not count; a buyer who wanted more than lay there was rightly
 * refused, and so was one from whom the cart of another store kept them.
 */
export function unsoldWhileRefused(
  evidence: Evidence,
  names: Names,
  histories: ItemHistory[],
  carts: CartHold[],
): Unsold[] {
  const worst = new Map<string, number>();
  for (const { channel, outletOf, log } of evidence.stores) {
    const outlets = new Set(Object.values(outletOf));
    for (const entry of log) {
      if (entry.kind !== 'checkout_refused') continue;
      const item = names.of(entry.sku);
      const here = histories.filter((history) => history.item === item && outlets.has(history.outlet));
      const since = here.reduce((sum, history) => sum + freeEverSince(history, entry.at), 0);
      const before = here.reduce((sum, history) => sum + freeLongBefore(history, entry.at), 0);
      const units = Math.max(since, before) - keptFrom(carts, channel, item, entry.at);
      if (units >= entry.wanted) worst.set(item, Math.max(worst.get(item) ?? 0, units));
    }
  }
  return [...worst].map(([item, units]) => ({ item, units }));
}

export function unsoldFindings(unsold: Unsold[]): Finding[] {
  return unsold
    .filter(({ units }) => units > unsoldPerItemMax)
    .map(({ item, units }) => {
      const text = `${units} x ${item} lay there for long while a buyer was refused`;
      return { kind: 'unsoldWhileRefused', units, text };
    });
}

function freeEverSince({ points }: ItemHistory, at: number): number {
  const now = points.findLast((point) => point.at <= at) ?? points[0]!;
  return leastOf([now, ...points.filter((point) => point.at > at)]);
}

function freeLongBefore({ points }: ItemHistory, at: number): number {
  const began = points.findLast((point) => point.at <= at - longFreeMs);
  if (!began) return 0;
  return leastOf([began, ...points.filter((point) => point.at > at - longFreeMs && point.at <= at)]);
}

const leastOf = (points: Point[]): number => Math.min(...points.map(({ sellable }) => sellable));
