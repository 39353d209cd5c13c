import type { OrderObserved } from '@tillbridge/contracts';
import type { OrderRef } from '@tillbridge/gateway-kit';
import { PermanentError } from '@tillbridge/persistence';
import type { AdminClient } from '../admin/client';
import { NoAnswer } from '../admin/errors';
import { gid, numericId } from '../admin/ids';
import { changedOrders, orderInFull } from '../documents';
import { fulfilmentOf, servedFrom } from './fulfilment';
import { orderFact, type LinePart, type StoreOrder, type StoreOrderLine } from '../translate/order-facts';
import {
  amountIn,
  moneyOf,
  taxesOf,
  type MoneyBag,
  type MoneyNode,
  type RefundMoneyNode,
  type TaxNode,
} from './order-money';

interface PageInfo {
  hasNextPage: boolean;
  endCursor?: string | null;
}

interface LineNode {
  id: string;
  quantity: number;
  currentQuantity: number;
  isGiftCard: boolean;
  originalUnitPriceSet: MoneyBag;
  discountAllocations: { allocatedAmountSet: MoneyBag }[];
  taxLines: TaxNode[];
  variant: { legacyResourceId: string } | null;
}

interface PartNode {
  quantity: number | null;
  lineItem: { id: string };
}

interface RefundLineNode extends PartNode {
  restockType: string;
  location: { legacyResourceId: string } | null;
  subtotalSet: MoneyBag;
  totalTaxSet: MoneyBag;
}

interface OrderNode extends MoneyNode {
  legacyResourceId: string;
  name: string;
  createdAt: string;
  updatedAt: string;
  cancelledAt: string | null;
  displayFinancialStatus: string | null;
  currencyCode: string;
  cartToken: string | null;
  lineItems: { nodes: LineNode[]; pageInfo: PageInfo };
  fulfillments: { status: string; fulfillmentLineItems: { nodes: PartNode[]; pageInfo: PageInfo } }[];
  refunds: (RefundMoneyNode & { refundLineItems: { nodes: RefundLineNode[]; pageInfo: PageInfo } })[];
}

/** As many as one answer holds; an order with more is no web order, and guessing would lose units. */
const partsPerOrderMax = 10;

export async function pollOrders(client: AdminClient, query: string): Promise<OrderRef[]> {
  const found: OrderRef[] = [];
  let after: string | null = null;
  do {
    const data: { orders: { nodes: { legacyResourceId: string; updatedAt: string }[]; pageInfo: PageInfo } } =
      await client.ask(changedOrders, { query, after });
    for (const node of data.orders.nodes)
      found.push({ order: node.legacyResourceId, updatedAt: new Date(node.updatedAt) });
    after = data.orders.pageInfo.hasNextPage ? (data.orders.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  return found;
}

export function updatedSince(since: Date): string {
  return `updated_at:>='${since.toISOString().replace(/\.\d+Z$/, 'Z')}'`;
}

/**
 * `complete`: every line that is stocked says from where it is served. Where the store has more than one location it is
 * asked, for it may serve an order from one that is not configured.
 */
export async function readOrder(
  client: AdminClient,
  { channel, order, soleLocation }: { channel: string; order: string; soleLocation: string | null },
): Promise<{ order: OrderObserved; complete: boolean } | null> {
  const node = await wholeOrder(client, order);
  if (!node) return null;
  const locationOf =
    soleLocation === null ? servedFrom((await fulfilmentOf(client, order))?.fulfilment ?? []) : () => soleLocation;
  const fact = orderFact(channel, orderOf(node), locationOf);
  const waiting = fact.lines.some(
    (line) => line.externalId !== null && line.storeLocation === null && line.current > 0,
  );
  return { order: fact, complete: !waiting };
}

async function wholeOrder(client: AdminClient, order: string): Promise<OrderNode | null> {
  const lines: LineNode[] = [];
  const moments = new Set<string>();
  let afterLine: string | null = null;
  for (;;) {
    const data: { order: OrderNode | null } = await client.ask(orderInFull, { id: gid('Order', order), afterLine });
    if (!data.order) return null;
    if (moments.add(data.order.updatedAt).size > 1)
      throw new NoAnswer('the order was changed while it was read: its pages do not belong together');
    lines.push(...data.order.lineItems.nodes);
    const { hasNextPage, endCursor } = data.order.lineItems.pageInfo;
    if (!hasNextPage) return { ...data.order, lineItems: { ...data.order.lineItems, nodes: lines } };
    afterLine = endCursor ?? null;
  }
}

function orderOf(node: OrderNode): StoreOrder {
  const parts = [
    ...node.fulfillments.map((each) => each.fulfillmentLineItems.pageInfo),
    ...node.refunds.flatMap((each) => [
      each.refundLineItems.pageInfo,
      each.refundShippingLines.pageInfo,
      each.orderAdjustments.pageInfo,
    ]),
    node.shippingLines.pageInfo,
  ];
  if (
    parts.some((page) => page.hasNextPage) ||
    node.fulfillments.length >= partsPerOrderMax ||
    node.refunds.length >= partsPerOrderMax
  )
    throw new PermanentError(
      `order ${node.legacyResourceId} has more refunds, shipments or ways of shipping than one answer holds`,
    );
  return {
    id: node.legacyResourceId,
    name: node.name,
    createdAt: node.createdAt,
    updatedAt: node.updatedAt,
    cancelledAt: node.cancelledAt,
    financialStatus: node.displayFinancialStatus?.toLowerCase() ?? null,
    currency: node.currencyCode,
    cartToken: node.cartToken,
    money: moneyOf(node),
    lines: node.lineItems.nodes.map(lineOf),
    refunded: node.refunds.flatMap((refund) =>
      refund.refundLineItems.nodes.map((part) => ({
        ...partOf(part),
        restockType: part.restockType.toLowerCase(),
        location: part.location?.legacyResourceId ?? null,
        subtotal: amountIn(part.subtotalSet),
        tax: amountIn(part.totalTaxSet),
      })),
    ),
    fulfilled: shippedParts(node, 'SUCCESS'),
    unshipped: shippedParts(node, 'CANCELLED'),
  };
}

function shippedParts({ fulfillments }: OrderNode, status: string): LinePart[] {
  return fulfillments
    .filter((fulfilment) => fulfilment.status === status)
    .flatMap((fulfilment) => fulfilment.fulfillmentLineItems.nodes.map(partOf));
}

function lineOf(node: LineNode): StoreOrderLine {
  return {
    id: numericId(node.id),
    // A gift card is money that is owed, and lies on no shelf.
    variant: node.isGiftCard ? null : (node.variant?.legacyResourceId ?? null),
    quantity: node.quantity,
    currentQuantity: node.currentQuantity,
    price: amountIn(node.originalUnitPriceSet),
    discounts: node.discountAllocations.map((each) => amountIn(each.allocatedAmountSet)),
    taxes: taxesOf(node),
  };
}

function partOf(part: PartNode): LinePart {
  return { line: numericId(part.lineItem.id), quantity: part.quantity ?? 0 };
}
