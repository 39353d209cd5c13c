import type { ItemState } from '@tillbridge/stock-domain';
import type { Changes, Loaded, References } from '../ledger/ledger';
import type { Shop } from '../shop/shop';
import type { ReservationCall } from './requests';

/** What a batch begins with. */
export interface Start {
  readonly shop: Shop;
  readonly loaded: Loaded;
  /** All listings under these labels are among what was loaded. */
  readonly labels: ReadonlySet<string>;
  /** How many batches have gone by since this was read from the database. */
  readonly batchesSinceRead: number;
}

/**
 * What a batch leaves to the one after it while it is still being written: whoever follows decides meanwhile. It rests on
 * what is not committed yet, so it counts only if that is kept.
 */
export interface Leavings extends Start {
  /** The items that it changed, as they will be once it is committed. */
  readonly changed: ReadonlyMap<string, ItemState>;
  /** Of its calls. */
  readonly keys: ReadonlySet<string>;
  /** That it made, or changed. */
  readonly reservations: ReadonlySet<string>;
  /** Whether it was committed; never rejects. */
  readonly isKept: Promise<boolean>;
}

/** What an item's version does not tell of, such as a label, goes unnoticed for as many batches. */
const batchesMax = 16;

/** Promises and orders belong to more than one item, and are read anew: what a batch decided of them is left to nobody. */
export function mayBeLeft({ items, orders, listings, records, decisions }: Changes): boolean {
  const isUnpromised = items.every(({ before, after }) => before !== null && before.promises === after.promises);
  return isUnpromised && orders.length + listings.length + records.length + decisions.length === 0;
}

export function leftBy({ items, reservations }: Changes): Pick<Leavings, 'changed' | 'reservations'> {
  return {
    changed: new Map(items.map(({ after }) => [after.itemId, { ...after, version: after.version + 1 }])),
    reservations: new Set(reservations.map(({ row }) => row.id)),
  };
}

/** Whether a call is about what the batch before has answered, or changed beside its items. */
export function isAbout({ key, request }: ReservationCall, { keys, reservations }: Leavings): boolean {
  return keys.has(key) || (request.kind !== 'reserve' && reservations.has(request.id));
}

/** All that a batch may touch, where the one before it had all of that before it; else null. */
export function loadedFrom(left: Leavings, references: References): Loaded | null {
  const { loaded, changed, labels, batchesSinceRead } = left;
  const { externals, orders, posts, voided, records, carts } = references;
  const others = [externals, orders, posts, voided, records, carts];
  const isCovered =
    batchesSinceRead < batchesMax &&
    others.every((named) => named.length === 0) &&
    references.reservations.length + references.proposals.length === 0 &&
    references.items.every((itemId) => loaded.items.has(itemId)) &&
    references.labels.every((label) => labels.has(label));
  if (!isCovered) return null;
  return {
    items: new Map([...loaded.items].map(([itemId, item]) => [itemId, changed.get(itemId) ?? item])),
    listings: new Map(loaded.listings),
    orders: new Map(loaded.orders),
    records: new Map(),
    reservations: new Map(),
  };
}

/** What was read while the batch before was not committed yet, as that one leaves it. */
export function withLeft(read: Loaded, { changed }: Leavings): Loaded {
  const items = [...read.items.values()].map((item) => {
    const left = changed.get(item.itemId);
    if (left === undefined || left.version !== item.version + 1) return item;
    const { version, levels, holds, views, published } = left;
    return { ...item, version, levels, holds, views, published };
  });
  return { ...read, items: new Map(items.map((item) => [item.itemId, item])) };
}
