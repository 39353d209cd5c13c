import type { OrderShort } from '@tillbridge/contracts';
import type { Resolved } from '@tillbridge/gateway-kit';
import type { AdminClient } from '../admin/client';
import { Refused } from '../admin/errors';
import { gid } from '../admin/ids';
import type { UserError } from '../admin/user-error';
import { moveFulfilment } from '../documents';
import { fulfilmentOf, type Fulfilment } from './fulfilment';
import { hold, release } from './hold';
import { planMoves, type Move } from './plan-moves';

/**
 * Has the short lines served from where their units are. What cannot be moved, or the store will not move, is held instead:
 * a person has to see it. After a lost answer the order is looked at again, so nothing is moved twice.
 *
 * @returns null while the store has not decided how to serve the order.
 */
export async function moveOrHold(
  client: AdminClient,
  short: OrderShort,
  fulfilment: readonly Fulfilment[],
): Promise<Resolved | null> {
  if (fulfilment.length === 0) return null;
  const plan = planMoves(short.lines, fulfilment);
  const refusal = plan.possible ? await carryOut(client, plan.moves, fulfilment) : plan.reason;
  if (refusal === null) return { outcome: 'moved', detail: null };
  // Some may have moved before one was refused.
  const now = await fulfilmentOf(client, short.order);
  const held = await hold(client, short, now?.fulfilment ?? [], 'held');
  return held?.outcome === 'held' ? { outcome: 'held', detail: `not moved: ${refusal}` } : held;
}

/** @returns why the store refuses one of them; null when all are done. */
async function carryOut(
  client: AdminClient,
  moves: readonly Move[],
  fulfilment: readonly Fulfilment[],
): Promise<string | null> {
  try {
    // Held by an earlier decision, it would wait for units that it has now; and nothing can be taken out of what is held.
    for (const each of fulfilment) await release(client, each);
    for (const move of moves) await carryOutOne(client, move);
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}

async function carryOutOne(client: AdminClient, { fulfilment, to, parts }: Move): Promise<void> {
  const { fulfillmentOrderMove: result } = await client.ask<{
    fulfillmentOrderMove: { userErrors: UserError[] } | null;
  }>(
    moveFulfilment,
    { id: fulfilment.id, to: gid('Location', to), lines: parts },
    // Not idempotent: after a lost answer the order is looked at before anything is moved again.
    { once: true },
  );
  const [error] = result?.userErrors ?? [];
  if (error) throw new Refused(`the store refuses the move: ${error.message}`, error.code ?? 'REFUSED');
}
