import { orderObserved, type Cause, type OrderObserved } from '@tillbridge/contracts';
import { seeStoreFacts } from '@tillbridge/level-mirror';
import type { OutgoingFact, Tx } from '@tillbridge/persistence';
import type { StoreState } from '../store-state';
import { keyOf, mergeOrder, newlySeen, type Seen } from './order-counts';
import type { SeenOrder } from './seen-orders';

export interface CausedOrder {
  readonly order: OrderObserved;
  readonly cause: Cause;
}

/**
 * Records copies of orders: each moves its levels by the difference to what was counted before, and is told to the core
 * if it says anything new. @returns how many orders said something new.
 */
export async function recordOrders(
  tx: Tx,
  state: StoreState,
  channel: string,
  copies: readonly CausedOrder[],
): Promise<number> {
  if (copies.length === 0) return 0;
  const known = await state.orders.load(tx, channel, [...new Set(copies.map(({ order }) => order.order))]);
  const saved = new Map<string, SeenOrder>();
  const facts: OutgoingFact<typeof orderObserved>[] = [];
  const moves = new Map<string, Seen>();
  for (const { order, cause } of copies) {
    const before = saved.get(order.order) ?? known.get(order.order);
    const merged = mergeOrder(before?.fact ?? null, order);
    if (!merged) continue;
    saved.set(order.order, { fact: merged, version: before?.version ?? 0 });
    facts.push({ definition: orderObserved, data: merged, cause });
    for (const seen of newlySeen(before?.fact ?? null, merged)) addMove(moves, seen);
  }
  await state.orders.save(tx, [...saved.values()]);
  await countAtLevels(tx, state, channel, await ours(tx, state, channel, [...moves.values()]), copies[0]!.cause);
  await state.outbox.add(tx, facts);
  return saved.size;
}

async function countAtLevels(
  tx: Tx,
  state: StoreState,
  channel: string,
  moves: readonly Seen[],
  cause: Cause,
): Promise<void> {
  const moveOf = new Map(moves.map((move) => [keyOf(move), move]));
  await state.book.change(tx, channel, moves, cause, (level) => {
    const { ordered, restocked } = moveOf.get(keyOf(level))!;
    const mirror = seeStoreFacts(level.mirror, { ordered, restocked });
    return mirror === level.mirror ? level : { ...level, mirror };
  });
}

/** What is served from a place that is none of ours moves no level of ours. */
async function ours(tx: Tx, state: StoreState, channel: string, moves: readonly Seen[]): Promise<Seen[]> {
  const row = await state.channels.get(tx, channel);
  return moves.filter(({ storeLocation }) => row?.settings.storeLocations.includes(storeLocation));
}

function addMove(moves: Map<string, Seen>, seen: Seen): void {
  const known = moves.get(keyOf(seen));
  moves.set(keyOf(seen), {
    ...seen,
    ordered: seen.ordered + (known?.ordered ?? 0),
    restocked: seen.restocked + (known?.restocked ?? 0),
  });
}
