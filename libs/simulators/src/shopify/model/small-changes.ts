import { act, type Shop } from './shop';
import type { Order } from './state';

export function payOrder(shop: Shop, order: Order): void {
  if (order.paid) return;
  act(shop, (action) => {
    order.paid = true;
    order.updatedAt = shop.now();
    shop.log.append('paid', { orderId: order.id });
    action.order('paid', order);
    action.order('updated', order);
  });
}

/** Tags are a set, compared without case; an order whose tags do not change is not updated. */
export function tagOrder(shop: Shop, order: Order, change: { add?: string[]; remove?: string[] }): void {
  const before = order.tags.join();
  const kept = order.tags.filter((tag) => !change.remove?.some((gone) => sameTag(gone, tag)));
  const added = (change.add ?? []).filter((tag) => !kept.some((known) => sameTag(known, tag)));
  order.tags = [...new Set([...kept, ...added])].sort();
  if (order.tags.join() === before) return;
  act(shop, (action) => {
    order.updatedAt = shop.now();
    shop.log.append('tag', { orderId: order.id, tags: [...order.tags] });
    action.order('updated', order);
  });
}

const sameTag = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
