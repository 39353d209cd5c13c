import type { Evidence } from './evidence';
import type { Finding } from './finding';
import type { ItemHistory } from './history';
import type { Names } from './names';

/** Units of one item that a refused buyer could have had and nobody ever bought. At most this many are forgiven. */
export const unsoldPerItemMax = 1;

export interface Unsold {
  item: string;
  units: number;
}

/**
 * For each refusal: the units that were free at that moment and stayed free from then on. Units that came later do not
 * count, nor do units that somebody else bought in the end; a buyer who wanted more than lay there was rightly refused.
 */
export function unsoldWhileRefused(evidence: Evidence, names: Names, histories: ItemHistory[]): Unsold[] {
  const worst = new Map<string, number>();
  for (const store of evidence.stores) {
    for (const entry of store.log) {
      if (entry.kind !== 'checkout_refused') continue;
      const item = names.of(entry.sku);
      const outlets = new Set(Object.values(store.outletOf));
      const units = histories
        .filter((history) => history.item === item && outlets.has(history.outlet))
        .reduce((sum, history) => sum + freeEverSince(history, entry.at), 0);
      if (units >= entry.wanted) worst.set(item, Math.max(worst.get(item) ?? 0, units));
    }
  }
  return [...worst].map(([item, units]) => ({ item, units }));
}

export function unsoldFindings(unsold: Unsold[]): Finding[] {
  return unsold
    .filter(({ units }) => units > unsoldPerItemMax)
    .map(({ item, units }) => {
      const text = `${units} x ${item} lay unsold to the end after a buyer had been refused`;
      return { kind: 'unsoldWhileRefused', units, text };
    });
}

function freeEverSince({ points }: ItemHistory, at: number): number {
  const before = points.filter((point) => point.at <= at).at(-1) ?? points[0]!;
  return Math.min(before.sellable, ...points.filter((point) => point.at > at).map((point) => point.sellable));
}
