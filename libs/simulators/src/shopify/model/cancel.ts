import type { Action } from './action';
import { giveBack, loggedPart, newRefund, settle } from './give-back';
import { giveShippingBack } from './refund';
import { act, fulfillmentOrdersOf, type Shop } from './shop';
import type { Order } from './state';

export interface Cancellation {
  restock: boolean;
  /** As in the API: CUSTOMER, INVENTORY, ... */
  reason: string;
  staffNote?: string | null;
}

/** Cancels what is not fulfilled. */
export function cancelOrder(shop: Shop, order: Order, wish: Cancellation): void {
  // The API cancels by a job and marks the order until then; people in the admin cancel at once.
  const by = order.cancelling ? 'api' : 'people';
  act(shop, (action) => {
    const refund = newRefund(shop, wish.staffNote ?? '');
    const restockType = wish.restock ? 'cancel' : 'no_restock';
    for (const line of order.lines) {
      for (const allocation of line.allocations) {
        if (allocation.open === 0) continue;
        refund.lines.push(giveBack(shop, action, line, { allocation, units: allocation.open, restockType }));
      }
    }
    closeFulfillmentOrders(shop, action, order);
    order.cancelledAt = order.updatedAt = shop.now();
    order.cancelReason = wish.reason;
    order.cancelStaffNote = wish.staffNote ?? null;
    order.cancelling = false;
    const lines = refund.lines.map((part) => loggedPart(order, part));
    shop.log.append('cancel', { orderId: order.id, restock: wish.restock, reason: wish.reason, by, lines });
    if (refund.lines.length > 0) {
      refund.shipping = giveShippingBack(order);
      settle(shop, order, refund);
      action.refund(order, refund);
    }
    action.order('cancelled', order);
    action.order('updated', order);
  });
}

/** Why an order can't be cancelled, or undefined. */
export function uncancellable(order: Order): string | undefined {
  if (order.cancelledAt !== null || order.cancelling) return 'Order has already been cancelled';
  if (order.lines.some((line) => line.fulfilled > 0)) return 'Cannot cancel an order with fulfilled line items';
  return undefined;
}

function closeFulfillmentOrders(shop: Shop, action: Action, order: Order): void {
  for (const one of fulfillmentOrdersOf(shop.state, order)) {
    if (one.status === 'CLOSED' || one.status === 'CANCELLED') continue;
    one.status = 'CANCELLED';
    one.holds = [];
    one.lines.forEach((line) => (line.remaining = 0));
    one.updatedAt = shop.now();
    action.fulfillmentOrder('cancelled', one, { replacement_fulfillment_order: null });
  }
}
