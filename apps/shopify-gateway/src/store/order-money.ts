import { paidBack, type StoreMoney, type Taxed } from '../translate/order-money';

/** As the fragment InShopMoney asks for it. */
export interface MoneyBag {
  shopMoney: { amount: string };
}

export interface TaxNode {
  priceSet: MoneyBag;
}

interface Nodes<Node> {
  nodes: Node[];
  pageInfo: { hasNextPage: boolean };
}

export interface RefundMoneyNode {
  refundShippingLines: Nodes<{ subtotalAmountSet: MoneyBag; taxAmountSet: MoneyBag }>;
  orderAdjustments: Nodes<{ amountSet: MoneyBag; taxAmountSet: MoneyBag }>;
}

/** What the document asks of an order's money. */
export interface MoneyNode {
  taxesIncluded: boolean;
  totalPriceSet: MoneyBag;
  currentTotalPriceSet: MoneyBag;
  totalTipReceivedSet: MoneyBag;
  originalTotalDutiesSet: MoneyBag | null;
  originalTotalAdditionalFeesSet: MoneyBag | null;
  shippingLines: Nodes<{ isRemoved: boolean; discountedPriceSet: MoneyBag; taxLines: TaxNode[] }>;
  refunds: RefundMoneyNode[];
}

/** The order's money, as the Admin API answers it. */
export function moneyOf(node: MoneyNode): StoreMoney {
  return {
    taxesIncluded: node.taxesIncluded,
    total: amountIn(node.totalPriceSet),
    current: amountIn(node.currentTotalPriceSet),
    tip: amountIn(node.totalTipReceivedSet),
    duties: amountIn(node.originalTotalDutiesSet),
    fees: amountIn(node.originalTotalAdditionalFeesSet),
    shipping: node.shippingLines.nodes
      .filter((line) => !line.isRemoved)
      .map((line) => ({ price: amountIn(line.discountedPriceSet), taxes: taxesOf(line) })),
    refundedShipping: node.refunds.flatMap((refund) =>
      refund.refundShippingLines.nodes.map((line) => taxed(line.subtotalAmountSet, line.taxAmountSet)),
    ),
    adjustments: node.refunds.flatMap((refund) =>
      refund.orderAdjustments.nodes.map((one) => paidBack(taxed(one.amountSet, one.taxAmountSet))),
    ),
  };
}

export const amountIn = (bag: MoneyBag | null): string => bag?.shopMoney.amount ?? '0';

export const taxesOf = ({ taxLines }: { taxLines: readonly TaxNode[] }): string[] =>
  taxLines.map(({ priceSet }) => amountIn(priceSet));

const taxed = (price: MoneyBag, tax: MoneyBag): Taxed => ({ price: amountIn(price), taxes: [amountIn(tax)] });
