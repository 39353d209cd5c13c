import {
  availabilityChanged,
  causedBy,
  driftDetected,
  editDecided,
  itemRegistered,
  orderShort,
  type AvailabilityChanged,
  type Cause,
  type DriftDetected,
  type EditDecided,
  type Envelope,
  type ItemRegistered,
  type OrderShort,
} from '@tillbridge/contracts';
import { endClaim } from '@tillbridge/level-mirror';
import type { Tx } from '@tillbridge/persistence';
import { readDue, want } from './book/store-level';
import type { DesiredLevel } from './book/desired-levels';
import { attachLinks, relinked } from './catalogue/open-levels';
import type { StoreSettings } from './channels/store-channels';
import type { StoreState } from './store-state';
import { wantListing } from './tasks/want-task';

const consumer = 'store-gateway';

/** Items are sold in every store, so their turn keeps every store waiting: a long batch of them is taken in pieces. */
const itemsPerTurnMax = 10;

/**
 * Takes one batch of facts from the core. Items come first, for the rest may rest on them. A fact that was taken before
 * changes nothing, so a batch that fails half way may come again as a whole.
 */
export async function takeFacts(state: StoreState, envelopes: readonly Envelope[]): Promise<void> {
  const items = envelopes.filter(({ type }) => type === itemRegistered.type);
  const others = envelopes.filter(({ type }) => type !== itemRegistered.type);
  for (let start = 0; start < items.length; start += itemsPerTurnMax)
    await takeItems(state, items.slice(start, start + itemsPerTurnMax));
  if (others.length > 0) await takeOthers(state, others);
}

async function takeItems(state: StoreState, envelopes: readonly Envelope[]): Promise<void> {
  const stores = (await state.channels.all()).map(({ settings }) => settings);
  const channels = stores.map(({ channel }) => channel);
  await takeOnce(state, envelopes, channels, async (tx, those) => {
    for (const { data, cause } of those<ItemRegistered>(itemRegistered)) await takeItem(tx, state, stores, data, cause);
  });
}

async function takeOthers(state: StoreState, envelopes: readonly Envelope[]): Promise<void> {
  const channels = envelopes.map(
    ({ data }) => (data as AvailabilityChanged | EditDecided | OrderShort | DriftDetected).channel,
  );
  await takeOnce(state, envelopes, channels, async (tx, those) => {
    await takeAvailability(tx, state, those<AvailabilityChanged>(availabilityChanged));
    for (const { data, cause } of those<EditDecided>(editDecided)) await takeDecision(tx, state, data, cause);
    for (const { data } of those<OrderShort>(orderShort)) await takeShort(tx, state, data);
    for (const { data, cause } of those<DriftDetected>(driftDetected)) await takeDrift(tx, state, data, cause);
  });
}

type Those = <T>(definition: { type: string }) => { data: T; cause: Cause }[];

async function takeOnce(
  state: StoreState,
  envelopes: readonly Envelope[],
  channels: readonly string[],
  take: (tx: Tx, those: Those) => Promise<void>,
): Promise<void> {
  const ids = envelopes.map(({ id }) => id);
  await state.uow.run(async (tx) => {
    await state.book.takeTurn(tx, channels);
    const fresh = await state.inbox.admit(tx, consumer, ids);
    const facts = envelopes.filter(({ id }) => fresh.has(id));
    await take(tx, <T>(definition: { type: string }) =>
      facts
        .filter(({ type }) => type === definition.type)
        .map((envelope) => ({ data: envelope.data as T, cause: causedBy(envelope) })),
    );
  });
}

async function takeItem(
  tx: Tx,
  state: StoreState,
  stores: readonly StoreSettings[],
  item: ItemRegistered,
  cause: Cause,
): Promise<void> {
  const changes = await state.idMap.takeItem(tx, item);
  if (!changes) return;
  for (const settings of stores) {
    const { channel } = settings;
    const removed = changes.removed.filter((link) => link.channel === channel);
    const keys = removed.flatMap(({ externalId }) =>
      settings.storeLocations.map((storeLocation) => ({ externalId, storeLocation })),
    );
    await state.book.change(tx, channel, keys, cause, (level) =>
      level.itemId === item.itemId ? relinked(level, null) : level,
    );
    // It may be linked to the same item again: by then somebody else may have bought what it had.
    if (removed.length > 0) await state.desired.raiseNoMore(tx, channel, [item.itemId]);
    const added = changes.added.filter((link) => link.channel === channel);
    await attachLinks(tx, state, channel, added, cause);
    const linked = item.links.some((link) => link.channel === channel);
    if (!linked && !item.removed && settings.newItems === 'create') await wantListing(tx, state, channel, item);
  }
}

async function takeAvailability(
  tx: Tx,
  state: StoreState,
  wanted: readonly { data: AvailabilityChanged; cause: Cause }[],
): Promise<void> {
  if (wanted.length === 0) return;
  const newer = await state.desired.take(
    tx,
    wanted.map(({ data }) => data),
  );
  for (const channel of new Set(newer.map((level) => level.channel)))
    await wantAtLevels(
      tx,
      state,
      channel,
      newer.filter((level) => level.channel === channel),
      wanted[0]!.cause,
    );
}

async function wantAtLevels(
  tx: Tx,
  state: StoreState,
  channel: string,
  newer: readonly DesiredLevel[],
  cause: Cause,
): Promise<void> {
  const levels = await state.levels.loadByItem(
    tx,
    channel,
    newer.map((level) => level.itemId),
  );
  await state.book.apply(tx, channel, levels, cause, (level) => {
    const desired = newer.find((each) => each.itemId === level.itemId && each.storeLocation === level.storeLocation);
    return desired ? want(level, desired) : level;
  });
}

async function takeShort(tx: Tx, state: StoreState, short: OrderShort): Promise<void> {
  const { channel, order: subject, decision: rank } = short;
  await state.tasks.want(tx, [
    { channel, kind: 'resolve-order', subject, payload: short, rank, notBefore: state.now() },
  ]);
  tx.afterCommit(() => state.onWork(channel, 'task'));
}

/** What people decided of missing units is booked where the store was read, whatever has become known of them meanwhile. */
async function takeDecision(tx: Tx, state: StoreState, decided: EditDecided, cause: Cause): Promise<void> {
  const { channel, externalId, storeLocation, ended } = decided;
  const levels = await state.levels.load(tx, channel, [{ externalId, storeLocation }]);
  await state.book.apply(tx, channel, levels, cause, (level) => {
    const mirror = endClaim(level.mirror, ended);
    return mirror === level.mirror ? level : { ...level, mirror };
  });
}

async function takeDrift(tx: Tx, state: StoreState, drift: DriftDetected, cause: Cause): Promise<void> {
  const { channel, externalId, place: storeLocation } = drift;
  const levels = await state.levels.load(tx, channel, [{ externalId, storeLocation }]);
  const known = levels.filter((level) => level.version > 0);
  await state.book.apply(tx, channel, known, cause, (level) => readDue(level, state.now()));
}
