import type { Tx } from '@tillbridge/persistence';
import type { Policy, ShopLayout, StorePlace } from '@tillbridge/stock-domain';

/** The configured shop: which channel is the till, which places the stores sell from, and the policy in force. */
export interface Shop {
  readonly till: string;
  readonly layout: ShopLayout;
}

export type PolicyRules = Omit<Policy, 'version' | 'tillSettleMs'>;

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
