import { amount } from '../model/money';
import { totalsOf } from '../model/order-totals';
import type { Shop } from '../model/shop';
import type { Line, Order, Refund, RefundLine } from '../model/state';
import { moneySet, type Json } from './catalog';

/** Writes cents as a webhook does: text, and text in both currencies, which here are one. */
function writer({ state: { currency } }: Shop) {
  const text = (cents: number) => amount(cents, currency);
  return { text, set: (cents: number) => moneySet(text(cents), currency) };
}

/** Some keys come in pairs: `total_price` and `total_price_set`. */
function pair({ text, set }: ReturnType<typeof writer>, name: string, cents: number): Json {
  return { [name]: text(cents), [`${name}_set`]: set(cents) };
}

export function orderMoney(shop: Shop, order: Order): Json {
  const write = writer(shop);
  const { text, set } = write;
  const totals = totalsOf(shop, order);
  const { discountCode, paidByGiftCard, tip, paid } = order;
  const outstanding = paid ? 0 : totals.current - paidByGiftCard;
  return {
    current_shipping_price_set: set(totals.currentShipping),
    ...pair(write, 'current_subtotal_price', totals.currentSubtotal),
    current_total_additional_fees_set: null,
    ...pair(write, 'current_total_discounts', totals.discounts),
    current_total_duties_set: null,
    ...pair(write, 'current_total_price', totals.current),
    ...pair(write, 'current_total_tax', totals.currentTax),
    discount_applications: applications(discountCode, text(totals.discounts)),
    discount_codes:
      discountCode === null ? [] : [{ code: discountCode, amount: text(totals.discounts), type: 'fixed_amount' }],
    original_total_additional_fees_set: null,
    original_total_duties_set: null,
    payment_gateway_names: [...(paidByGiftCard > 0 ? ['gift_card'] : []), 'bogus'],
    ...pair(write, 'subtotal_price', totals.subtotal),
    tax_lines: taxLines(shop, totals.tax),
    total_cash_rounding_payment_adjustment_set: set(0),
    total_cash_rounding_refund_adjustment_set: set(0),
    ...pair(write, 'total_discounts', totals.discounts),
    ...pair(write, 'total_line_items_price', totals.full),
    total_outstanding: text(outstanding),
    ...pair(write, 'total_price', totals.total),
    total_shipping_price_set: set(totals.shipping),
    ...pair(write, 'total_tax', totals.tax),
    total_tip_received: text(tip),
  };
}

export function lineMoney(shop: Shop, line: Line): Json {
  const write = writer(shop);
  return {
    ...pair(write, 'total_discount', 0),
    tax_lines: taxLines(shop, line.tax),
    discount_allocations: allocations(write, line.discount),
  };
}

export function shippingLines(shop: Shop, { shipping }: Order): Json[] {
  if (!shipping) return [];
  const write = writer(shop);
  const { id, title, price, discount, tax, refunded } = shipping;
  return [
    {
      id: BigInt(id),
      carrier_identifier: null,
      code: title,
      current_discounted_price_set: write.set(price - discount - refunded.price),
      discount_allocations: allocations(write, discount),
      ...pair(write, 'discounted_price', price - discount),
      is_removed: false,
      phone: null,
      ...pair(write, 'price', price),
      requested_fulfillment_service_id: null,
      source: 'shopify',
      tax_lines: taxLines(shop, tax),
      title,
    },
  ];
}

export function refundMoney(shop: Shop, order: Order, refund: Refund): Json {
  const write = writer(shop);
  const { price, tax } = refund.shipping;
  const line = { id: BigInt(refund.id), subtotal_amount_set: write.set(price), tax_amount_set: write.set(tax) };
  return {
    total_duties_set: write.set(0),
    refund_shipping_lines: price === 0 && tax === 0 ? [] : [line],
    order_adjustments: refund.adjustment === 0 ? [] : [adjustment(write, order, refund)],
  };
}

/** What is paid back is written as less than nothing. */
function adjustment(write: ReturnType<typeof writer>, order: Order, refund: Refund): Json {
  return {
    id: BigInt(refund.id),
    ...pair(write, 'amount', -refund.adjustment),
    ...pair(write, 'tax_amount', 0),
    kind: 'refund_discrepancy',
    order_id: BigInt(order.id),
    reason: 'Refund discrepancy',
    refund_id: BigInt(refund.id),
  };
}

export function refundLineMoney(shop: Shop, { price, tax }: RefundLine): Json {
  const { text, set } = writer(shop);
  return {
    subtotal: Number(text(price)),
    total_tax: Number(text(tax)),
    subtotal_set: set(price),
    total_tax_set: set(tax),
  };
}

function taxLines(shop: Shop, cents: number): Json[] {
  if (cents === 0) return [];
  const title = 'VAT';
  return [{ channel_liable: false, ...pair(writer(shop), 'price', cents), rate: shop.state.taxRate, title }];
}

function allocations(write: ReturnType<typeof writer>, cents: number): Json[] {
  return cents === 0 ? [] : [{ ...pair(write, 'amount', cents), discount_application_index: 0 }];
}

function applications(code: string | null, value: string): Json[] {
  if (code === null) return [];
  const target = { target_selection: 'all', target_type: 'line_item', allocation_method: 'across' };
  return [{ type: 'discount_code', code, value, value_type: 'fixed_amount', ...target }];
}
