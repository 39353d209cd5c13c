import type { OrderShort } from '@tillbridge/contracts';
import type { Resolved } from '@tillbridge/gateway-kit';
import type { AdminClient } from '../admin/client';
import { Refused } from '../admin/errors';
import { gid } from '../admin/ids';
import type { UserError } from '../admin/user-error';
import { moveFulfilment } from '../documents';
import { fulfilmentOf, type Fulfilment, type FulfilmentOfOrder } from './fulfilment';
import { hold, release, untag } from './hold';
import { nameOf, planMoves, type Move, type MovePlan } from './plan-moves';

/**
 * Has the short lines served from where their units are, and holds what no place has the units for: a person has to see it.
 * Where a line that has a place cannot be moved, or the store will not move it, everything is held instead. After a lost
 * answer the order is looked at again, so nothing is moved twice.
 *
 * @returns null while the store has not decided how to serve the order.
 */
export async function moveOrHold(
  client: AdminClient,
  short: OrderShort,
  { fulfilment, tags }: FulfilmentOfOrder,
): Promise<Resolved | null> {
  if (fulfilment.length === 0) return null;
  const plan = planMoves(short.lines, fulfilment);
  const refusal = plan.possible ? await carryOut(client, plan, fulfilment) : plan.reason;
  if (plan.possible && refusal === null) return holdRest(client, short, plan.staying, tags);
  // Some may have moved before one was refused.
  const now = await fulfilmentOf(client, short.order);
  const held = await hold(client, short, now?.fulfilment ?? [], 'held');
  return held?.outcome === 'held' ? { outcome: 'held', detail: `not moved: ${refusal}` } : held;
}

/** Holds what ships a line that no place has the units for; without one, nothing of ours is left on the order. */
async function holdRest(
  client: AdminClient,
  short: OrderShort,
  staying: readonly string[],
  tags: readonly string[],
): Promise<Resolved | null> {
  const now = staying.length === 0 ? null : await fulfilmentOf(client, short.order);
  const rest = (now?.fulfilment ?? []).filter((each) => ships(each, staying));
  const held = rest.length === 0 ? null : await hold(client, short, rest, 'held');
  if (held?.outcome === 'held')
    return { outcome: 'moved', detail: `held, for no other place has the units: ${nameOf(staying)}` };
  return { outcome: 'moved', detail: await refusalOf(() => untag(client, short.order, tags)) };
}

/** @returns why the store refuses it; null when it is done. */
async function refusalOf(step: () => Promise<void>): Promise<string | null> {
  try {
    await step();
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}

function ships({ lines }: Fulfilment, wanted: readonly string[]): boolean {
  return lines.some(({ line, remaining }) => remaining > 0 && wanted.includes(line));
}

type Possible = Extract<MovePlan, { possible: true }>;

/** @returns why the store refuses one of them; null when all are done. */
function carryOut(
  client: AdminClient,
  { moves, staying }: Possible,
  fulfilment: readonly Fulfilment[],
): Promise<string | null> {
  const leaves = (each: Fulfilment) => moves.some((move) => move.fulfilment === each);
  return refusalOf(async () => {
    // Held by an earlier decision, it would wait for units that it has now; and nothing can be taken out of what is held.
    for (const each of fulfilment) if (leaves(each) || !ships(each, staying)) await release(client, each);
    for (const move of moves) await carryOutOne(client, move);
  });
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
