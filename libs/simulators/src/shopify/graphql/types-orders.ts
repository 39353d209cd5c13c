import { gid } from '../model/ids';
import { totalsOf } from '../model/order-totals';
import { financialStatus, fulfillmentStatus, lineOf, openUnits } from '../model/order-view';
import { fulfillmentOrdersOf, must } from '../model/shop';
import { graphqlTime, graphqlTimeOrNull } from '../model/time';
import type {
  Fulfillment,
  FulfillmentOrder,
  FulfillmentOrderLine,
  Hold,
  Line,
  Order,
  Refund,
  RefundLine,
} from '../model/state';
import { page, type Keyed, type PageArgs } from './connection';
import { lineMoney, moneyTypes, orderMoney, refundLineMoney, refundMoney } from './types-order-money';
import type { Context, TypeResolvers } from './context';
import { accessDenied } from './errors';

/** Children of an order know where they belong through these pairs; the schema reaches them only through their parent. */
type Of<T> = { order: Order; value: T };

const list = <T extends { id: string }>(values: T[]): Keyed<T>[] =>
  values.map((value, index) => ({ id: value.id, key: index, value }));

const withOrder = <T extends { id: string }>(order: Order, values: T[]): Keyed<Of<T>>[] =>
  values.map((value, index) => ({ id: value.id, key: index, value: { order, value } }));

