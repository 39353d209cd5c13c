import type { Evidence, StoreEntry, StoreEvidence, StoreOrder, TillEntry } from './evidence';
import { heldReason } from './evidence';

type Unstamped<Entry> = Entry extends unknown ? Omit<Entry, 'seq' | 'at'> : never;

const outlet = 'Main';
const locationId = '1';

/**
 * A shop on paper for the auditor's own tests: one outlet, two stores, a log that is written by hand. Each method writes
 * what the vendors would record; `bridge` does what a faultless bridge would have done by then.
 */
export class PaperShop {
  now = 1_000;
  private seq = 0;
  private orders = 0;
  private readonly till: TillEntry[] = [];
  private readonly tillLevels = new Map<string, number>();
  private readonly stores: (StoreEvidence & { levels: Map<string, number> })[];
  private readonly shelf: Map<string, number>;
  private readonly renamed = new Map<string, string>();

  constructor(private readonly opening: Record<string, number>) {
    this.shelf = new Map(Object.entries(opening));
    for (const [sku, units] of this.shelf) this.tillLevels.set(sku, units);
    this.stores = ['store-a', 'store-b'].map((channel) => ({
      channel,
      outletOf: { [locationId]: outlet },
      opening: { levels: this.storeLevels(new Map(this.shelf)), orders: [], products: [] },
      state: { levels: [], orders: [], products: Object.keys(opening).map((sku) => this.product(sku)) },
      log: [],
      levels: new Map(this.shelf),
    }));
  }

  wait(ms: number): this {
    this.now += ms;
    return this;
  }

  tillSale(sku: string, quantity = 1): this {
    this.moveShelf(sku, -quantity);
    return this.atTill({ kind: 'till_sale', sku, quantity, outlet });
  }

  deliver(sku: string, quantity: number): this {
    this.moveShelf(sku, quantity);
    return this.atTill({ kind: 'delivery', sku, quantity, outlet });
  }

  takeBack(sku: string, quantity = 1): this {
    this.moveShelf(sku, quantity);
    return this.atTill({ kind: 'till_return', sku, quantity, outlet });
  }

  count(sku: string, to: number): this {
    const from = this.tillLevels.get(sku)!;
    this.moveShelf(sku, to - from);
    return this.atTill({ kind: 'count', sku, outlet, from, to });
  }

  rename(sku: string, newSku: string): this {
    this.renamed.set(sku, newSku);
    return this.atTill({ kind: 'product', productId: `product-${sku}`, sku: newSku, name: newSku });
  }

  /** An accepted checkout; the store's own level falls at once. */
  order(channel: string, sku: string, quantity = 1): StoreOrder {
    const store = this.store(channel);
    const id = String(9_000 + ++this.orders);
    const availableAfter = store.levels.get(sku)! - quantity;
    store.levels.set(sku, availableAfter);
    const order: StoreOrder = {
      id,
      name: `#${id}`,
      cancelledAt: null,
      tags: [],
      lines: [{ lineId: `${id}1`, sku, quantity, current: quantity, fulfilled: 0 }],
      fulfillmentOrders: [{ id: `${id}2`, status: 'OPEN', locationId, holds: [] }],
    };
    store.state.orders.push(order);
    this.inStore(channel, { kind: 'order', orderId: id, sku, locationId, quantity, availableAfter });
    return order;
  }

  refuse(channel: string, sku: string, quantity = 1): this {
    const available = this.store(channel).levels.get(sku)!;
    return this.inStore(channel, { kind: 'checkout_refused', sku, available, wanted: quantity });
  }

  post(channel: string, order: StoreOrder, quantity?: number): this {
    for (const line of order.lines) {
      const units = quantity ?? line.quantity;
      this.tillLevels.set(line.sku, this.tillLevels.get(line.sku)! - units);
      const sale = { saleId: `sale-${++this.seq}`, sku: line.sku, quantity: units, outlet };
      this.atTill({ kind: 'api_sale', ...sale, sourceId: `${channel}:${order.id}` });
    }
    return this;
  }

