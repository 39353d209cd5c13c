import { grossOf, type TillMirror, type TillPost, type TillReading } from '@tillbridge/level-mirror';
import {
  isClosed,
  reservedAt,
  viewOf,
  type HoldState,
  type ItemState,
  type LevelState,
  type PromiseState,
  type PublishedAvailability,
  type StoreView,
} from '@tillbridge/stock-domain';
import { v7 } from 'uuid';
import { labelOf, type LedgerEntry, type Listing, type OrderState, type RecordState } from './ledger';

// Between the domain's types and the columns. Vendor versions are bigint here and strings in JSON.

interface ReadingJson {
  level: number;
  version: string | null;
  requestedAt: number;
  answeredAt: number;
}

type PostJson = Omit<TillPost, 'versionBefore'> & { versionBefore: string | null };

const toVersion = (text: string | null): bigint | null => (text === null ? null : BigInt(text));
const iso = (millis: number): string => new Date(millis).toISOString();

export function levelRow(item: ItemState, { location, mirror }: LevelState) {
  return {
    item_id: item.itemId,
    location,
    base: mirror.base,
    recorded: mirror.recorded,
    concluded: mirror.concluded,
    claim: mirror.claim,
    row: mirror.row === null ? null : { ...mirror.row, version: mirror.row.version?.toString() ?? null },
    uncertain: mirror.uncertain,
    doubtful: mirror.doubtful,
    gross: grossOf(mirror),
    reserved: reservedAt(item, location),
  };
}

export function mirrorFrom(row: {
  base: number | null;
  recorded: number;
  concluded: number;
  claim: number;
  row: unknown;
  uncertain: unknown;
  doubtful: boolean;
}): TillMirror {
  const reading = row.row as ReadingJson | null;
  return {
    base: row.base,
    recorded: row.recorded,
    concluded: row.concluded,
    claim: row.claim,
    row: reading === null ? null : ({ ...reading, version: toVersion(reading.version) } satisfies TillReading),
    uncertain: row.uncertain as TillMirror['uncertain'],
    doubtful: row.doubtful,
  };
}

export function promiseRow(itemId: string, promise: PromiseState) {
  return {
    channel: promise.channel,
    order_id: promise.order,
    line: promise.line,
    item_id: itemId,
    location: promise.location,
    store_location: promise.storeLocation,
    paid: promise.paid,
    placed_at: iso(promise.placedAt),
    ordered: promise.ordered,
    owed: promise.owed,
    current: promise.current,
    fulfilled: promise.fulfilled,
    short: promise.short,
    folded: promise.folded,
    posts: promise.posts.map((post) => ({ ...post, versionBefore: post.versionBefore?.toString() ?? null })),
    post_ids: promise.posts.flatMap((post) => (post.postId === null ? [] : [post.postId])),
    closed: isClosed(promise),
  };
}

export interface StoredPromise {
  channel: string;
  order_id: string;
  line: string;
  item_id: string;
  location: string;
  store_location: string;
  paid: boolean;
  placed_at: Date;
  ordered: number;
  owed: number;
  current: number;
  fulfilled: number;
  short: number;
  folded: number;
  posts: PostJson[];
}

export function promiseFrom(row: StoredPromise): PromiseState {
  return {
    channel: row.channel,
    order: row.order_id,
    line: row.line,
    location: row.location,
    storeLocation: row.store_location,
    paid: row.paid,
    placedAt: row.placed_at.getTime(),
    ordered: row.ordered,
    owed: row.owed,
    current: row.current,
    fulfilled: row.fulfilled,
    short: row.short,
    folded: row.folded,
    accepted: true,
    posts: row.posts.map((post) => ({ ...post, versionBefore: toVersion(post.versionBefore) })),
  };
}

export function holdRow(itemId: string, hold: HoldState) {
  return {
    channel: hold.channel,
    cart: hold.cart,
    item_id: itemId,
    location: hold.location,
    units: hold.units,
    expires_at: iso(hold.expiresAt),
  };
}

export interface StoreLevel {
  readonly view: StoreView;
  readonly published: PublishedAvailability | null;
}

