import type { StoreState, TillEntry } from '../evidence';
import { listingsOf } from '../listings';
import { allOfSome, everyStore, everyStoreAgrees, pointsWhere, type Look } from './look';

/**
 * After the rename the item sells on: each store keeps the listing it had, has no second one, and learns of sales under the
 * new label. Whether a store takes over the new title or SKU is not judged: identity is the bridge's own, and of a store's
 * listing it writes the stock alone.
 */
export function renamedItemStillSells(look: Look): boolean {
  const renamed = look.evidence.till.log.filter((entry) => isRename(look, entry));
  return allOfSome(renamed, (entry) => {
    const item = look.names.of('sku' in entry ? entry.sku : '');
    const isSale = (at: number, kind: string) => at > entry.at && kind === 'till_sale';
    const sold = pointsWhere(look, ({ at, cause }) => cause.source === 'till' && isSale(at, cause.entry.kind), item);
    return keptItsListing(look, item) && allOfSome(sold, (found) => everyStoreAgrees(look, found));
  });
}

function isRename({ evidence }: Look, entry: TillEntry): boolean {
  if (entry.kind !== 'product') return false;
  const before = evidence.till.opening.products.find(({ id }) => id === entry.productId);
  return before !== undefined && (before.sku !== entry.sku || before.name !== entry.name);
}

function keptItsListing(look: Look, item: string): boolean {
  const listingOf = (state: StoreState) =>
    listingsOf(state)
      .filter(({ variant }) => look.names.of(variant.sku) === item)
      .map(({ variant }) => variant.variantId);
  return everyStore(look, ({ opening, state }) => {
    const [listing, second] = listingOf(state);
    return listing !== undefined && second === undefined && listing === listingOf(opening)[0];
  });
}
