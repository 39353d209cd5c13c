import type { ItemRegistered } from '@tillbridge/contracts';
import type { Tx } from '@tillbridge/persistence';
import type { Described } from '../store-adapter';

export interface Listing extends Described {
  readonly channel: string;
  readonly tracked: boolean;
  readonly removed: boolean;
  readonly standing: NonNullable<Described['standing']>;
  /** Of two states of one listing the later one has the higher: see `IdMap.mark`. */
  readonly seq: number;
}

export type UnsavedListing = Omit<Listing, 'seq'>;

export interface Link {
  readonly channel: string;
  readonly externalId: string;
  readonly itemId: string;
}

/**
 * What each store lists, which of our items it is, and the items themselves as the core described them last. SKU and
 * barcode only help to find candidates; the link alone says what is what.
 */
export interface IdMap {
  listings(tx: Tx, channel: string, externalIds: readonly string[]): Promise<Listing[]>;
  /** One without a group is a group by itself, under its own id. */
  listingsOfGroup(tx: Tx, channel: string, groupRef: string): Promise<Listing[]>;
  /** Listings of a channel that are not gone, in id order, from after `after` on. */
  page(tx: Tx, channel: string, after: string | null, limit: number): Promise<Listing[]>;
  /** @returns them as saved, each with a `seq` beyond all that were given before. */
  saveListings(tx: Tx, listings: readonly UnsavedListing[]): Promise<Listing[]>;
  /** A number that all listings saved from now on go beyond. Means something only to who has the channel's turn. */
  mark(tx: Tx): Promise<number>;
  links(tx: Tx, channel: string, externalIds: readonly string[]): Promise<Link[]>;
  linksOfItems(tx: Tx, channel: string, itemIds: readonly string[]): Promise<Link[]>;
  /** Listings without a link whose SKU is this one, blanks and case aside; removed ones are left out. */
  unlinkedBySku(tx: Tx, channel: string, sku: string): Promise<Listing[]>;
  unlinkedByBarcode(tx: Tx, channel: string, barcode: string): Promise<Listing[]>;
  /**
   * Keeps an item and its links if it is newer than what is known.
   * @returns the links that were taken away and those that are new; null when the item was not newer.
   */
  takeItem(tx: Tx, item: ItemRegistered): Promise<{ removed: Link[]; added: Link[] } | null>;
  item(tx: Tx, itemId: string): Promise<ItemRegistered | null>;
  /** Items, not removed, that have no link in this channel; in id order, from after `after` on. */
  itemsWithoutLink(tx: Tx, channel: string, after: string | null, limit: number): Promise<ItemRegistered[]>;
}

/** What a listing is read from its store by. */
export function groupOf({ groupRef, externalId }: Pick<Described, 'groupRef' | 'externalId'>): string {
  return groupRef ?? externalId;
}

/** How SKUs and barcodes are compared when a link is proposed. */
export function sameLabel(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && labelOf(a) !== '' && labelOf(a) === labelOf(b);
}

export function labelOf(label: string): string {
  return label.trim().toLowerCase();
}

/** Which links an item loses and gains when `wanted` replaces `known`. */
export function linkChanges(known: readonly Link[], wanted: readonly Link[]): { removed: Link[]; added: Link[] } {
  const same = (a: Link) => (b: Link) => a.channel === b.channel && a.externalId === b.externalId;
  return {
    removed: known.filter((link) => !wanted.some(same(link))),
    added: wanted.filter((link) => !known.some(same(link))),
  };
}
