import type { ItemRegistered } from '@tillbridge/contracts';
import type { Tx } from '@tillbridge/persistence';
import type { StoreState } from '../store-state';

export interface ListingLookUp {
  /** The item, if it is to be created in the store. */
  readonly item: ItemRegistered | null;
  /** What the store lists that is, or may be, this item: nothing is created beside it. */
  readonly listedAs: readonly string[];
}

/** Nothing is created that is linked by now, or that the store lists already and the core has yet to link. */
export async function lookUpListing(
  tx: Tx,
  { idMap }: StoreState,
  channel: string,
  itemId: string,
): Promise<ListingLookUp> {
  const item = await idMap.item(tx, itemId);
  if (!item || item.removed) return { item: null, listedAs: [] };
  const linked = item.links.filter((link) => link.channel === channel).map((link) => link.externalId);
  if (linked.length > 0) return { item: null, listedAs: linked };
  const bySku = item.sku === null ? [] : await idMap.unlinkedBySku(tx, channel, item.sku);
  const byBarcode = item.barcode === null ? [] : await idMap.unlinkedByBarcode(tx, channel, item.barcode);
  const alike = [...new Set([...bySku, ...byBarcode].map((listing) => listing.externalId))];
  return { item: alike.length > 0 ? null : item, listedAs: alike };
}
