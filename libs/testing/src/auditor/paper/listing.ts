import type { StoreLevel, StoreProduct } from '../evidence';

export const locationId = '1';

/** One product with one variant, guarded and for sale. */
export const listing = (sku: string): StoreProduct => ({
  id: `listing-${sku}`,
  title: sku,
  status: 'ACTIVE',
  onSale: true,
  variants: [{ variantId: `variant-${sku}`, sku, policy: 'DENY', tracked: true }],
});

export const storeLevels = (levels: Iterable<[string, number]>): StoreLevel[] =>
  [...levels].map(([sku, available]) => {
    return { sku, variantId: `variant-${sku}`, locationId, active: true, available };
  });
