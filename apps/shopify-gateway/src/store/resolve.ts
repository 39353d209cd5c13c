import type { OrderShort } from '@tillbridge/contracts';
import type { Resolved, TimesAsked } from '@tillbridge/gateway-kit';
import type { AdminClient } from '../admin/client';
import { gid } from '../admin/ids';
import { cancelOrder } from '../documents';
import type { UserError } from '../admin/user-error';
import { fulfilmentOf } from './fulfilment';
import { hold, notesCharactersMax } from './hold';
import { moveOrHold } from './move';

/** With the waits between them most of a minute, where the store's job takes seconds. */
const cancelAnswersMax = 7;
const cancelledBefore = 'the store had cancelled the order already';

/**
 * Tells the store that an accepted order lost its units, in the way that the policy says.
 *
 * @returns null while it is not so yet: the store has to decide how to serve the order before there is anything to hold,
 * and it cancels in a job of its own, some time after it agreed.
 */
export async function resolveOrder(
  client: AdminClient,
  short: OrderShort,
  before: TimesAsked,
): Promise<Resolved | null> {
  const found = await fulfilmentOf(client, short.order);
  if (!found) return { outcome: 'failed', detail: 'the store knows no such order' };
  const neverAsked = before.answered + before.unanswered === 0;
  if (found.cancelled) return { outcome: 'cancelled', detail: neverAsked ? cancelledBefore : null };
  switch (short.resolution) {
    case 'hold':
      return hold(client, short, found.fulfilment, 'held');
    // A backordered order waits for its units as a held one does; the tag says that it is meant to.
    case 'backorder':
      return hold(client, short, found.fulfilment, 'backordered');
    case 'cancel':
      return cancel(client, short, before.answered);
    case 'move':
      return moveOrHold(client, short, found);
  }
}

/**
 * Accepted is not cancelled: only the order itself says that, and the next attempt looks. Asked for while its job runs the
 * store answers that it cannot; after a job that failed it accepts again.
 */
async function cancel(client: AdminClient, short: OrderShort, answered: number): Promise<Resolved | null> {
  const { orderCancel: result } = await client.ask<{ orderCancel: { orderCancelUserErrors: UserError[] } | null }>(
    cancelOrder,
    { id: gid('Order', short.order), note: short.reason.slice(0, notesCharactersMax) },
    // Not idempotent: after a lost answer the order is looked at before it is cancelled again.
    { once: true },
  );
  const [error] = result?.orderCancelUserErrors ?? [];
  const mayStillHappen = !error || passing.has(error.code ?? '');
  if (mayStillHappen && answered < cancelAnswersMax) return null;
  const detail = error ? `the store refuses to cancel: ${error.message}` : 'the store agrees to cancel and does not';
  return { outcome: 'failed', detail };
}

const passing = new Set(['INVALID', 'INTERNAL_ERROR']);
