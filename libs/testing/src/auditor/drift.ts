import { expectedIn } from './dealt';
import type { Evidence } from './evidence';
import type { Finding } from './finding';
import type { ItemHistory } from './history';
import type { Names } from './names';
import { stockedLevels } from './opening';
import type { JudgedOrder } from './outcomes';
import { type Postings, unitsByItem } from './postings';

export interface ItemTruth {
  item: string;
  /** The SKU it goes by at the till now. */
  label: string;
  outlet: string;
  shelf: number;
  /** What may still be sold: the shelf less what is promised. */
  sellable: number;
  /** What the till should say: the shelf less the units recorded there for orders that have not left yet. */
  till: { expected: number; shown: number };
  stores: Record<string, { expected: number; shown: number | null }>;
}

/** What every place should show now that all is quiet, beside what it does show. */
export function finalTruth(
  evidence: Evidence,
  names: Names,
  histories: ItemHistory[],
  orders: JudgedOrder[],
  postings: Postings,
): ItemTruth[] {
  return histories.map(({ item, outlet, points }) => {
    const { shelf, sellable } = points.at(-1)!;
    const setAside = orders.reduce((sum, order) => sum + unitsSetAside(order, item, outlet, postings), 0);
    const levels = evidence.till.state.levels.filter((row) => names.of(row.sku) === item && row.outlet === outlet);
    const stores = evidence.stores.map((store) => {
      const rows = stockedLevels(store.state).filter(
        ({ sku, locationId }) => names.of(sku) === item && store.outletOf[locationId] === outlet,
      );
      const shown = rows.length === 0 ? null : rows.reduce((sum, row) => sum + row.available, 0);
      return [store.channel, shown] as const;
    });
    const expected = expectedIn(sellable, Object.fromEntries(stores), evidence.dealing);
    const till = { expected: shelf - setAside, shown: levels.reduce((sum, { level }) => sum + level, 0) };
    return {
      item,
      label: levels[0]?.sku ?? item,
      outlet,
      shelf,
      sellable,
      till,
      stores: truthOf(stores, expected),
    };
  });
}

function truthOf(
  stores: readonly (readonly [string, number | null])[],
  expected: Readonly<Record<string, number>>,
): ItemTruth['stores'] {
  return Object.fromEntries(stores.map(([channel, shown]) => [channel, { expected: expected[channel]!, shown }]));
}

export function driftFindings(truths: ItemTruth[]): Finding[] {
  return truths.flatMap((truth) => [
    ...differenceOf(`the till shows ${truth.till.shown} x ${truth.item}`, truth.till),
    ...Object.entries(truth.stores).flatMap(([channel, level]) =>
      differenceOf(`${channel} shows ${level.shown ?? 'no level for'} x ${truth.item}`, level),
    ),
  ]);
}

function differenceOf(what: string, { expected, shown }: { expected: number; shown: number | null }): Finding[] {
  const units = Math.abs((shown ?? 0) - expected);
  return units === 0 ? [] : [{ kind: 'drift', units, text: `${what}, ${expected} would be true` }];
}

/**
 * A kept order counts in full, whether or not the till was told; of a held one only what the till did record, because
 * recording it is right and leaving it off is right too.
 */
function unitsSetAside(order: JudgedOrder, item: string, outlet: string, postings: Postings): number {
  const lines = order.lines.filter((line) => line.item === item && line.outlet === outlet);
  if (lines.length === 0 || order.outcome === 'cancelled' || order.outcome === 'oversold') return 0;
  const shipped = lines.reduce((sum, line) => sum + line.fulfilled, 0);
  const recorded = order.outcome === 'held' || order.outcome === 'backordered';
  const units = recorded ? postings.of(order, item) : (unitsByItem(order).get(item)?.current ?? 0);
  return Math.max(0, units - shipped);
}
