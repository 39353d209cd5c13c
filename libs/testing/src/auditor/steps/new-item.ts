import { listingsOf } from '../listings';
import type { StoreState } from '../evidence';
import { allOfSome, everyStore, everyStoreAgrees, pointsWhere, type Look } from './look';

/** In every store somebody can come to it and buy what the delivery brought, and not more than that. */
export function newItemSells(look: Look): boolean {
  const { evidence, names } = look;
  const known = new Set(evidence.till.opening.levels.map(({ productId }) => productId));
  const added = evidence.till.state.levels.filter(({ productId }) => !known.has(productId));
  return allOfSome(added, ({ sku }) => {
    const item = names.of(sku);
    const delivered = pointsWhere(
      look,
      ({ cause }) => cause.source === 'till' && cause.entry.kind === 'delivery',
      item,
    );
    const sells = everyStore(look, ({ state }) => sellsGuarded(state, (label) => names.of(label) === item));
    return sells && allOfSome(delivered, (found) => everyStoreAgrees(look, found));
  });
}

function sellsGuarded(state: StoreState, isItem: (sku: string) => boolean): boolean {
  return listingsOf(state).some(({ product, variant }) => {
    const guarded = variant.policy === 'DENY' && variant.tracked;
    return isItem(variant.sku) && product.status === 'ACTIVE' && product.onSale && guarded;
  });
}
