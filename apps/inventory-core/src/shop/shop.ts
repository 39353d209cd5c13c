import type { Tx } from '@tillbridge/persistence';
import type { Policy, SafetyStockRule, ShopLayout, StorePlace } from '@tillbridge/stock-domain';
import { labelOf } from '../ledger/ledger';

/** The configured shop: which channel is the till, which places the stores sell from, and the policy in force. */
export interface Shop {
  readonly till: string;
  readonly layout: ShopLayout;
}

/** As kept: exceptions from the safety stock name the till's SKU, and follow the item that has it. */
export interface PolicyRules extends Omit<Policy, 'version' | 'tillSettleMs' | 'safetyStock'> {
  readonly safetyStock: {
    readonly units: number;
    readonly rules: readonly (Omit<SafetyStockRule, 'itemId'> & { readonly sku: string | null })[];
  };
}

/** A rule for a SKU that no item has yet waits; one for a SKU that several items share is for all of them. */
export function withItems(
  { safetyStock: { units, rules }, ...others }: PolicyRules,
  itemsOf: ReadonlyMap<string, readonly string[]>,
): Omit<Policy, 'version' | 'tillSettleMs'> {
  const resolved = rules.flatMap(({ sku, ...rule }): SafetyStockRule[] => {
    if (sku === null) return [{ ...rule, itemId: null }];
    return (itemsOf.get(labelOf(sku) ?? '') ?? []).map((itemId) => ({ ...rule, itemId }));
  });
  return { ...others, safetyStock: { units, rules: resolved } };
}

/** The labels that {@link withItems} wants to know the items of. */
export function labelsIn({ safetyStock }: PolicyRules): readonly string[] {
  return safetyStock.rules.flatMap(({ sku }) => labelOf(sku) ?? []);
}

/** What `tillbridge.yaml` says of the shop, as far as the core keeps it. */
export interface ImportedShop {
  readonly till: string;
  readonly stores: readonly { readonly channel: string; readonly rank: number }[];
  readonly places: readonly StorePlace[];
  readonly policy: { readonly version: number; readonly rules: PolicyRules };
}

/** Where the imported shop is kept. */
export interface ShopBook {
  /**
   * Takes over what was imported; the same again changes nothing more. Places and till are those of the newest file; a
   * store that is no longer in it keeps its rank, for its orders are still compared with others.
   */
  replace(tx: Tx, shop: ImportedShop): Promise<void>;
  /**
   * The newest till and places, under the policy of the highest version.
   * @throws Unavailable while nothing has been imported: every fact waits for the shop, and none has done anything wrong.
   */
  current(tx: Tx): Promise<Shop>;
}

export const nothingImported = 'no shop is configured yet: import a tillbridge.yaml first';

/** Before any store: its sales are facts. */
export const tillRank = 0;
