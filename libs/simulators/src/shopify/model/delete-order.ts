import { giveBack } from './give-back';
import { act, fulfillmentOrdersOf, type Shop } from './shop';
import type { Order } from './state';

/** For good, as if it had never been: what was not shipped is committed no more, and put back nowhere. */
export function deleteOrder(shop: Shop, order: Order): void {
  act(shop, (action) => {
    for (const line of order.lines)
      for (const allocation of line.allocations)
        if (allocation.open > 0)
          giveBack(shop, action, line, { allocation, units: allocation.open, restockType: 'no_restock' });
    for (const { id } of fulfillmentOrdersOf(shop.state, order)) shop.state.fulfillmentOrders.delete(id);
    shop.state.orders.delete(order.id);
    shop.log.append('order_deleted', { orderId: order.id });
    action.orderDeleted(order.id);
  });
}
