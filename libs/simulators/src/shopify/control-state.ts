import { itemOf, must, variantOf, type Shop } from './model/shop';
import { amount } from './model/money';
import { totalsOf } from './model/order-totals';
import { isOnSale } from './model/publications';
import { onHand } from './model/stock';
import type { FulfillmentOrder, Order, Product } from './model/state';

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** What the shop would show, for whoever judges it. Ids are strings. */
export const stateView = (shop: Shop) => ({
  levels: [...shop.state.levels.values()].map((level) => {
    const item = must(shop.state.items, level.itemId);
    return {
      sku: item.sku,
      variantId: variantOf(shop.state, item).id,
      locationId: level.locationId,
      active: level.active,
      available: level.quantities.available,
      committed: level.quantities.committed,
      on_hand: onHand(level),
    };
  }),
  orders: [...shop.state.orders.values()].map((order) => orderView(shop, order)),
  products: [...shop.state.products.values()].map((product) => productView(shop, product)),
  subscriptions: [...shop.state.subscriptions.values()].map(({ id, topic, uri }) => ({ id, topic, uri })),
});

const orderView = (shop: Shop, order: Order) => ({
  id: order.id,
  name: order.name,
  createdAt: iso(order.createdAt),
  paid: order.paid,
  cancelledAt: iso(order.cancelledAt),
  cancelReason: order.cancelReason,
  /** What the shop still has of it: after cancellations, refunds and edits, tax included. */
  kept: amount(totalsOf(shop, order).current, shop.state.currency),
  tags: order.tags,
  lines: order.lines.map((line) => ({
    lineId: line.id,
    sku: line.sku,
    quantity: line.quantity,
    current: line.current,
    fulfilled: line.fulfilled,
  })),
  fulfillmentOrders: (order.routed ? [...shop.state.fulfillmentOrders.values()] : [])
    .filter((one) => one.orderId === order.id)
    .map((one) => fulfillmentOrderView(order, one)),
});

const fulfillmentOrderView = (order: Order, one: FulfillmentOrder) => ({
  id: one.id,
  status: one.status,
  locationId: one.locationId,
  holds: one.holds.map(({ reason, reasonNotes, handle }) => ({ reason, reasonNotes, handle })),
  lines: one.lines.map(({ lineId, total, remaining }) => ({
    lineId,
    sku: order.lines.find((line) => line.id === lineId)?.sku ?? null,
    quantity: total,
    remaining,
  })),
});

const productView = (shop: Shop, product: Product) => ({
  id: product.id,
  title: product.title,
  status: product.status,
  /** Somebody who wants it can come to it: it is active, and published to the online store. */
  onSale: isOnSale(shop.state, product),
  variants: product.variantIds.map((id) => {
    const variant = must(shop.state.variants, id);
    const { sku, tracked } = itemOf(shop.state, variant);
    return { variantId: id, sku, barcode: variant.barcode, price: variant.price, policy: variant.policy, tracked };
  }),
});
