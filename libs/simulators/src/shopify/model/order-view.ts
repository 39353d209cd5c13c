import { BadRequest } from '../../shared';
import type { Line, Order } from './state';

/** What an order says of itself; read by the payloads, the API and the actions alike. */

export const openUnits = (line: Line): number => line.allocations.reduce((sum, one) => sum + one.open, 0);

/** @param totals `paidBack` and `total` of the order. */
export function financialStatus(
  order: Order,
  { paidBack, total }: { paidBack: number; total: number },
): 'pending' | 'paid' | 'partially_refunded' | 'refunded' | 'voided' {
  if (!order.paid) return order.cancelledAt === null ? 'pending' : 'voided';
  if (paidBack === 0) return 'paid';
  return paidBack >= total ? 'refunded' : 'partially_refunded';
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
