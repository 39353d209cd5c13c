import type { Listing, UnsavedListing } from './id-map';

// Listings, between their type and their columns.

export interface ListingRow {
  channel: string;
  external_id: string;
  level_ref: string;
  group_ref: string | null;
  sku: string | null;
  barcode: string | null;
  title: string;
  price: string | null;
  tracked: boolean;
  removed: boolean;
  standing: Listing['standing'];
  observed_at: Date;
  seq: string;
}

export function rowOf(listing: UnsavedListing): Omit<ListingRow, 'seq'> {
  return {
    channel: listing.channel,
    external_id: listing.externalId,
    level_ref: listing.levelRef,
    group_ref: listing.groupRef,
    sku: listing.sku,
    barcode: listing.barcode,
    title: listing.title,
    price: listing.price,
    tracked: listing.tracked,
    removed: listing.removed,
    standing: listing.standing,
    observed_at: listing.observedAt,
  };
}

export function listingOf(row: ListingRow): Listing {
  return {
    channel: row.channel,
    externalId: row.external_id,
    levelRef: row.level_ref,
    groupRef: row.group_ref,
    sku: row.sku,
    barcode: row.barcode,
    title: row.title,
    price: row.price,
    tracked: row.tracked,
    removed: row.removed,
    standing: row.standing,
    observedAt: row.observed_at,
    seq: Number(row.seq),
  };
}
