import {
  cartPayload,
  fulfillmentOrderPayload,
  inventoryItemPayload,
  levelPayload,
  locationPayload,
  orderPayload,
  productPayload,
  refundPayload,
} from '../payloads';
import type { Emission, Shop } from './shop';
import type { Cart, FulfillmentOrder, InventoryItem, Level, Location, Order, Product, Refund } from './state';

type OrderTopic = 'create' | 'updated' | 'paid' | 'cancelled' | 'fulfilled' | 'partially_fulfilled';

/**
 * Collects what one action touched. Payloads are written only when the whole action is done, so a webhook never shows a
 * half-made change, and touching a thing twice still means one webhook.
 */
export class Action {
  private readonly touched = new Map<string, () => Emission>();

  constructor(
    private readonly shop: Shop,
    readonly eventId: string,
  ) {}

  order(topic: OrderTopic, order: Order): void {
    this.touch(`orders/${topic}`, order.id, () => orderPayload(this.shop, order));
  }

  orderEdited(order: Order, edit: Record<string, unknown>): void {
    this.touch('orders/edited', order.id, () => edit);
  }

  orderDeleted(id: string): void {
    this.touch('orders/delete', id, () => ({ id: BigInt(id) }));
  }

  refund(order: Order, refund: Refund): void {
    this.touch('refunds/create', refund.id, () => refundPayload(this.shop, order, refund));
  }

  level(topic: 'update' | 'connect', level: Level): void {
    this.touch(`inventory_levels/${topic}`, level.id, () => levelPayload(level));
  }

  levelDisconnected(level: Level): void {
    this.touch('inventory_levels/disconnect', level.id, () => ({
      inventory_item_id: BigInt(level.itemId),
      location_id: BigInt(level.locationId),
    }));
  }

  item(topic: 'create' | 'update', item: InventoryItem): void {
    this.touch(`inventory_items/${topic}`, item.id, () => inventoryItemPayload(item));
  }

  product(topic: 'create' | 'update', product: Product): void {
    // A new product is announced once: the update that its first stock would cause is part of its creation.
    if (topic === 'update' && this.touched.has(`products/create ${product.id}`)) return;
    this.touch(`products/${topic}`, product.id, () => productPayload(this.shop, product));
  }

  productDeleted(id: string): void {
    this.touch('products/delete', id, () => ({ id: BigInt(id) }));
  }

  cart(topic: 'create' | 'update', cart: Cart): void {
    this.touch(`carts/${topic}`, cart.token, () => cartPayload(this.shop, cart));
  }

  fulfillmentOrder(topic: string, fulfillmentOrder: FulfillmentOrder, more: Record<string, unknown> = {}): void {
    this.touch(`fulfillment_orders/${topic}`, fulfillmentOrder.id, () => ({
      fulfillment_order: fulfillmentOrderPayload(fulfillmentOrder),
      ...more,
    }));
  }

  fulfillmentOrderMoved(id: string, payload: Record<string, unknown>): void {
    this.touch('fulfillment_orders/moved', id, () => payload);
  }

  location(topic: 'create', location: Location): void {
    this.touch(`locations/${topic}`, location.id, () => locationPayload(location));
  }

  custom(topic: string, resource: string, payload: Record<string, unknown>): void {
    this.touch(topic, resource, () => payload);
  }

  emissions(): Emission[] {
    return this.shop.rng.shuffle([...this.touched.values()].map((write) => write()));
  }

  private touch(topic: string, resource: string, write: () => Record<string, unknown>): void {
    this.touched.set(`${topic} ${resource}`, () => ({ topic, resource, payload: write() }));
  }
}
