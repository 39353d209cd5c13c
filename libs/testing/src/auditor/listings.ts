import type { Evidence, StoreEvidence, StoreProduct, StoreState, StoreVariant } from './evidence';
import type { Finding } from './finding';
import type { Names } from './names';
import { stockedLevels } from './opening';

interface Listed {
  product: StoreProduct;
  variant: StoreVariant;
}

/**
 * What a store sold when the bridge came it sells to the end, by the same rules: an item that stops denying, or stops
 * counting, sells what is not there without ever showing a wrong level.
 */
export function listingChanges({ stores }: Evidence): Finding[] {
  return stores.flatMap((store) => listingsOf(store.opening).flatMap((before) => changeOf(store, before)));
}

function changeOf({ channel, state }: StoreEvidence, { product, variant }: Listed): Finding[] {
  const changed = (what: string): Finding[] => [
    { kind: 'listingChanged', units: 1, text: `${channel}: ${variant.sku} ${what}` },
  ];
  const now = listingsOf(state).find((other) => other.variant.variantId === variant.variantId);
  const stocked = stockedLevels(state).some(({ variantId }) => variantId === variant.variantId);
  if (!now || !stocked) return changed('was sold there before and is not any more');
  if (now.variant.policy !== variant.policy) return changed(`says ${now.variant.policy} instead of ${variant.policy}`);
  if (now.variant.tracked !== variant.tracked) return changed(`is ${now.variant.tracked ? '' : 'not '}counted now`);
  if (product.onSale && !now.product.onSale) return changed('is not on sale any more');
  return [];
}

/** One listing per thing: a store that was told twice of a new item was told wrong. */
export function doubleListings({ stores }: Evidence, names: Names): Finding[] {
  return stores.flatMap(({ channel, state }) => {
    const items = listingsOf(state).map(({ variant }) => names.of(variant.sku));
    const twice = new Set(items.filter((item, index) => items.indexOf(item) !== index));
    return [...twice].map((item): Finding => {
      return { kind: 'duplicateEffect', units: 1, text: `${channel} lists ${item} more than once` };
    });
  });
}

/** Whatever the store has, drafts and archived products too: they are on sale again as soon as somebody there likes. */
export function listingsOf({ products }: StoreState): Listed[] {
  return products.flatMap((product) => product.variants.map((variant) => ({ product, variant })));
}
