import { randomUUID } from 'node:crypto';
import {
  catalogItemListed,
  orderObserved,
  orderResolved as orderResolvedFact,
  tillCountChanged,
  tillPostAnswered,
  tillStockObserved,
  type CatalogItemListed,
  type Envelope,
  type EventDefinition,
  type OrderObserved,
  type OrderResolved,
  type PayloadOf,
  type TillCountChanged,
  type TillStockObserved,
} from '@tillbridge/contracts';
import { policyDefaults, type Policy, type StorePlace } from '@tillbridge/stock-domain';
import type { Shop } from '../shop/shop';
import type { Changes } from './ledger';

// Builders for specs: one till, two stores, one location. Times are fixed, so that a failure reads the same twice.

/** A batch that writes nothing; whoever writes one part of it alone begins with this. */
export const noChanges: Changes = {
  items: [],
  restsOn: [],
  listings: [],
  orders: [],
  records: [],
  reservations: [],
  movements: [],
  decisions: [],
  linkChanges: [],
  editSteps: [],
  edition: 1,
};

export const paperShop: Shop = {
  till: 'till',
  zeroValue: new Set(),
  takesCharges: true,
  edition: 1,
  sellers: new Map(),
  layout: {
    policy: {
      ...policyDefaults,
      version: 1,
      tillSettleMs: 5_000,
      arbitrationWindowMs: 0,
      escrow: { ...policyDefaults.escrow, enabled: false },
    },
    places: [
      { channel: 'store-a', storeLocation: '1', serves: ['main'] },
      { channel: 'store-b', storeLocation: '2', serves: ['main'] },
    ],
    sellers: new Set(),
    ranks: new Map([
      ['till', 0],
      ['store-a', 1],
      ['store-b', 2],
    ]),
  },
};

/** The paper shop under other rules, or with other places. */
export function paperShopWith(policy: Partial<Policy>, places: readonly StorePlace[] = paperShop.layout.places): Shop {
  return { ...paperShop, layout: { ...paperShop.layout, places, policy: { ...paperShop.layout.policy, ...policy } } };
}

/** Store A serves its only location from `main` and, where that lacks units, from `depot`. */
export const backedByDepot: readonly StorePlace[] = [
  { channel: 'store-a', storeLocation: '1', serves: ['main', 'depot'] },
  { channel: 'store-b', storeLocation: '2', serves: ['main'] },
];

/** Store A has a second location, which sells what lies in `depot`. */
export const besideDepot: readonly StorePlace[] = [
  ...paperShop.layout.places,
  { channel: 'store-a', storeLocation: '3', serves: ['depot'] },
];

export const startOfDay = Date.parse('2026-11-23T10:00:00.000Z');
export const at = (seconds: number): string => new Date(startOfDay + seconds * 1_000).toISOString();

export function fact<D extends EventDefinition>(definition: D, data: PayloadOf<D>): Envelope {
  return {
    id: randomUUID(),
    type: definition.type,
    version: definition.version,
    producer: definition.producers[0],
    occurredAt: at(0),
    correlationId: 'spec',
    causationId: null,
    traceparent: null,
    data: definition.payload.parse(data),
  };
}

export function listed(
  channel: string,
  externalId: string,
  sku: string,
  more: Partial<Pick<CatalogItemListed, 'barcode' | 'tracked' | 'removed' | 'standing' | 'createdFor' | 'seq'>> & {
    seconds?: number;
  } = {},
): Envelope {
  return fact(catalogItemListed, {
    channel,
    externalId,
    sku,
    barcode: more.barcode ?? null,
    title: `Item ${sku}`,
    price: '19.90',
    tracked: more.tracked ?? true,
    removed: more.removed ?? false,
    standing: more.standing ?? (more.removed === true ? 'gone' : 'sells'),
    createdFor: more.createdFor ?? null,
    observedAt: at(more.seconds ?? 0),
    seq: more.seq ?? 0,
  });
}

