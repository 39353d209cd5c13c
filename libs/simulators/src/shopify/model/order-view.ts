import { BadRequest } from '../../shared';
import { amount, cents } from './money';
import type { Line, Order } from './state';

/** What an order says of itself; read by the payloads, the API and the actions alike. */

export const openUnits = (line: Line): number => line.allocations.reduce((sum, one) => sum + one.open, 0);

export const currentCents = (order: Order): number =>
  order.lines.reduce((sum, line) => sum + cents(line.price) * line.current, 0);

const totalCents = (order: Order): number =>
  order.lines.reduce((sum, line) => sum + cents(line.price) * line.quantity, 0);

const refundedCents = (order: Order): number => order.refunds.reduce((sum, one) => sum + one.amountCents, 0);

export const orderTotals = (order: Order) => ({
  total: amount(totalCents(order)),
  current: amount(currentCents(order)),
  refunded: amount(refundedCents(order)),
});

export function financialStatus(order: Order): 'pending' | 'paid' | 'partially_refunded' | 'refunded' | 'voided' {
  if (!order.paid) return order.cancelledAt === null ? 'pending' : 'voided';
  const refunded = refundedCents(order);
  if (refunded === 0) return 'paid';
  return refunded >= totalCents(order) ? 'refunded' : 'partially_refunded';
}

export function fulfillmentStatus(order: Order): 'fulfilled' | 'partial' | null {
  const shipped = order.lines.some((line) => line.fulfilled > 0);
  if (!shipped) return null;
  return order.lines.every((line) => openUnits(line) === 0) ? 'fulfilled' : 'partial';
}

export function lineOf(order: Order, lineId: string): Line {
  const line = order.lines.find((one) => one.id === String(lineId));
  if (!line) throw new BadRequest(`order ${order.name} has no line ${lineId}`);
  return line;
}
