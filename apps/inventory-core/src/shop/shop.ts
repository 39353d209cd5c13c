import type { ShopLayout } from '@tillbridge/stock-domain';

/** The configured shop: which channel is the till, which places the stores sell from, and the policy in force. */
export interface Shop {
  readonly till: string;
  readonly layout: ShopLayout;
}
