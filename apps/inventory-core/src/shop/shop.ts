import type { Tx } from '@tillbridge/persistence';
import type { Policy, SafetyStockRule, ShopLayout, StorePlace } from '@tillbridge/stock-domain';
import { labelOf } from '../ledger/ledger';

/** The configured shop: which channel is the till, which places the stores sell from, and the policy in force. */
export interface Shop {
  readonly till: string;
  readonly layout: ShopLayout;
  /** Channels without a gateway: they ask over HTTP. Each has one place, of its own name. */
  readonly sellers: ReadonlyMap<string, Seller>;
  /** Channels whose orders are recorded at the till at no value: the shop's accounts come from its stores. */
  readonly zeroValue: ReadonlySet<string>;
  /** The till has a product for what is no stocked item of an order. */
  readonly takesCharges: boolean;
  /** Counts the imports that changed something; what was decided under an older one is decided again. */
  readonly edition: number;
}

export interface Seller {
  /** ISO 4217. */
  readonly currency: string;
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

export interface ImportedStore {
  readonly channel: string;
  readonly rank: number;
  readonly zeroValue: boolean;
}

/** What `tillbridge.yaml` says of the shop, as far as the core keeps it. */
export interface ImportedShop {
  readonly till: string;
  readonly takesCharges: boolean;
  readonly stores: readonly ImportedStore[];
  readonly sellers: readonly (ImportedStore & { readonly currency: string })[];
  /** Of stores and sellers. */
  readonly places: readonly StorePlace[];
  readonly policy: { readonly version: number; readonly rules: PolicyRules };
}

/** Where the imported shop is kept. */
export interface ShopBook {
  /**
   * Takes over what was imported; the same again changes nothing more. Places and till are those of the newest file; a
   * store or seller that is no longer in it keeps its rank, for its orders are still compared with others.
   */
  replace(tx: Tx, shop: ImportedShop): Promise<void>;
  /**
   * The newest till and places, under the policy of the highest version.
   * @throws Unavailable while nothing has been imported: every fact waits for the shop, and none has done anything wrong.
   */
  current(tx: Tx): Promise<Shop>;
}

interface ImportedChannel extends Omit<ImportedStore, 'channel'> {
  readonly id: string;
  readonly kind: 'till' | 'store' | 'seller';
  readonly currency: string | null;
  readonly takesCharges: boolean;
}

/** The till, the stores and the sellers of a file, in the words in which they are kept. */
export function channelsIn({ till, takesCharges, stores, sellers }: ImportedShop): readonly ImportedChannel[] {
  const ofStore = { kind: 'store' as const, currency: null, takesCharges: false };
  return [
    { ...ofStore, id: till, kind: 'till', rank: tillRank, zeroValue: false, takesCharges },
    ...stores.map(({ channel, rank, zeroValue }) => ({ ...ofStore, id: channel, rank, zeroValue })),
    ...sellers.map(({ channel, rank, zeroValue, currency }) => ({
      ...ofStore,
      id: channel,
      kind: 'seller' as const,
      rank,
      zeroValue,
      currency,
    })),
  ];
}

export function zeroValueIn(
  channels: readonly { readonly id: string; readonly zeroValue: boolean }[],
): ReadonlySet<string> {
  return new Set(channels.flatMap(({ id, zeroValue }) => (zeroValue ? [id] : [])));
}

/** Those that still have a place: one that left the file sells nothing any more. */
export function sellersIn(
  channels: readonly { readonly id: string; readonly currency: string | null }[],
  places: readonly StorePlace[],
): ReadonlyMap<string, Seller> {
  const selling = new Set(places.map(({ channel }) => channel));
  return new Map(
    channels.flatMap(({ id, currency }) => (currency === null || !selling.has(id) ? [] : [[id, { currency }]])),
  );
}

export const nothingImported = 'no shop is configured yet: import a tillbridge.yaml first';

/** Before any store: its sales are facts. */
export const tillRank = 0;
