import type { OrderShort } from '@tillbridge/contracts';
import type { Resolved } from '@tillbridge/gateway-kit';
import type { AdminClient } from '../admin/client';
import { Refused } from '../admin/errors';
import { gid } from '../admin/ids';
import type { UserError } from '../admin/user-error';
import { addTags, holdFulfilment, releaseHold, removeTags } from '../documents';
import type { Fulfilment } from './fulfilment';

/** Stable, so that a second attempt meets the first one's hold instead of making another. */
const holdHandle = 'tillbridge-short';
/** The store shows these words to its staff; a backorder is no error, its units are only not here yet. */
const holdReasons = { held: 'INVENTORY_OUT_OF_STOCK', backordered: 'UNKNOWN_DELIVERY_DATE' };
const tags = { hold: 'tillbridge-short', backorder: 'tillbridge-backorder' };
/** What may still be held: the rest is shipped, cancelled or held already. */
const holdable = new Set(['OPEN', 'IN_PROGRESS', 'SCHEDULED', 'ON_HOLD']);
export const notesCharactersMax = 250;

/** @returns null while the store has not decided how to serve the order: there is nothing to hold yet. */
export async function hold(
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
  return fulfilment.holds.some(({ handle }) => handle === holdHandle);
}

/** Takes back a hold of ours, if there is one; what others hold stays held. */
export async function release(client: AdminClient, fulfilment: Fulfilment): Promise<void> {
  const holds = fulfilment.holds.filter(({ handle }) => handle === holdHandle).map(({ id }) => id);
  if (holds.length === 0) return;
  const { fulfillmentOrderReleaseHold: result } = await client.ask<{
    fulfillmentOrderReleaseHold: { userErrors: UserError[] } | null;
  }>(
    releaseHold,
    { id: fulfilment.id, holds },
    // What the store says of a hold that is gone is not known: after a lost answer the order is looked at first.
    { once: true },
  );
  const [error] = result?.userErrors ?? [];
  if (error) throw new Refused(`the store refuses to release the hold: ${error.message}`, error.code ?? 'REFUSED');
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
  refuseOn(result?.userErrors);
}

/** Takes back the words that a hold of ours left on the order, if they are among its `present` tags. */
export async function untag(client: AdminClient, order: string, present: readonly string[]): Promise<void> {
  const ours = Object.values(tags).filter((name) => present.some((tagged) => tagged.toLowerCase() === name));
  if (ours.length === 0) return;
  const { tagsRemove: result } = await client.ask<{ tagsRemove: { userErrors: UserError[] } | null }>(removeTags, {
    id: gid('Order', order),
    tags: ours,
  });
  refuseOn(result?.userErrors);
}

function refuseOn(errors: readonly UserError[] = []): void {
  if (errors[0]) throw new Refused(`the store refuses the tag: ${errors[0].message}`, 'REFUSED');
}
