import type { OrderShort } from '@tillbridge/contracts';
import type { Resolved } from '@tillbridge/gateway-kit';
import type { AdminClient } from '../admin/client';
import { Refused } from '../admin/errors';
import { gid } from '../admin/ids';
import { addTags, cancelOrder, holdFulfilment } from '../documents';
import { fulfilmentOf, type Fulfilment } from './fulfilment';

interface UserError {
  code?: string | null;
  message: string;
}

/** Stable, so that a second attempt meets the first one's hold instead of making another. */
const holdHandle = 'tillbridge-short';
/** The store shows these words to its staff; a backorder is no error, its units are only not here yet. */
const holdReasons = { held: 'INVENTORY_OUT_OF_STOCK', backordered: 'UNKNOWN_DELIVERY_DATE' };
const tags = { hold: 'tillbridge-short', backorder: 'tillbridge-backorder' };
/** What may still be held: the rest is shipped, cancelled or held already. */
const holdable = new Set(['OPEN', 'IN_PROGRESS', 'SCHEDULED', 'ON_HOLD']);
const notesCharactersMax = 250;
/** With the waits between them most of a minute, where the store's job takes seconds. */
const cancelAttemptsMax = 7;
const cancelledBefore = 'the store had cancelled the order already';

/**
 * Tells the store that an accepted order lost its units, in the way that the policy says.
 *
 * @returns null while it is not so yet: the store has to decide how to serve the order before there is anything to hold,
 * and it cancels in a job of its own, some time after it agreed.
 */
export async function resolveOrder(client: AdminClient, short: OrderShort, attempts: number): Promise<Resolved | null> {
  const found = await fulfilmentOf(client, short.order);
  if (!found) return { outcome: 'failed', detail: 'the store knows no such order' };
  if (found.cancelled) return { outcome: 'cancelled', detail: attempts === 0 ? cancelledBefore : null };
  switch (short.resolution) {
    case 'hold':
      return hold(client, short, found.fulfilment, 'held');
    // A backordered order waits for its units as a held one does; the tag says that it is meant to.
    case 'backorder':
      return hold(client, short, found.fulfilment, 'backordered');
    case 'cancel':
      return cancel(client, short, attempts);
    case 'move':
      return { outcome: 'failed', detail: 'orders are not moved between locations of a store: a person has to' };
  }
}

async function hold(
  client: AdminClient,
  short: OrderShort,
  fulfilment: readonly Fulfilment[],
  outcome: 'held' | 'backordered',
): Promise<Resolved | null> {
  if (fulfilment.length === 0) return null;
  const open = fulfilment.filter((each) => holdable.has(each.status));
  if (open.length === 0) return { outcome: 'failed', detail: 'everything of the order has left or was cancelled' };
  for (const each of open) if (!isHeld(each)) await holdOne(client, short, each, outcome);
  await tag(client, short.order, outcome === 'held' ? tags.hold : tags.backorder);
  return { outcome, detail: null };
}

function isHeld(fulfilment: Fulfilment): boolean {
  return fulfilment.holds.includes(holdHandle);
}

async function holdOne(
  client: AdminClient,
  short: OrderShort,
  fulfilment: Fulfilment,
  outcome: keyof typeof holdReasons,
): Promise<void> {
  const { fulfillmentOrderHold: result } = await client.ask<{
    fulfillmentOrderHold: { userErrors: UserError[] } | null;
  }>(holdFulfilment, {
    id: fulfilment.id,
    hold: {
      reason: holdReasons[outcome],
      reasonNotes: short.reason.slice(0, notesCharactersMax),
      handle: holdHandle,
      externalId: `${short.order}/${short.decision}`,
      notifyMerchant: true,
    },
  });
  const errors = (result?.userErrors ?? []).filter((error) => error.code !== 'DUPLICATE_FULFILLMENT_HOLD_HANDLE');
  if (errors[0]) throw new Refused(`the store refuses the hold: ${errors[0].message}`, errors[0].code ?? 'REFUSED');
}

async function tag(client: AdminClient, order: string, name: string): Promise<void> {
  const { tagsAdd: result } = await client.ask<{ tagsAdd: { userErrors: UserError[] } | null }>(addTags, {
    id: gid('Order', order),
    tags: [name],
  });
  const [error] = result?.userErrors ?? [];
  if (error) throw new Refused(`the store refuses the tag: ${error.message}`, 'REFUSED');
}

/**
 * Accepted is not cancelled: only the order itself says that, and the next attempt looks. Asked for while its job runs the
 * store answers that it cannot; after a job that failed it accepts again.
 */
async function cancel(client: AdminClient, short: OrderShort, attempts: number): Promise<Resolved | null> {
  const { orderCancel: result } = await client.ask<{ orderCancel: { orderCancelUserErrors: UserError[] } | null }>(
    cancelOrder,
    { id: gid('Order', short.order), note: short.reason.slice(0, notesCharactersMax) },
    // Not idempotent: after a lost answer the order is looked at before it is cancelled again.
    { once: true },
  );
  const [error] = result?.orderCancelUserErrors ?? [];
  const mayStillHappen = !error || passing.has(error.code ?? '');
  if (mayStillHappen && attempts < cancelAttemptsMax) return null;
  const detail = error ? `the store refuses to cancel: ${error.message}` : 'the store agrees to cancel and does not';
  return { outcome: 'failed', detail };
}

const passing = new Set(['INVALID', 'INTERNAL_ERROR']);