export const orderTypes: TypeResolvers = {
  Order: {
    ...orderMoney,
    id: (order: Order) => gid('Order', order.id),
    legacyResourceId: (order: Order) => order.id,
    name: (order: Order) => order.name,
    number: (order: Order) => order.number - 1000,
    email: (order: Order) => order.customer.email,
    note: (order: Order) => order.note,
    tags: (order: Order) => order.tags,
    test: () => false,
    confirmed: () => true,
    confirmationNumber: (order: Order) => order.confirmation,
    sourceName: () => 'web',
    cartToken: (order: Order) => order.cartToken,
    checkoutToken: (order: Order) => order.checkoutToken,
    currencyCode: (_: Order, __: unknown, { shop }: Context) => shop.state.currency,
    createdAt: (order: Order) => graphqlTime(order.createdAt),
    updatedAt: (order: Order) => graphqlTime(order.updatedAt),
    processedAt: (order: Order) => graphqlTime(order.createdAt),
    cancelledAt: (order: Order) => graphqlTimeOrNull(order.cancelledAt),
    cancelReason: (order: Order) => order.cancelReason,
    cancellation: (order: Order) => (order.cancelledAt === null ? null : { staffNote: order.cancelStaffNote }),
    closed: () => false,
    edited: (order: Order) => order.edited,
    fullyPaid: (order: Order) => order.paid,
    unpaid: (order: Order) => !order.paid,
    refundable: (order: Order, _: unknown, { shop }: Context) => order.paid && totalsOf(shop, order).current > 0,
    restockable: (order: Order) => order.lines.some((line) => openUnits(line) > 0),
    requiresShipping: (order: Order) => order.lines.some((line) => line.requiresShipping),
    displayFinancialStatus: (order: Order, _: unknown, { shop }: Context) =>
      financialStatus(order, totalsOf(shop, order)).toUpperCase(),
    displayFulfillmentStatus: (order: Order, _: unknown, { shop }: Context) => displayStatus(order, shop.state),
    subtotalLineItemsQuantity: (order: Order) => order.lines.reduce((sum, line) => sum + line.quantity, 0),
    currentSubtotalLineItemsQuantity: (order: Order) => order.lines.reduce((sum, line) => sum + line.current, 0),
    lineItems: (order: Order, args: PageArgs) => page(withOrder(order, order.lines), args),
    fulfillmentOrders: (order: Order, args: PageArgs, { shop }: Context) =>
      page(list(fulfillmentOrdersOf(shop.state, order)), args),
    fulfillments: (order: Order, { first }: { first?: number | null }) =>
      order.fulfillments.slice(0, first ?? undefined).map((value) => ({ order, value })),
    refunds: (order: Order, { first }: { first?: number | null }) =>
      order.refunds.slice(0, first ?? undefined).map((value) => ({ order, value })),
  },
  LineItem: {
    id: ({ value }: Of<Line>) => gid('LineItem', value.id),
    sku: ({ value }: Of<Line>) => value.sku,
    title: ({ value }: Of<Line>) => value.title,
    name: ({ value }: Of<Line>) => (value.variantTitle ? `${value.title} - ${value.variantTitle}` : value.title),
    variantTitle: ({ value }: Of<Line>) => value.variantTitle,
    quantity: ({ value }: Of<Line>) => value.quantity,
    currentQuantity: ({ value }: Of<Line>) => value.current,
    fulfillableQuantity: ({ value }: Of<Line>) => openUnits(value),
    unfulfilledQuantity: ({ value }: Of<Line>) => openUnits(value),
    nonFulfillableQuantity: ({ value }: Of<Line>) => value.quantity - openUnits(value),
    refundableQuantity: ({ value }: Of<Line>) => value.current,
    requiresShipping: ({ value }: Of<Line>) => value.requiresShipping,
    restockable: ({ value }: Of<Line>) => value.tracked,
    isGiftCard: ({ value }: Of<Line>) => value.giftCard,
    taxable: ({ value }: Of<Line>) => !value.giftCard,
    ...lineMoney,
    variant: ({ value }: Of<Line>, _: unknown, { shop }: Context) => shop.state.variants.get(value.variantId) ?? null,
    product: ({ value }: Of<Line>, _: unknown, { shop }: Context) => shop.state.products.get(value.productId) ?? null,
  },
  FulfillmentOrder: {
    id: (one: FulfillmentOrder) => gid('FulfillmentOrder', one.id),
    status: (one: FulfillmentOrder) => one.status,
    requestStatus: () => 'UNSUBMITTED',
    orderId: (one: FulfillmentOrder) => gid('Order', one.orderId),
    order: (one: FulfillmentOrder, _: unknown, { shop }: Context) => must(shop.state.orders, one.orderId),
    orderName: (one: FulfillmentOrder, _: unknown, { shop }: Context) => must(shop.state.orders, one.orderId).name,
    orderProcessedAt: (one: FulfillmentOrder, _: unknown, { shop }: Context) =>
      graphqlTime(must(shop.state.orders, one.orderId).createdAt),
    createdAt: (one: FulfillmentOrder) => graphqlTime(one.createdAt),
    updatedAt: (one: FulfillmentOrder) => graphqlTime(one.updatedAt),
    assignedLocation: (one: FulfillmentOrder, _: unknown, { shop }: Context) => {
      const location = must(shop.state.locations, one.locationId);
      return { name: location.name, countryCode: 'CA', location };
    },
    supportedActions: (one: FulfillmentOrder) => supportedActions(one).map((action) => ({ action })),
    fulfillmentHolds: (one: FulfillmentOrder) => one.holds,
    lineItems: (one: FulfillmentOrder, args: PageArgs, { shop }: Context) =>
      page(withOrder(must(shop.state.orders, one.orderId), one.lines), args),
  },
  FulfillmentOrderLineItem: {
    id: ({ value }: Of<FulfillmentOrderLine>) => gid('FulfillmentOrderLineItem', value.id),
    totalQuantity: ({ value }: Of<FulfillmentOrderLine>) => value.total,
    remainingQuantity: ({ value }: Of<FulfillmentOrderLine>) => value.remaining,
    lineItem: ({ order, value }: Of<FulfillmentOrderLine>) => ({ order, value: lineOf(order, value.lineId) }),
    inventoryItemId: ({ order, value }: Of<FulfillmentOrderLine>) =>
      gid('InventoryItem', lineOf(order, value.lineId).itemId),
    sku: ({ order, value }: Of<FulfillmentOrderLine>) => lineOf(order, value.lineId).sku,
    productTitle: ({ order, value }: Of<FulfillmentOrderLine>) => lineOf(order, value.lineId).title,
    variantTitle: ({ order, value }: Of<FulfillmentOrderLine>) => lineOf(order, value.lineId).variantTitle,
    requiresShipping: ({ order, value }: Of<FulfillmentOrderLine>) => lineOf(order, value.lineId).requiresShipping,
    variant: ({ order, value }: Of<FulfillmentOrderLine>, _: unknown, { shop }: Context) =>
      shop.state.variants.get(lineOf(order, value.lineId).variantId) ?? null,
  },
  FulfillmentHold: {
    id: (hold: Hold) => gid('FulfillmentHold', hold.id),
    reason: (hold: Hold) => hold.reason,
    reasonNotes: (hold: Hold) => hold.reasonNotes,
    displayReason: (hold: Hold) => hold.reason.toLowerCase().replaceAll('_', ' '),
    handle: (hold: Hold) => hold.handle,
    heldByRequestingApp: () => true,
    heldByApp: () => {
      throw accessDenied('heldByApp', 'read_apps');
    },
  },
  Fulfillment: {
    id: ({ value }: Of<Fulfillment>) => gid('Fulfillment', value.id),
    legacyResourceId: ({ value }: Of<Fulfillment>) => value.id,
    name: ({ order, value }: Of<Fulfillment>) => `${order.name}.${order.fulfillments.indexOf(value) + 1}`,
    status: ({ value }: Of<Fulfillment>) => (value.cancelled ? 'CANCELLED' : 'SUCCESS'),
    displayStatus: ({ value }: Of<Fulfillment>) => (value.cancelled ? 'CANCELED' : 'FULFILLED'),
    createdAt: ({ value }: Of<Fulfillment>) => graphqlTime(value.createdAt),
    updatedAt: ({ value }: Of<Fulfillment>) => graphqlTime(value.createdAt),
    totalQuantity: ({ value }: Of<Fulfillment>) => value.lines.reduce((sum, line) => sum + line.quantity, 0),
    location: ({ value }: Of<Fulfillment>, _: unknown, { shop }: Context) =>
      must(shop.state.locations, value.locationId),
    order: ({ order }: Of<Fulfillment>) => order,
    fulfillmentLineItems: ({ order, value }: Of<Fulfillment>, args: PageArgs) =>
      page(
        value.lines.map((line) => ({
          id: line.lineId,
          key: 0,
          value: {
            id: gid('FulfillmentLineItem', `${value.id}${line.lineId}`.slice(-16)),
            quantity: line.quantity,
            lineItem: { order, value: lineOf(order, line.lineId) },
          },
        })),
        args,
      ),
  },
  Refund: {
    id: ({ value }: Of<Refund>) => gid('Refund', value.id),
    legacyResourceId: ({ value }: Of<Refund>) => value.id,
    createdAt: ({ value }: Of<Refund>) => graphqlTime(value.createdAt),
    updatedAt: ({ value }: Of<Refund>) => graphqlTime(value.createdAt),
    processedAt: ({ value }: Of<Refund>) => graphqlTime(value.createdAt),
    note: ({ value }: Of<Refund>) => value.note,
    order: ({ order }: Of<Refund>) => order,
    ...refundMoney,
    refundLineItems: ({ order, value }: Of<Refund>, args: PageArgs) => page(withOrder(order, value.lines), args),
  },
  ...moneyTypes,
  RefundLineItem: {
    ...refundLineMoney,
    id: ({ value }: Of<RefundLine>) => gid('RefundLineItem', value.id),
    quantity: ({ value }: Of<RefundLine>) => value.quantity,
    restockType: ({ value }: Of<RefundLine>) => value.restockType.toUpperCase(),
    restocked: ({ value }: Of<RefundLine>) => value.restockType !== 'no_restock',
    lineItem: ({ order, value }: Of<RefundLine>) => ({ order, value: lineOf(order, value.lineId) }),
    location: ({ value }: Of<RefundLine>, _: unknown, { shop }: Context) =>
      value.locationId === null ? null : must(shop.state.locations, value.locationId),
  },
};

function displayStatus(order: Order, state: Context['shop']['state']): string {
  const held = fulfillmentOrdersOf(state, order).some((one) => one.status === 'ON_HOLD');
  const status = fulfillmentStatus(order);
  if (status === 'fulfilled') return 'FULFILLED';
  if (status === 'partial') return 'PARTIALLY_FULFILLED';
  return held ? 'ON_HOLD' : 'UNFULFILLED';
}

function supportedActions(one: FulfillmentOrder): string[] {
  switch (one.status) {
    case 'OPEN':
      return ['CREATE_FULFILLMENT', 'REPORT_PROGRESS', 'MOVE', 'HOLD', 'SPLIT'];
    case 'IN_PROGRESS':
      return ['CREATE_FULFILLMENT', 'REPORT_PROGRESS', 'HOLD', 'MARK_AS_OPEN'];
    case 'ON_HOLD':
      return ['RELEASE_HOLD', 'HOLD', 'MOVE'];
    default:
      return [];
  }
}
