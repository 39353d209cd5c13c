import type { StoreEntry, StoreState, TillEntry, TillState } from '../auditor';
import { askJson } from './http';

export interface OrderLine {
  sku: string;
  quantity: number;
}

export type Checkout = { outcome: 'accepted'; orderId: string; name: string } | { outcome: 'refused'; sku: string };

export interface Customer {
  name: string;
  email: string;
  address: string;
}

interface Webhooks {
  pending: number;
  delivered: number;
  failed: number;
  lost: number;
}

/** What goes wrong at a vendor. Rates are 0 to 1, per delivery and per call. */
export interface VendorWeather {
  clear?: boolean;
  webhooks?: { loseRate?: number; duplicateRate?: number; reorderRate?: number; delayRate?: number; delayMs?: number };
  /** `after`: it took effect, and its answer is lost. */
  answers?: { kind: 'status' | 'timeout' | 'throttled'; when?: 'before' | 'after'; status?: number; rate: number }[];
}

/** What both twins let the people around them do: look at everything, and make the weather. */
class Twin<State, Entry> {
  constructor(readonly url: string) {}

  state(): Promise<State> {
    return this.ask('state');
  }

  async log(after = 0): Promise<Entry[]> {
    return (await this.ask<{ entries: Entry[] }>(`log?after=${after}`)).entries;
  }

  webhooks(): Promise<Webhooks> {
    return this.ask('webhooks');
  }

  /** Makes bad weather at this vendor, on top of what there is; `clear` ends all of it first. */
  weather(faults: VendorWeather): Promise<unknown> {
    return this.ask('faults', faults);
  }

  protected ask<Answer>(path: string, body?: unknown): Promise<Answer> {
    return askJson<Answer>(`${this.url}/__twin/${path}`, { body });
  }
}

export interface StoreSeed {
  shop: string;
  clientId: string;
  clientSecret: string;
  accessToken?: string;
  locations: { id: string; name: string }[];
  products: {
    title: string;
    variants: { sku: string; price: string; tracked: boolean; available: Record<string, number> }[];
  }[];
}

export class StoreTwin extends Twin<StoreState, StoreEntry> {
  seed(store: StoreSeed): Promise<unknown> {
    return this.ask('seed', store);
  }

  checkout(lines: OrderLine[], customer?: Customer): Promise<Checkout> {
    return this.ask('checkout', { lines, customer, paid: true });
  }

  cart(lines: OrderLine[]): Promise<{ token: string }> {
    return this.ask('cart', { lines });
  }

  setLevelByHand(sku: string, locationId: string, available: number): Promise<unknown> {
    return this.ask('admin/level', { sku, locationId, available });
  }

  cancel(orderId: string): Promise<unknown> {
    return this.ask(`orders/${orderId}/cancel`, { restock: true });
  }

  refund(orderId: string, lines: { lineId: string; quantity: number; restockType: 'cancel' }[]): Promise<unknown> {
    return this.ask(`orders/${orderId}/refund`, { lines });
  }

  fulfil(orderId: string): Promise<unknown> {
    return this.ask(`orders/${orderId}/fulfil`, {});
  }
}

export interface TillSeed {
  token: string;
  clientId: string;
  clientSecret: string;
  outlets: { name: string }[];
  registers: { name: string; outlet: string }[];
  users: { name: string }[];
  paymentTypes: { name: string }[];
  taxes: { name: string; rate: number }[];
  products: { sku: string; name: string; price: number; levels: Record<string, number> }[];
}

interface Named {
  id: string;
  name: string;
}

export interface TillIds {
  outlets: Named[];
  registers: Named[];
  users: Named[];
  paymentTypes: Named[];
  taxes: Named[];
}

export class TillTwin extends Twin<TillState, TillEntry> {
  seed(till: TillSeed): Promise<TillIds> {
    return this.ask('seed', till);
  }

  sell(outlet: string, lines: OrderLine[]): Promise<{ saleId: string }> {
    return this.ask('till/sale', { outlet, lines });
  }

  takeBack(outlet: string, lines: OrderLine[]): Promise<unknown> {
    return this.ask('till/return', { outlet, lines });
  }

  receive(outlet: string, lines: OrderLine[]): Promise<unknown> {
    return this.ask('delivery', { outlet, lines });
  }

  count(outlet: string, sku: string, counted: number): Promise<unknown> {
    return this.ask('count', { outlet, sku, counted });
  }

  list(product: TillSeed['products'][number]): Promise<unknown> {
    return this.ask('product', product);
  }

  rename(sku: string, change: { newSku: string; name: string }): Promise<unknown> {
    return this.ask(`product/${encodeURIComponent(sku)}`, change);
  }
}
