import type { Cause, Envelope } from '@tillbridge/contracts';
import { factTable } from '../../../apps/inventory-core/src/fact-table';
import { keyOf, type Changes, type Listing, type OrderState } from '../../../apps/inventory-core/src/ledger/ledger';
import { paperShop } from '../../../apps/inventory-core/src/ledger/paper-core';
import { decideOn } from '../../../apps/inventory-core/src/use-cases/decide-batch';
import type { Stock } from './life';

/** Which versions are checked when a decision is written. */
export interface CommitRules {
  readonly items: boolean;
  readonly orders: boolean;
}

const cause: Cause = { correlationId: 'fact', causationId: null, traceparent: null };
/** One item is registered and no more. */
const itemId = '00000000-0000-7000-8000-000000000001';
const orderKey = ({ channel, order }: Pick<OrderState, 'channel' | 'order'>): string => keyOf(channel, order);
const listingKey = ({ channel, externalId }: Listing): string => keyOf(channel, externalId);

/** The product's decision of one fact on what was read. */
export function decide(read: Stock, { type, version, data }: Envelope, nowMs: number): Changes {
  const loaded = {
    items: new Map(read.items.map((item) => [item.itemId, item])),
    listings: new Map(read.listings.map((listing) => [keyOf(listing.channel, listing.externalId), listing])),
    orders: new Map(read.orders.map((order) => [orderKey(order), order])),
    records: new Map(),
    reservations: new Map(),
  };
  const core = { now: () => new Date(nowMs), newId: () => itemId };
  const decided = decideOn(core, paperShop, loaded, (session) =>
    factTable[`${type}.v${version}`]!.apply(session, data, cause),
  );
  return decided.changes();
}

/** Writes on the versions that were read, as the ledger does. */
export function write(stock: Stock, changes: Changes, rules: CommitRules): Stock | 'stale' {
  const { items, orders } = changes;
  const itemNow = (id: string) => stock.items.find((item) => item.itemId === id)?.version;
  const orderNow = (order: OrderState) => stock.orders.find((known) => orderKey(known) === orderKey(order))?.version;
  const isStale =
    (rules.items && items.some(({ before, after }) => itemNow(after.itemId) !== before?.version)) ||
    (rules.orders && orders.some(({ row, isNew }) => orderNow(row) !== (isNew ? undefined : row.version)));
  if (isStale) return 'stale';
  const written = items.map(({ after }) => ({ ...after, version: after.version + 1 }));
  const ordered = orders.map(({ row, isNew }) => ({ ...row, version: isNew ? 0 : row.version + 1 }));
  return {
    listings: listingsAfter(stock, changes),
    items: [...stock.items.filter(({ itemId: id }) => written.every((item) => item.itemId !== id)), ...written],
    orders: [
      ...stock.orders.filter((known) => ordered.every((order) => orderKey(order) !== orderKey(known))),
      ...ordered,
    ].sort((a, b) => (orderKey(a) < orderKey(b) ? -1 : 1)),
  };
}

function listingsAfter({ listings }: Stock, { listings: written }: Changes): readonly Listing[] {
  const changed = written.map(({ row }) => row);
  const isSame = (one: Listing) => (other: Listing) => listingKey(one) === listingKey(other);
  return [...listings.filter((known) => !changed.some(isSame(known))), ...changed].sort((a, b) =>
    listingKey(a) < listingKey(b) ? -1 : 1,
  );
}
