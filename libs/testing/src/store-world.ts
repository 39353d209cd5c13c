import type { RawWebhook, StoreAdapter } from '@tillbridge/gateway-kit';

/** A store of any make with people in it. Units are whole; ids are the adapter's. */
export interface StoreWorld {
  adapter: StoreAdapter;
  storeLocation: string;
  /** Where the store sends its webhooks once it is subscribed. */
  address: string;
  addListing(units: number): Promise<string>;
  /** @returns the order, or null when the store refused. */
  checkout(externalId: string, units: number): Promise<string | null>;
  cancel(order: string, restock: boolean): Promise<void>;
  setByHand(externalId: string, units: number): Promise<void>;
  /** Just before the next push takes effect, someone buys one unit. */
  buyDuringNextPush(externalId: string): Promise<void>;
  /** The store opens another location, which has units of this listing, too. @returns its id. */
  openElsewhere(externalId: string, units: number): Promise<string>;
  /** At `storeLocation`, unless another is named. */
  shown(externalId: string, storeLocation?: string): Promise<number>;
  /** How often the store changed this level because we asked it to. */
  writes(externalId: string): Promise<number>;
  /** Deliveries that the store has sent since the last call, in the order of sending. */
  deliveries(): Promise<RawWebhook[]>;
  /** From now on the search of orders shows a change of an order only this long after it. */
  lagOrderSearch(ms: number): Promise<void>;
  /** What the next push meets: it is limited, it fails before it takes effect, or it takes effect and its answer is lost. */
  faultNextPush(fault: 'limited' | 'fails' | 'fails after the effect' | 'answer lost'): Promise<void>;
  close(): Promise<void>;
}
