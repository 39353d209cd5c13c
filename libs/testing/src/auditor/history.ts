import type { Evidence, StoreEntry, StoreEvidence, TillEntry } from './evidence';
import { Names } from './names';

/** One thing that happened to one item at one outlet, as a change of the numbers that matter. */
interface Change {
  at: number;
  item: string;
  outlet: string;
  cause: Cause;
  shelf?: number;
  promised?: number;
  /** What a store's level did: a new value, or a delta where the vendor logs only that. */
  store?: { channel: string; to: number } | { channel: string; by: number };
}

export type Cause =
  | { source: 'opening' }
  | { source: 'till'; entry: TillEntry }
  | { source: 'store'; channel: string; entry: StoreEntry };

/** The world after one change. `sellable` is the truth every store should show: the shelf less what is promised. */
export interface Point {
  at: number;
  cause: Cause;
  shelf: number;
  promised: number;
  sellable: number;
  available: Readonly<Record<string, number>>;
}

export interface ItemHistory {
  item: string;
  outlet: string;
  points: Point[];
}

/** The shelf, the promises and every store's level through time, per item and outlet, from the vendors' logs alone. */
export function buildHistories(evidence: Evidence, names: Names): ItemHistory[] {
  const changes = [
    ...evidence.till.log.flatMap((entry) => tillChanges(entry, names)),
    ...evidence.stores.flatMap((store) => storeChanges(store, names)),
  ].sort((a, b) => a.at - b.at);
  const histories = new Map<string, ItemHistory>();
  const historyOf = (item: string, outlet: string): ItemHistory => {
    const key = `${item}\n${outlet}`;
    const known = histories.get(key) ?? { item, outlet, points: [openingPoint(evidence, names, item, outlet)] };
    histories.set(key, known);
    return known;
  };
  for (const level of evidence.till.opening.levels) historyOf(names.of(level.sku), level.outlet);
  for (const change of changes) {
    const { points } = historyOf(change.item, change.outlet);
    points.push(after(points[points.length - 1]!, change));
  }
  return [...histories.values()];
}

function openingPoint(evidence: Evidence, names: Names, item: string, outlet: string): Point {
  const shelf = evidence.till.opening.levels
    .filter((level) => names.of(level.sku) === item && level.outlet === outlet)
    .reduce((sum, level) => sum + level.level, 0);
  const available: Record<string, number> = {};
  for (const store of evidence.stores) {
    const level = store.opening.levels.find(
      ({ sku, locationId }) => names.of(sku) === item && store.outletOf[locationId] === outlet,
    );
    if (level) available[store.channel] = level.available;
  }
  return { at: 0, cause: { source: 'opening' }, shelf, promised: 0, sellable: Math.max(0, shelf), available };
}

function after(before: Point, change: Change): Point {
  const shelf = before.shelf + (change.shelf ?? 0);
  const promised = before.promised + (change.promised ?? 0);
  let available = before.available;
  if (change.store) {
    const { channel } = change.store;
    const to = 'to' in change.store ? change.store.to : (available[channel] ?? 0) + change.store.by;
    available = { ...available, [channel]: to };
  }
  return { at: change.at, cause: change.cause, shelf, promised, sellable: Math.max(0, shelf - promised), available };
}

/** Only people move the shelf at the till: a sale posted through the API is paper about units that are still there. */
function tillChanges(entry: TillEntry, names: Names): Change[] {
  const cause: Cause = { source: 'till', entry };
  const change = (sku: string, outlet: string, shelf: number): Change => {
    return { at: entry.at, item: names.of(sku), outlet, shelf, cause };
  };
  switch (entry.kind) {
    case 'till_sale':
      return [change(entry.sku, entry.outlet, -entry.quantity)];
    case 'till_return':
    case 'void':
    case 'delivery':
      return [change(entry.sku, entry.outlet, entry.quantity)];
    case 'count':
      return [change(entry.sku, entry.outlet, entry.to - entry.from)];
    case 'transfer':
      return [change(entry.sku, entry.from, -entry.quantity), change(entry.sku, entry.to, entry.quantity)];
    default:
      return [];
  }
}

function storeChanges(store: StoreEvidence, names: Names): Change[] {
  const { channel, outletOf } = store;
  const open = new OpenLines();
  return store.log.flatMap((entry): Change[] => {
    const cause: Cause = { source: 'store', channel, entry };
    const base = (sku: string, locationId: string) => {
      return { at: entry.at, item: names.of(sku), outlet: outletOf[locationId] ?? locationId, cause };
    };
    switch (entry.kind) {
      case 'order':
        open.add(entry);
        return [
          {
            ...base(entry.sku, entry.locationId),
            promised: entry.quantity,
            store: { channel, to: entry.availableAfter },
          },
        ];
      case 'level_set':
        return [{ ...base(entry.sku, entry.locationId), store: { channel, to: entry.to } }];
      case 'fulfil':
        open.take(entry.orderId, entry.sku, entry.quantity);
        return [{ ...base(entry.sku, entry.locationId), shelf: -entry.quantity, promised: -entry.quantity }];
      case 'cancel':
        return open.drop(entry.orderId).map(({ sku, locationId, quantity }) => ({
          ...base(sku, locationId),
          promised: -quantity,
          ...(entry.restock && { store: { channel, by: quantity } }),
        }));
      default:
        return [];
    }
  });
}

/** What each order still waits for, so that a cancellation is worth exactly what had not been shipped. */
class OpenLines {
  private readonly lines = new Map<string, { sku: string; locationId: string; quantity: number }[]>();

  add(entry: { orderId: string; sku: string; locationId: string; quantity: number }): void {
    const { orderId, sku, locationId, quantity } = entry;
    this.lines.set(orderId, [...(this.lines.get(orderId) ?? []), { sku, locationId, quantity }]);
  }

  take(orderId: string, sku: string, quantity: number): void {
    let left = quantity;
    for (const line of this.lines.get(orderId) ?? []) {
      if (line.sku !== sku) continue;
      const taken = Math.min(left, line.quantity);
      line.quantity -= taken;
      left -= taken;
    }
  }

  drop(orderId: string): { sku: string; locationId: string; quantity: number }[] {
    const dropped = (this.lines.get(orderId) ?? []).filter((line) => line.quantity > 0);
    this.lines.delete(orderId);
    return dropped;
  }
}