  cancel(channel: string, order: StoreOrder): this {
    order.cancelledAt = this.now;
    const { levels } = this.store(channel);
    for (const line of order.lines) {
      levels.set(line.sku, levels.get(line.sku)! + line.quantity);
      line.current = 0;
    }
    const lines = order.lines.map(({ sku, quantity }) => ({ sku, quantity, restockType: 'cancel', locationId }));
    return this.inStore(channel, { kind: 'cancel', orderId: order.id, restock: true, lines });
  }

  ship(channel: string, order: StoreOrder): this {
    for (const line of order.lines) {
      this.shelf.set(line.sku, this.shelf.get(line.sku)! - line.quantity);
      line.fulfilled = line.quantity;
      const { sku, quantity } = line;
      this.inStore(channel, { kind: 'fulfil', orderId: order.id, sku, quantity, locationId });
    }
    return this;
  }

  hold(channel: string, order: StoreOrder, reason = heldReason): this {
    order.fulfillmentOrders[0]!.status = 'ON_HOLD';
    order.fulfillmentOrders[0]!.holds.push({ reason });
    return this.inStore(channel, { kind: 'hold', orderId: order.id, reason });
  }

  setLevel(channel: string, sku: string, to: number, by: 'api' | 'admin' = 'api'): this {
    const { levels } = this.store(channel);
    const from = levels.get(sku) ?? 0;
    levels.set(sku, to);
    return this.inStore(channel, { kind: 'level_set', sku, locationId, from, to, by });
  }

  fillCart(channel: string, sku: string): this {
    return this.inStore(channel, { kind: 'cart', lines: [{ sku, quantity: 1 }] });
  }

  /** Every store gets the level that is true now, `afterMs` later. */
  bridge(sku: string, to: number, afterMs = 500, channels = ['store-a', 'store-b']): this {
    this.wait(afterMs);
    for (const channel of channels) if (this.store(channel).levels.get(sku) !== to) this.setLevel(channel, sku, to);
    return this;
  }

  list(sku: string, level: number): this {
    this.atTill({ kind: 'product', productId: `product-${sku}`, sku, name: sku });
    this.tillLevels.set(sku, 0);
    this.shelf.set(sku, 0);
    for (const store of this.stores) store.state.products.push(this.product(sku));
    return this.deliver(sku, level);
  }

  evidence(): Evidence {
    const levels = (of: Map<string, number> | [string, number][]) =>
      [...of].map(([sku, level]) => ({ sku, productId: `product-${sku}`, outlet, level }));
    const products = (skus: string[]) => skus.map((sku) => ({ id: `product-${sku}`, sku, name: sku }));
    const shown = levels(this.tillLevels).map((row) => ({ ...row, sku: this.renamed.get(row.sku) ?? row.sku }));
    return {
      till: {
        opening: { levels: levels(Object.entries(this.opening)), products: products(Object.keys(this.opening)) },
        state: { levels: shown, products: products([...this.tillLevels.keys()]) },
        log: this.till,
      },
      stores: this.stores.map((store) => ({
        ...store,
        state: { ...store.state, levels: this.storeLevels(store.levels) },
      })),
      collectedAt: this.now + 5_000,
    };
  }

  store(channel: string) {
    return this.stores.find((store) => store.channel === channel)!;
  }

  private moveShelf(sku: string, by: number): void {
    this.shelf.set(sku, this.shelf.get(sku)! + by);
    this.tillLevels.set(sku, this.tillLevels.get(sku)! + by);
  }

  private atTill(entry: Unstamped<TillEntry>): this {
    this.till.push({ seq: ++this.seq, at: ++this.now, ...entry } as TillEntry);
    return this;
  }

  private inStore(channel: string, entry: Unstamped<StoreEntry>): this {
    this.store(channel).log.push({ seq: ++this.seq, at: ++this.now, ...entry } as StoreEntry);
    return this;
  }

  private storeLevels(levels: Map<string, number>) {
    return [...levels].map(([sku, available]) => ({ sku, variantId: `variant-${sku}`, locationId, available }));
  }

  private product(sku: string) {
    return { id: `listing-${sku}`, title: sku, status: 'ACTIVE', onSale: true, variants: [{ sku }] };
  }
}
