import { checkLocations, onlyLocation } from './channels/locations';
import type { OrderPoll } from './orders/order-poll';
import { listCatalogue } from './catalogue/list-catalogue';
import { readDue } from './book/store-level';
import { asked, inTurn, type StoreState } from './store-state';
import type { LevelKey, StoreAdapter, SubscriptionSummary } from './store-adapter';
import { wantListing } from './tasks/want-task';

export interface ConnectSummary {
  channel: string;
  subscriptions: SubscriptionSummary;
  /** Things for sale that the store lists. */
  listings: number;
  openOrders: number;
  /** Levels read from the store; their reading is the base of everything we know of them. */
  levels: number;
  /** Levels that show something else than is wanted, and will be pushed now. */
  levelsToChange: number;
  /** Items the store lacks that will be listed there. */
  itemsToList: number;
}

export interface ConnectOptions {
  state: StoreState;
  adapter: StoreAdapter;
  orders: OrderPoll;
  /** Where the store is to send its webhooks. */
  address: string;
  /** Reads whatever is due now; returns when nothing is. */
  readDueLevels(): Promise<void>;
}

const pageMax = 200;

/**
 * Makes a store known. Where it serves from is checked before anything is changed; then webhooks first, so that nothing
 * that changes from here on is missed, then what it lists, what was ordered and what its levels show. Only after all of
 * that may anything be pushed. Doing it again repairs what is missing.
 */
export async function connectStore(options: ConnectOptions): Promise<ConnectSummary> {
  const { state, adapter, orders, address } = options;
  const { channel } = adapter;
  const startedAt = state.now();
  await locate(options);
  const subscriptions = await adapter.subscribe(address);
  const listings = await listCatalogue(state, adapter);
  const open = await adapter.openOrders();
  await orders.read(await orders.unseen(open));
  await orders.beginAt(open, startedAt);
  const levels = await sweepLevels(options);
  await options.readDueLevels();
  // Orders placed while we were reading, or closed while the store was cut off: their webhooks may have been lost.
  await orders.poll(startedAt);
  const itemsToList = await listMissing(options);
  const { pushesWanted: levelsToChange } = await state.levels.counts(channel);
  await state.uow.run((tx) => state.channels.connected(tx, channel, state.now()));
  return { channel, subscriptions, listings, openOrders: open.length, levels, levelsToChange, itemsToList };
}

/** @throws PermanentError when the configuration names a location that the store does not have. */
async function locate({ state, adapter }: ConnectOptions): Promise<void> {
  const { channel } = adapter;
  const found = await adapter.listLocations();
  await state.uow.run(async (tx) => {
    const row = await state.channels.get(tx, channel);
    if (row) checkLocations(row.settings, found);
    await state.channels.located(tx, channel, onlyLocation(found));
  });
}

/** Marks every level of the channel as due. @returns how many there are. */
async function sweepLevels({ state, adapter }: ConnectOptions): Promise<number> {
  const cause = asked(adapter.channel, 'sweep', state.now());
  let count = 0;
  let after: LevelKey | null = null;
  for (;;) {
    const page = await inTurn(state, adapter.channel, async (tx) => {
      const levels = await state.levels.page(tx, adapter.channel, after, pageMax);
      const known = levels.filter((level) => level.levelRef !== null);
      await state.book.apply(tx, adapter.channel, known, cause, (level) =>
        // What the store refused may have been mended since: that is why an operator connects again.
        readDue({ ...level, refusal: null }, state.now()),
      );
      return levels;
    });
    count += page.filter((level) => level.levelRef !== null).length;
    if (page.length < pageMax) return count;
    after = page.at(-1)!;
  }
}

async function listMissing({ state, adapter }: ConnectOptions): Promise<number> {
  const row = await state.uow.run((tx) => state.channels.get(tx, adapter.channel));
  if (row?.settings.newItems !== 'create') return 0;
  let count = 0;
  let after: string | null = null;
  for (;;) {
    const items = await state.uow.run(async (tx) => {
      const missing = await state.idMap.itemsWithoutLink(tx, adapter.channel, after, pageMax);
      for (const item of missing) await wantListing(tx, state, adapter.channel, item);
      return missing;
    });
    count += items.length;
    if (items.length < pageMax) return count;
    after = items.at(-1)!.itemId;
  }
}
