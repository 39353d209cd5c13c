import type { Dealing } from '../dealt';
import type { Evidence, StoreEntry, StoreEvidence, StoreOrder, TillEntry } from '../evidence';
import { heldReason } from '../evidence';
import { listing, locationId, storeLevels } from './listing';
import { outlet, PaperTill, productId } from './paper-till';

type Unstamped<Entry> = Entry extends unknown ? Omit<Entry, 'seq' | 'at'> : never;

export const cartHoldMs = 10_000;
/** Of every unit of everything. */
export const unitPrice = 10;
const channels = ['store-a', 'store-b'];

interface PaperStore extends StoreEvidence {
  levels: Map<string, number>;
}

/**
 * A shop on paper for the auditor's own tests: one outlet, two stores, a log that is written by hand. Each method writes
 * what the vendors would record; `bridge` does what a faultless bridge would have done by then.
 */
export class PaperShop {
  now = 1_000;
  /** What really lies there. */
  readonly shelf: Map<string, number>;
  private seq = 0;
  private orders = 0;
  private readonly till: PaperTill;
  private readonly stores: PaperStore[];

  constructor(
    opening: Record<string, number>,
    private readonly dealing: Dealing = { always: 0, atMost: 0 },
  ) {
    this.till = new PaperTill(opening);
    this.shelf = new Map(Object.entries(opening));
    this.stores = channels.map((channel) => ({
      channel,
      outletOf: { [locationId]: outlet },
      attempts: 0,
      opening: { levels: storeLevels(this.shelf), orders: [], products: [...this.shelf.keys()].map(listing) },
      state: { levels: [], orders: [], products: [...this.shelf.keys()].map(listing) },
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
    return this.atTill({ kind: 'delivery', sku, quantity, outlet, by: 'till' });
  }

  takeBack(sku: string, quantity = 1): this {
    this.moveShelf(sku, quantity);
    return this.atTill({ kind: 'till_return', sku, quantity, outlet });
  }

  count(sku: string, to: number): this {
    const from = this.till.levels.get(sku)!;
    this.moveShelf(sku, to - from);
    return this.atTill({ kind: 'count', sku, outlet, from, to, by: 'till' });
  }

  rename(sku: string, newSku: string): this {
    this.till.relabel(sku, newSku);
    return this.atTill({ kind: 'product', productId: productId(sku), sku: newSku, name: newSku });
  }

  /** An accepted checkout; the store's own level falls at once. */
  order(channel: string, sku: string, quantity = 1): StoreOrder {
    const store = this.store(channel);
    const availableAfter = store.levels.get(sku)! - quantity;
    const order = this.accept(store, sku, quantity);
    store.levels.set(sku, availableAfter);
    this.inStore(channel, { kind: 'order', orderId: order.id, sku, locationId, quantity, availableAfter });
    return order;
  }

  /** As it stood before anybody looked: no log tells of it, and its store has counted it. */
  openOrder(channel: string, sku: string, quantity = 1): StoreOrder {
    const store = this.store(channel);
    const order = this.accept(store, sku, quantity);
    store.levels.set(sku, store.levels.get(sku)! - quantity);
    store.opening = { ...store.opening, levels: storeLevels(store.levels), orders: [structuredClone(order)] };
    return order;
  }

  refuse(channel: string, sku: string, quantity = 1): this {
    const store = this.store(channel);
    store.attempts += 1;
    const available = store.levels.get(sku)!;
    return this.inStore(channel, { kind: 'checkout_refused', sku, available, wanted: quantity });
  }

  post(channel: string, order: StoreOrder, quantity?: number, price = unitPrice): this {
    for (const { sku, quantity: ordered } of order.lines) {
      const units = quantity ?? ordered;
      this.till.move(sku, -units);
      const sourceId = `${channel}:${order.id}`;
      this.till.sales.push({ state: 'closed', source: { id: sourceId }, total: units * price });
      this.atTill({ kind: 'api_sale', saleId: `sale-${++this.seq}`, sku, quantity: units, outlet, sourceId });
    }
    return this;
  }

  cancel(channel: string, order: StoreOrder, by: 'api' | 'people' = 'people'): this {
    order.cancelledAt = this.now;
    order.kept = '0.00';
    const { levels } = this.store(channel);
    for (const line of order.lines) {
      levels.set(line.sku, levels.get(line.sku)! + line.quantity);
      line.current = 0;
    }
    const lines = order.lines.map(({ sku, quantity }) => ({ sku, quantity, restockType: 'cancel', locationId }));
    return this.inStore(channel, { kind: 'cancel', orderId: order.id, restock: true, by, lines });
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

  release(channel: string, order: StoreOrder): this {
    order.fulfillmentOrders[0]!.status = 'OPEN';
    order.fulfillmentOrders[0]!.holds = [];
    return this.inStore(channel, { kind: 'release', orderId: order.id });
  }

  setLevel(channel: string, sku: string, to: number, by: 'api' | 'admin' = 'api'): this {
    const { levels } = this.store(channel);
    const from = levels.get(sku) ?? 0;
    levels.set(sku, to);
    return this.inStore(channel, { kind: 'level_set', sku, locationId, from, to, by });
  }

  fillCart(channel: string, sku: string, quantity = 1): this {
    return this.inStore(channel, { kind: 'cart', token: `cart-${this.seq}`, lines: [{ sku, quantity }] });
  }

  /** Every store gets the level that is true now, `afterMs` later. */
  bridge(sku: string, to: number, afterMs = 500, told = channels): this {
    this.wait(afterMs);
    for (const channel of told) if (this.store(channel).levels.get(sku) !== to) this.setLevel(channel, sku, to);
    return this;
  }

  list(sku: string, level: number): this {
    this.atTill({ kind: 'product', productId: productId(sku), sku, name: sku });
    this.till.list(sku);
    this.shelf.set(sku, 0);
    for (const store of this.stores) store.state.products.push(listing(sku));
    return this.deliver(sku, level);
  }

  evidence(): Evidence {
    return {
      till: this.till.evidence(),
      stores: this.stores.map(({ levels: now, ...store }) => ({
        ...store,
        state: { ...store.state, levels: storeLevels(now) },
      })),
      shelf: Object.fromEntries(this.shelf),
      cartHoldMs,
      dealing: this.dealing,
      openedAt: 1_000,
      collectedAt: this.now + 5_000,
    };
  }

  store(channel: string): PaperStore {
    return this.stores.find((store) => store.channel === channel)!;
  }

  atTill(entry: Unstamped<TillEntry>): this {
    this.till.log.push({ seq: ++this.seq, at: ++this.now, ...entry } as TillEntry);
    return this;
  }

  inStore(channel: string, entry: Unstamped<StoreEntry>): this {
    this.store(channel).log.push({ seq: ++this.seq, at: ++this.now, ...entry } as StoreEntry);
    return this;
  }

  private accept(store: PaperStore, sku: string, quantity: number): StoreOrder {
    const id = String(9_000 + ++this.orders);
    store.attempts += 1;
    const order: StoreOrder = {
      id,
      name: `#${id}`,
      cancelledAt: null,
      tags: [],
      kept: (quantity * unitPrice).toFixed(2),
      lines: [{ lineId: `${id}1`, sku, quantity, current: quantity, fulfilled: 0 }],
      fulfillmentOrders: [{ id: `${id}2`, status: 'OPEN', locationId, holds: [] }],
    };
    store.state.orders.push(order);
    return order;
  }

  private moveShelf(sku: string, by: number): void {
    this.shelf.set(sku, this.shelf.get(sku)! + by);
    this.till.move(sku, by);
  }
}
