import { BadRequest } from '../../shared';
import { fulfilledParts, giveBack, loggedPart, newRefund, openParts, settle } from './give-back';
import { cents } from './money';
import { lineOf, openUnits } from './order-view';
import { syncFulfillmentOrders } from './routing';
import { act, type Shop } from './shop';
import type { Line, Order, Priced, Refund, RefundLine } from './state';

export interface RefundWish {
  lineId: string;
  quantity: number;
  restockType: RefundLine['restockType'];
  /** Where to put the units; where they were taken from unless it is given. */
  locationId?: string;
}

export interface RefundRequest {
  lines?: RefundWish[];
  /** Pays back the shipping, as far as it was not before. */
  shipping?: boolean;
  /** Decimals in the shop's currency, paid back beyond goods and shipping. */
  adjustment?: number;
}

/** `return` takes shipped units, `cancel` unshipped ones, `no_restock` unshipped ones and then, for want of such, shipped ones. */
export function refundOrder(shop: Shop, order: Order, request: RefundRequest): Refund {
  const parts = (request.lines ?? []).flatMap((wish) => {
    const line = lineOf(order, wish.lineId);
    const { restockType, locationId: restockAt } = wish;
    if (restockAt !== undefined && !shop.state.locations.has(restockAt))
      throw new BadRequest(`no location ${restockAt}`);
    return partsOf(line, wish).map((part) => ({ line, part: { ...part, restockType, restockAt } }));
  });
  return act(shop, (action) => {
    const refund = newRefund(shop, '');
    for (const { line, part } of parts) refund.lines.push(giveBack(shop, action, line, part));
    if (request.shipping) refund.shipping = giveShippingBack(order);
    refund.adjustment = cents(request.adjustment ?? 0, shop.state.currency);
    settle(shop, order, refund);
    order.updatedAt = shop.now();
    syncFulfillmentOrders(shop, order);
    shop.log.append('refund', { orderId: order.id, lines: refund.lines.map((part) => loggedPart(order, part)) });
    action.refund(order, refund);
    action.order('updated', order);
    return refund;
  });
}

function partsOf(line: Line, { quantity, restockType }: RefundWish) {
  const isReturn = restockType === 'return';
  const unshipped = isReturn ? 0 : restockType === 'cancel' ? quantity : Math.min(quantity, openUnits(line));
  const shipped = quantity - unshipped;
  return [
    ...(unshipped > 0 ? openParts(line, unshipped) : []),
    ...(shipped > 0 ? fulfilledParts(line, shipped).map((part) => ({ ...part, shipped: true })) : []),
  ];
}

export function giveShippingBack({ shipping }: Order): Priced {
  if (!shipping) return { price: 0, tax: 0 };
  const { price, discount, tax, refunded } = shipping;
  shipping.refunded = { price: price - discount, tax };
  return { price: price - discount - refunded.price, tax: tax - refunded.tax };
}
