import { v5 } from 'uuid';
import type { OrderState } from '../ledger/ledger';

/** Our own namespace for ids that must come out the same whenever they are derived again. */
const namespace = '6f6a4a1e-3c1b-5d0e-9a55-7b1d0c5f2a10';

/** The till sale's id: derived from the order, never random, so that no retry can record it twice. */
export function postIdOf(order: OrderState, location: string, kind: 'sale' | 'reverse'): string {
  return v5([order.channel, order.order, location, kind, order.postsGranted].join('/'), namespace);
}

/** An adjustment's id at the till's gateway; it has another each time it is granted again after a refusal. */
export function adjustmentPostIdOf(adjustmentId: string, granted: number): string {
  return v5(['adjustment', adjustmentId, granted].join('/'), namespace);
}