/** The till's level of `externalId` as read at `seconds`, records included. */
export function tillShows(
  externalId: string,
  level: number,
  seconds: number,
  more: {
    version?: number;
    sold?: { id: string; units: number; seenAt?: number }[];
    voided?: string[];
    complete?: boolean;
    location?: string;
  } = {},
): Envelope {
  const data: TillStockObserved = {
    till: 'till',
    location: more.location ?? 'main',
    externalId,
    records: (more.sold ?? []).map(({ id, units, seenAt }) => ({
      recordId: id,
      kind: 'sale',
      reason: null,
      effect: -units,
      version: String(1_000 + seconds),
      at: at(seconds),
      ...(seenAt !== undefined && { seenAt: at(seenAt) }),
    })),
    voidedPosts: more.voided ?? [],
    row: {
      level,
      version: String(more.version ?? 100 + seconds),
      requestedAt: at(seconds),
      answeredAt: at(seconds + 0.2),
    },
    recordsComplete: more.complete ?? true,
    recordsPolledAt: at(seconds + 0.2),
  };
  return fact(tillStockObserved, data);
}

/** People count `items` at `main`: begun at `openedAt`, and completed at `closedAt` unless that is left out. */
export function tillCounts(
  countId: string,
  items: string[],
  times: { openedAt: number; closedAt?: number; state?: TillCountChanged['state'] },
): Envelope {
  const { openedAt, closedAt, state = closedAt === undefined ? 'open' : 'closed' } = times;
  return fact(tillCountChanged, {
    till: 'till',
    location: 'main',
    countId,
    state,
    openedAt: at(openedAt),
    closedAt: closedAt === undefined ? null : at(closedAt),
    seenAt: at(closedAt ?? openedAt),
    items,
  });
}

/** A till sale as the records poll found it, before any level. */
export function tillSold(externalId: string, recordId: string, units: number, seconds: number): Envelope {
  return fact(tillStockObserved, {
    till: 'till',
    location: 'main',
    externalId,
    records: [
      { recordId, kind: 'sale', reason: null, effect: -units, version: String(1_000 + seconds), at: at(seconds) },
    ],
    voidedPosts: [],
    row: null,
    recordsComplete: true,
    recordsPolledAt: at(seconds),
  });
}

/** A till sale together with the level that it left. */
export function tillSells(
  externalId: string,
  recordId: string,
  units: number,
  level: number,
  seconds: number,
): Envelope {
  return tillShows(externalId, level, seconds, { sold: [{ id: recordId, units }] });
}

export type PaperLine = Partial<OrderObserved['lines'][number]> & { line: string; externalId: string | null };

export function ordered(
  channel: string,
  order: string,
  lines: PaperLine[],
  more: Partial<Omit<OrderObserved, 'lines'>> & { seconds?: number } = {},
): Envelope {
  const { seconds = 0, ...rest } = more;
  return fact(orderObserved, {
    channel,
    order,
    name: `#${order}`,
    placedAt: at(seconds),
    updatedAt: at(seconds),
    cancelledAt: null,
    paid: true,
    currency: 'EUR',
    cart: null,
    ...rest,
    lines: lines.map((line) => ({
      storeLocation: channel === 'store-b' ? '2' : '1',
      ordered: 1,
      current: line.ordered ?? 1,
      fulfilled: 0,
      restocked: 0,
      unitPrice: '19.90',
      ...line,
    })),
  });
}

export const postClosed = (postId: string, seconds: number): Envelope => postAnswered(postId, 'closed', seconds);

export function postAnswered(postId: string, outcome: 'closed' | 'refused', seconds: number): Envelope {
  const reason = outcome === 'refused' ? 'the till does not know this register' : null;
  return fact(tillPostAnswered, { postId, outcome, answeredAt: at(seconds), reason });
}

/** What came of telling a store about its short order. */
export function orderResolved(
  channel: string,
  order: string,
  decision: number,
  outcome: OrderResolved['outcome'],
): Envelope {
  return fact(orderResolvedFact, { channel, order, decision, outcome, detail: null, at: at(90) });
}
