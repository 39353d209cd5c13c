import { fulfilledParts, giveBack, loggedPart, newRefund, openParts, settle } from './give-back';
import { lineOf } from './order-view';
import { syncFulfillmentOrders } from './routing';
import { act, type Shop } from './shop';
import type { Order, Refund, RefundLine } from './state';

export interface RefundWish {
  lineId: string;
  quantity: number;
  restockType: RefundLine['restockType'];
}

/** `return` takes shipped units back onto the shelf they left from; the other two take units that have not shipped. */
export function refundOrder(shop: Shop, order: Order, wishes: RefundWish[]): Refund {
  const parts = wishes.flatMap(({ lineId, quantity, restockType }) => {
    const line = lineOf(order, lineId);
    const from = restockType === 'return' ? fulfilledParts(line, quantity) : openParts(line, quantity);
    return from.map((part) => ({ line, part: { ...part, restockType } }));
  });
  return act(shop, (action) => {
    const refund = newRefund(shop, '');
    for (const { line, part } of parts) refund.lines.push(giveBack(shop, action, line, part));
    settle(order, refund);
    order.updatedAt = shop.now();
    syncFulfillmentOrders(shop, order);
    shop.log.append('refund', { orderId: order.id, lines: refund.lines.map((part) => loggedPart(order, part)) });
    action.refund(order, refund);
    action.order('updated', order);
    return refund;
  });
}
