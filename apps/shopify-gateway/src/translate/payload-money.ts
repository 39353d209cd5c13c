import { amountOf, amountText, sumOf } from '@tillbridge/contracts';
import { paidBack, type StoreMoney, type Taxed } from './order-money';
import type { OrderPayload } from './payloads';

type Refund = OrderPayload['refunds'][number];

/** The order's money, as a webhook writes it. null where it does not say what the order comes to. */
export function moneyOf(payload: OrderPayload): StoreMoney | null {
  const { total_price: total, current_total_price: current } = payload;
  if (!total) return null;
  return {
    taxesIncluded: payload.taxes_included,
    total,
    current: current ?? total,
    tip: payload.total_tip_received ?? '0',
    duties: payload.original_total_duties_set ?? '0',
    fees: payload.original_total_additional_fees_set ?? '0',
    shipping: payload.shipping_lines
      .filter((line) => !line.is_removed)
      .map(({ price, discount_allocations: discounts, tax_lines: taxes }) => ({
        price: amountText(amountOf(price) - sumOf(amountsOf(discounts).map(amountOf))),
        taxes: pricesOf(taxes),
      })),
    refundedShipping: payload.refunds.flatMap(refundedShipping),
    adjustments: payload.refunds.flatMap((refund) => refund.order_adjustments.filter(isNotShipping).map(adjustment)),
  };
}

export const amountsOf = (allocations: readonly { readonly amount: string }[]): string[] =>
  allocations.map(({ amount }) => amount);

export const pricesOf = (taxes: readonly { readonly price: string }[]): string[] => taxes.map(({ price }) => price);

/** Older shops tell of shipping that was paid back as an adjustment, newer ones as lines, and some as both. */
function refundedShipping(refund: Refund): Taxed[] {
  const { refund_shipping_lines: lines, order_adjustments: adjustments } = refund;
  if (lines.length === 0) return adjustments.filter((one) => !isNotShipping(one)).map(adjustment);
  return lines.map((line) => ({ price: line.subtotal_amount_set, taxes: [line.tax_amount_set ?? '0'] }));
}

const isNotShipping = ({ kind }: Refund['order_adjustments'][number]): boolean => kind !== 'shipping_refund';

const adjustment = ({ amount, tax_amount: tax }: Refund['order_adjustments'][number]): Taxed =>
  paidBack({ price: amount, taxes: [tax ?? '0'] });
