import type { Tx } from '@tillbridge/persistence';
import { groupOf } from '../catalogue/id-map';
import { lookUpListing } from '../catalogue/look-up-listing';
import { markOf, recordGroupRead, recordListings } from '../catalogue/record-listings';
import { asked, inTurn, type StoreState } from '../store-state';
import type { Described, StoreAdapter } from '../store-adapter';
import type { Attempt, StoreTask } from './store-tasks';
import { wantTask } from './want-task';

interface Store<Asked extends keyof StoreAdapter> {
  readonly state: StoreState;
  readonly adapter: Pick<StoreAdapter, 'channel' | Asked>;
}

export async function readGroup(
  { state, adapter }: Store<'readGroup'>,
  { subject: groupRef }: StoreTask,
): Promise<Attempt> {
  const { channel } = adapter;
  const readAfter = await markOf(state, channel);
  const listings = await adapter.readGroup(groupRef);
  const cause = asked(channel, 'catalogue', state.now());
  return (tx) => recordGroupRead(tx, state, channel, { groupRef, listings }, { readAfter, cause });
}

/** A store that refuses to do something with a listing may not have it any more. */
export async function doubtListing(tx: Tx, state: StoreState, channel: string, externalId: string): Promise<void> {
  const known = await state.idMap.listings(tx, channel, [externalId]);
  for (const listing of known.filter(({ standing }) => standing !== 'gone'))
    await wantTask(tx, state, channel, 'read-group', groupOf(listing));
}

/** An item is known as listed before it is made buyable, so that whatever happens in between is taken up from there. */
export async function listItem(
  { state, adapter }: Store<'upsertItem' | 'finishListing'>,
  { subject: itemId }: StoreTask,
): Promise<Attempt> {
  const { channel } = adapter;
  const { item, listedAs } = await state.uow.run((tx) => lookUpListing(tx, state, channel, itemId));
  const readAfter = await markOf(state, channel);
  const created = item && (await adapter.upsertItem(item));
  if (created) await inTurn(state, channel, (tx) => recordCreated(tx, state, channel, { itemId, created }, readAfter));
  await adapter.finishListing(itemId, created ? [created.externalId] : listedAs);
  return async () => undefined;
}

function recordCreated(
  tx: Tx,
  state: StoreState,
  channel: string,
  { itemId, created }: { itemId: string; created: Described },
  readAfter: number,
): Promise<void> {
  const cause = asked(channel, 'catalogue', state.now());
  const createdFor = { externalId: created.externalId, itemId };
  return recordListings(tx, state, channel, [created], { readAfter, cause, createdFor });
}
