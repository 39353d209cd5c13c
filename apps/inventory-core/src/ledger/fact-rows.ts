import { timeOrderedId, type ColumnType } from '@tillbridge/persistence';
import {
  labelOf,
  type EditEntry,
  type LedgerEntry,
  type LinkChange,
  type Listing,
  type OrderState,
  type RecordState,
} from './ledger';

// Listings, orders, till records, movements and steps of edits, between their types and their columns.

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
    standing: listing.standing,
    observed_at: listing.observedAt,
    seq: listing.seq,
    linked_by: listing.linkedBy,
    link_seq: listing.linkSeq,
  };
}

export type StoredListing = Omit<ReturnType<typeof listingRow>, 'observed_at' | 'seq'> & {
  observed_at: Date;
  seq: string;
};

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
    standing: row.standing,
    observedAt: row.observed_at.toISOString(),
    seq: Number(row.seq),
    linkedBy: row.linked_by,
    linkSeq: row.link_seq,
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
    money: order.money ?? null,
    booked: order.booked,
    zero_value: order.zeroValue,
    decision: order.decision,
    told: order.told,
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
    ...(row.money && { money: row.money }),
    booked: row.booked,
    zeroValue: row.zero_value,
    decision: row.decision,
    told: row.told,
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
    version: row.version === null ? null : BigInt(row.version),
  };
}

export function linkChangeRow(change: LinkChange) {
  return {
    at: change.at.toISOString(),
    id: change.id,
    channel: change.channel,
    external_id: change.externalId,
    from_item: change.from,
    to_item: change.to,
    by: change.by,
  };
}

export type StoredLinkChange = Omit<ReturnType<typeof linkChangeRow>, 'at'> & { at: Date };

export function linkChangeFrom(row: StoredLinkChange): LinkChange {
  const { at, id, channel, external_id: externalId, from_item: from, to_item: to, by } = row;
  return { at, id, channel, externalId, from, to, by };
}

export function movementRow(movement: LedgerEntry, itemVersion: number) {
  return {
    at: movement.at.toISOString(),
    id: timeOrderedId(),
    item_id: movement.itemId,
    item_version: itemVersion,
    location: movement.location,
    kind: movement.kind,
    gross: movement.gross,
    reserved: movement.reserved,
    claim: movement.claim,
    held: movement.held,
    cause_id: movement.causeId,
  };
}

export const movementColumns: { readonly [Column in keyof ReturnType<typeof movementRow>]: ColumnType } = {
  at: 'timestamptz',
  id: 'uuid',
  item_id: 'uuid',
  item_version: 'integer',
  location: 'text',
  kind: 'text',
  gross: 'integer',
  reserved: 'integer',
  claim: 'integer',
  held: 'integer',
  cause_id: 'text',
};

export function editStepRow(entry: EditEntry) {
  return {
    at: entry.at.toISOString(),
    id: timeOrderedId(),
    item_id: entry.itemId,
    channel: entry.channel,
    store_location: entry.storeLocation,
    what: entry.what,
    units: entry.units,
    cause_id: entry.causeId,
  };
}