/** The item's store levels: a place may have a report without a publication, or the other way round. */
export function storeLevelsOf(item: ItemState): readonly StoreLevel[] {
  const places = new Map<string, { channel: string; storeLocation: string }>();
  for (const place of [...item.views, ...item.published]) places.set(`${place.channel}/${place.storeLocation}`, place);
  return [...places.values()].map(({ channel, storeLocation }) => ({
    view: viewOf(item, channel, storeLocation),
    published:
      item.published.find((other) => other.channel === channel && other.storeLocation === storeLocation) ?? null,
  }));
}

export function storeLevelRow(itemId: string, { view, published }: StoreLevel) {
  return {
    item_id: itemId,
    channel: view.channel,
    store_location: view.storeLocation,
    claim: view.claim,
    edits: view.edits,
    orders_seen: view.ordersSeen,
    orders_counted: view.ordersCounted,
    seq: view.seq,
    published,
  };
}

export interface StoredStoreLevel {
  item_id: string;
  channel: string;
  store_location: string;
  claim: number;
  edits: number;
  orders_seen: number;
  orders_counted: number;
  seq: number;
  published: PublishedAvailability | null;
}

export function storeLevelFrom(row: StoredStoreLevel): StoreLevel {
  return {
    view: {
      channel: row.channel,
      storeLocation: row.store_location,
      claim: row.claim,
      edits: row.edits,
      ordersSeen: row.orders_seen,
      ordersCounted: row.orders_counted,
      seq: row.seq,
    },
    published: row.published,
  };
}

export function listingRow(listing: Listing) {
  return {
    channel: listing.channel,
    external_id: listing.externalId,
    item_id: listing.itemId,
    sku: listing.sku,
    barcode: listing.barcode,
    sku_label: labelOf(listing.sku),
    barcode_label: labelOf(listing.barcode),
    title: listing.title,
    price: listing.price,
    tracked: listing.tracked,
    removed: listing.removed,
    observed_at: listing.observedAt,
    linked_by: listing.linkedBy,
  };
}

export type StoredListing = Omit<ReturnType<typeof listingRow>, 'observed_at'> & { observed_at: Date };

export function listingFrom(row: StoredListing): Listing {
  return {
    channel: row.channel,
    externalId: row.external_id,
    itemId: row.item_id,
    sku: row.sku,
    barcode: row.barcode,
    title: row.title,
    price: row.price,
    tracked: row.tracked,
    removed: row.removed,
    observedAt: row.observed_at.toISOString(),
    linkedBy: row.linked_by,
  };
}

export function orderRow(order: OrderState) {
  return {
    channel: order.channel,
    order_id: order.order,
    version: order.version,
    name: order.name,
    placed_at: order.placedAt,
    updated_at: order.updatedAt,
    cancelled_at: order.cancelledAt,
    paid: order.paid,
    currency: order.currency,
    cart: order.cart,
    lines: order.lines,
    waiting: order.waiting,
    posts_granted: order.postsGranted,
    decision: order.decision,
    resolution: order.resolution,
  };
}

export type StoredOrder = Omit<ReturnType<typeof orderRow>, 'placed_at' | 'updated_at' | 'cancelled_at'> & {
  placed_at: Date;
  updated_at: Date;
  cancelled_at: Date | null;
};

export function orderFrom(row: StoredOrder): OrderState {
  return {
    channel: row.channel,
    order: row.order_id,
    version: row.version,
    name: row.name,
    placedAt: row.placed_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    cancelledAt: row.cancelled_at?.toISOString() ?? null,
    paid: row.paid,
    currency: row.currency,
    cart: row.cart,
    lines: row.lines,
    waiting: row.waiting,
    postsGranted: row.posts_granted,
    decision: row.decision,
    resolution: row.resolution,
  };
}

export function recordRow(record: RecordState) {
  return {
    till: record.till,
    record_id: record.recordId,
    item_id: record.itemId,
    location: record.location,
    effect: record.effect,
    version: record.version?.toString() ?? null,
  };
}

export function recordFrom(row: ReturnType<typeof recordRow>): RecordState {
  return {
    till: row.till,
    recordId: row.record_id,
    itemId: row.item_id,
    location: row.location,
    effect: row.effect,
    version: toVersion(row.version),
  };
}

export function movementRow(movement: LedgerEntry, itemVersion: number) {
  return {
    at: movement.at.toISOString(),
    id: v7(),
    item_id: movement.itemId,
    item_version: itemVersion,
    location: movement.location,
    kind: movement.kind,
    gross: movement.gross,
    reserved: movement.reserved,
    claim: movement.claim,
    cause_id: movement.causeId,
  };
}
