import { fullOf, netOf } from './pricing';
import type { Shop } from './shop';
import type { Order, Priced } from './state';

const none: Priced = { price: 0, tax: 0 };

const add = (parts: readonly Priced[]): Priced =>
  parts.reduce((sum, { price, tax }) => ({ price: sum.price + price, tax: sum.tax + tax }), none);

/** What an order comes to, in cents: before returns, and now. Paying with a gift card changes nothing of it. */
export function totalsOf(shop: Shop, order: Order) {
  const { taxesIncluded } = shop.state;
  const lines = add(order.lines.map((line) => ({ price: netOf(shop, line), tax: line.tax })));
  const takenOff = add(order.lines.map((line) => line.takenOff));
  const { shipping } = order;
  const shipped = shipping ? { price: shipping.price - shipping.discount, tax: shipping.tax } : none;
  const returned = shipping?.refunded ?? none;
  const gross = ({ price, tax }: Priced): number => price + (taxesIncluded ? 0 : tax);
  const total = gross(lines) + gross(shipped) + order.tip;
  const current = total - gross(takenOff) - gross(returned);
  const paidBack = order.refunds.reduce((sum, refund) => sum + refund.amount, 0);
  return {
    total,
    current,
    paidBack,
    full: order.lines.reduce((sum, line) => sum + fullOf(shop, line), 0),
    subtotal: lines.price,
    currentSubtotal: lines.price - takenOff.price,
    discounts: order.lines.reduce((sum, line) => sum + line.discount, shipping?.discount ?? 0),
    tax: lines.tax + shipped.tax,
    currentTax: lines.tax - takenOff.tax + shipped.tax - returned.tax,
    shipping: shipped.price,
    currentShipping: shipped.price - returned.price,
  };
}
