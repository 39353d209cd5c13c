import type { OrderLine } from './events/order';

/**
 * Vendors stamp an order by the second, so two copies of it may bear one stamp and say different things, and nobody knows which
 * is newer. These rules find what both say together, whichever comes first. Whoever keeps copies of orders has to use them: two
 * rules for one thing would come to two orders.
 */

/** Units of a line that are wanted still, by two copies of one moment: what either saw added is added, what either saw removed is removed. */
export function stillWanted(
  a: Pick<OrderLine, 'ordered' | 'current'>,
  b: Pick<OrderLine, 'ordered' | 'current'>,
): number {
  return Math.max(a.ordered, b.ordered) - Math.max(a.ordered - a.current, b.ordered - b.current);
}

/** Whether `a` has seen more shipments taken back, or as many and more shipped: a shipment that is taken back is to be shipped again. */
export function isShippedLater(
  a: Pick<OrderLine, 'fulfilled' | 'unshipped'>,
  b: Pick<OrderLine, 'fulfilled' | 'unshipped'>,
): boolean {
  const [backA, backB] = [a.unshipped ?? 0, b.unshipped ?? 0];
  return backA > backB || (backA === backB && a.fulfilled > b.fulfilled);
}
