import type { Cause, OrderObserved } from '@tillbridge/contracts';
import type { Tx } from '@tillbridge/persistence';
import { asked, type StoreState } from '../store-state';
import type { StoreAdapter } from '../store-adapter';
import { recordOrders } from './record-orders';

/** Of an order that was never heard of there is nothing to tell: whoever reads it later finds it missing. */
export async function recordDeleted(
  tx: Tx,
  state: StoreState,
  channel: string,
  deleted: readonly { order: string; cause: Cause }[],
): Promise<void> {
  if (deleted.length === 0) return;
  const known = await state.orders.load(tx, channel, [...new Set(deleted.map(({ order }) => order))]);
  const copies = deleted.flatMap(({ order, cause }) => {
    const fact = asDeleted(known.get(order)?.fact, state.now());
    return fact ? [{ order: fact, cause }] : [];
  });
  await recordOrders(tx, state, channel, copies);
}

/** The store was asked for an order and knows none: it was deleted, unless the store no longer shows orders of its age. */
export async function recordMissing(
  tx: Tx,
  state: StoreState,
  { channel, ordersShownForMs = Number.POSITIVE_INFINITY }: Pick<StoreAdapter, 'channel' | 'ordersShownForMs'>,
  order: string,
): Promise<void> {
  const placedAt = (await state.orders.load(tx, channel, [order])).get(order)?.fact.placedAt;
  if (placedAt === undefined || state.now().getTime() - Date.parse(placedAt) > ordersShownForMs) return;
  await recordDeleted(tx, state, channel, [{ order, cause: asked(channel, 'orders', state.now()) }]);
}

/** As if cancelled without a restock. What has been shipped stays shipped, and what owes nobody anything stays as it is. */
function asDeleted(known: OrderObserved | undefined, now: Date): OrderObserved | null {
  if (!known || known.cancelledAt !== null || known.lines.every(({ current, fulfilled }) => current <= fulfilled))
    return null;
  // No message says when. No copy of it can be newer, except by clocks that differ.
  const at = new Date(Math.max(now.getTime(), Date.parse(known.updatedAt))).toISOString();
  const lines = known.lines.map((line) => ({ ...line, current: Math.min(line.current, line.fulfilled) }));
  return { ...known, updatedAt: at, cancelledAt: at, deleted: true, lines };
}
