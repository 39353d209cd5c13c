import { cents } from './money';
import type { Shop } from './shop';
import type { Line, Order, Priced, ShippingLine } from './state';

/** What a buyer pays besides the goods, and how. Amounts are decimals in the shop's currency. */
export interface Terms {
  /** One code for the whole order: a share of its goods in percent, or an amount off them. */
  discount?: { code: string; percent?: number; amount?: number };
  shipping?: { title?: string; price: number; discount?: number };
  tip?: number;
  /** What a gift card pays: a payment, which takes nothing off the price. */
  giftCard?: number;
}

/** Prices a new order: discounts over its lines first, then the taxes of lines and shipping. */
export function priceOrder(shop: Shop, order: Order, { discount, shipping, tip = 0, giftCard = 0 }: Terms): void {
  const { currency } = shop.state;
  order.tip = cents(tip, currency);
  order.paidByGiftCard = cents(giftCard, currency);
  order.discountCode = discount?.code ?? null;
  if (discount) spread(shop, order.lines, discount);
  if (shipping) order.shipping = shippingLine(shop, shipping);
  for (const line of order.lines) taxLine(shop, line);
}

/** Also after an edit: units that were added are taxed as the others are, and discounts stay what they were. */
export function taxLine(shop: Shop, line: Line): void {
  line.tax = line.giftCard ? 0 : taxOn(shop, netOf(shop, line));
}

export const fullOf = ({ state }: Shop, line: Line): number => cents(line.price, state.currency) * line.quantity;

/** After discounts, of all units ordered. */
export const netOf = (shop: Shop, line: Line): number => fullOf(shop, line) - line.discount;

/** What `units` come to of a line of which others were taken off before: all parts together come to the whole. */
export function partOf(shop: Shop, line: Line, units: number): Priced {
  const before = line.quantity - line.current;
  const share = (whole: number) =>
    Math.round((whole * (before + units)) / line.quantity) - Math.round((whole * before) / line.quantity);
  return { price: share(netOf(shop, line)), tax: share(line.tax) };
}

function taxOn({ state }: Shop, net: number): number {
  return Math.round((net * state.taxRate) / (state.taxesIncluded ? 1 + state.taxRate : 1));
}

/** In proportion to what the lines cost; the last one takes what rounding leaves. Gift cards are never discounted. */
function spread(shop: Shop, lines: readonly Line[], { percent, amount = 0 }: NonNullable<Terms['discount']>): void {
  const discounted = lines.filter((line) => !line.giftCard);
  const goods = discounted.reduce((sum, line) => sum + fullOf(shop, line), 0);
  const wanted = percent === undefined ? cents(amount, shop.state.currency) : Math.round((goods * percent) / 100);
  const discount = Math.min(goods, wanted);
  let left = discount;
  discounted.forEach((line, index) => {
    const isLast = index === discounted.length - 1;
    line.discount = isLast ? left : Math.floor((discount * fullOf(shop, line)) / goods);
    left -= line.discount;
  });
}

function shippingLine(
  shop: Shop,
  { title = 'Standard', price, discount = 0 }: NonNullable<Terms['shipping']>,
): ShippingLine {
  const { currency } = shop.state;
  const line = { price: cents(price, currency), discount: cents(discount, currency) };
  const tax = taxOn(shop, line.price - line.discount);
  return { id: shop.ids.next('ShippingLine'), title, ...line, tax, refunded: { price: 0, tax: 0 } };
}
