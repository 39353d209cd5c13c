import { gid } from '../model/ids';
import { amount, cents } from '../model/money';
import { totalsOf } from '../model/order-totals';
import { fullOf, netOf } from '../model/pricing';
import type { Line, Order, Refund, RefundLine, ShippingLine } from '../model/state';
import { page, type PageArgs } from './connection';
import type { Context, FieldResolvers, TypeResolvers } from './context';

type Child<Value> = { value: Value };
type Totals = ReturnType<typeof totalsOf>;

/** The same sum twice: buyers of this shop see its own currency. */
function bag(inCents: number, { shop }: Context) {
  const money = { amount: amount(inCents, shop.state.currency), currencyCode: shop.state.currency };
  return { shopMoney: money, presentmentMoney: money };
}

const total = (of: (totals: Totals) => number) => (order: Order, _: unknown, context: Context) =>
  bag(of(totalsOf(context.shop, order)), context);

const ofLine =
  (inCents: (line: Line, context: Context) => number) =>
  ({ value }: Child<Line>, _: unknown, context: Context) =>
    bag(inCents(value, context), context);

const unitPrice = ofLine((line, { shop }) => cents(line.price, shop.state.currency));

export const orderMoney: FieldResolvers = {
  taxesIncluded: (_: Order, __: unknown, { shop }: Context) => shop.state.taxesIncluded,
  totalPriceSet: total((totals) => totals.total),
  originalTotalPriceSet: total((totals) => totals.total),
  subtotalPriceSet: total((totals) => totals.subtotal),
  currentTotalPriceSet: total((totals) => totals.current),
  currentSubtotalPriceSet: total((totals) => totals.currentSubtotal),
  totalTaxSet: total((totals) => totals.tax),
  currentTotalTaxSet: total((totals) => totals.currentTax),
  totalDiscountsSet: total((totals) => totals.discounts),
  totalShippingPriceSet: total((totals) => totals.shipping),
  currentShippingPriceSet: total((totals) => totals.currentShipping),
  totalRefundedSet: total((totals) => totals.paidBack),
  totalTipReceivedSet: (order: Order, _: unknown, context: Context) => bag(order.tip, context),
  originalTotalDutiesSet: () => null,
  originalTotalAdditionalFeesSet: () => null,
  shippingLines: ({ shipping }: Order, args: PageArgs) =>
    page(shipping ? [{ id: shipping.id, key: 0, value: shipping }] : [], args),
};

export const lineMoney: FieldResolvers = {
  originalUnitPriceSet: unitPrice,
  // Discounts of this shop are of the whole order, which these leave out.
  discountedUnitPriceSet: unitPrice,
  originalTotalSet: ofLine((line, { shop }) => fullOf(shop, line)),
  discountedTotalSet: ofLine((line, { shop }) => fullOf(shop, line)),
  totalDiscountSet: ofLine(() => 0),
  discountedUnitPriceAfterAllDiscountsSet: ofLine((line, { shop }) => Math.round(netOf(shop, line) / line.quantity)),
  discountAllocations: ({ value }: Child<Line>, _: unknown, context: Context) => allocations(value.discount, context),
  taxLines: ({ value }: Child<Line>, _: unknown, context: Context) => taxLines(value.tax, context),
};

export const refundMoney: FieldResolvers = {
  totalRefundedSet: ({ value }: Child<Refund>, _: unknown, context: Context) => bag(value.amount, context),
  refundShippingLines: ({ order, value }: Child<Refund> & { order: Order }, args: PageArgs) => {
    const { price, tax } = value.shipping;
    const lines = price === 0 && tax === 0 ? [] : [{ id: value.id, key: 0, value: { order, value } }];
    return page(lines, args);
  },
  orderAdjustments: ({ value }: Child<Refund>, args: PageArgs) =>
    page(value.adjustment === 0 ? [] : [{ id: value.id, key: 0, value }], args),
};

export const refundLineMoney: FieldResolvers = {
  subtotalSet: ({ value }: Child<RefundLine>, _: unknown, context: Context) => bag(value.price, context),
  totalTaxSet: ({ value }: Child<RefundLine>, _: unknown, context: Context) => bag(value.tax, context),
};

export const moneyTypes: TypeResolvers = {
  ShippingLine: {
    id: (line: ShippingLine) => gid('ShippingLine', line.id),
    title: (line: ShippingLine) => line.title,
    code: (line: ShippingLine) => line.title,
    isRemoved: () => false,
    originalPriceSet: (line: ShippingLine, _: unknown, context: Context) => bag(line.price, context),
    discountedPriceSet: (line: ShippingLine, _: unknown, context: Context) => bag(line.price - line.discount, context),
    currentDiscountedPriceSet: (line: ShippingLine, _: unknown, context: Context) =>
      bag(line.price - line.discount - line.refunded.price, context),
    discountAllocations: (line: ShippingLine, _: unknown, context: Context) => allocations(line.discount, context),
    taxLines: (line: ShippingLine, _: unknown, context: Context) => taxLines(line.tax, context),
  },
  RefundShippingLine: {
    id: ({ value }: Child<Refund>) => gid('RefundShippingLine', value.id),
    shippingLine: ({ order }: { order: Order }) => order.shipping,
    subtotalAmountSet: ({ value }: Child<Refund>, _: unknown, context: Context) => bag(value.shipping.price, context),
    taxAmountSet: ({ value }: Child<Refund>, _: unknown, context: Context) => bag(value.shipping.tax, context),
  },
  OrderAdjustment: {
    id: (refund: Refund) => gid('OrderAdjustment', refund.id),
    // What is paid back is written as less than nothing.
    amountSet: (refund: Refund, _: unknown, context: Context) => bag(-refund.adjustment, context),
    taxAmountSet: (_: Refund, __: unknown, context: Context) => bag(0, context),
  },
};

function allocations(inCents: number, context: Context) {
  return inCents === 0 ? [] : [{ allocatedAmountSet: bag(inCents, context) }];
}

function taxLines(inCents: number, context: Context) {
  if (inCents === 0) return [];
  return [{ title: 'VAT', rate: context.shop.state.taxRate, priceSet: bag(inCents, context) }];
}
