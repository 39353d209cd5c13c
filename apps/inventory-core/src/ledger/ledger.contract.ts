import type { Envelope } from '@tillbridge/contracts';
import type { Inbox, Outbox, UnitOfWork } from '@tillbridge/persistence';
import type { AlertBook } from '@tillbridge/service-kit';
import type { ItemState } from '@tillbridge/stock-domain';
import { v7 } from 'uuid';
import type { Shop } from '../shop/shop';
import type { HaltedChannels } from '../halts/halted-channels';
import type { SilenceBook } from '../silence/silence-book';
import { explainStock } from '../use-cases/explain-stock';
import { handleFacts, type HandleFactsDeps } from '../use-cases/handle-facts';
import { noReferences, type EditEntry, type Ledger, type LedgerEntry } from './ledger';
import {
  at,
  listed,
  ordered,
  orderResolved,
  paperShop,
  postClosed,
  startOfDay,
  tillShows,
  tillSells,
  tillSold,
} from './paper-core';

/** One implementation of the ledger with the ports around it, on a store of its own. */
export interface LedgerWorld {
  uow: UnitOfWork;
  inbox: Inbox;
  outbox: Outbox;
  ledger: Ledger;
  alerts: AlertBook;
  silences: SilenceBook;
  haltedChannels: HaltedChannels;
  items(): Promise<ItemState[]>;
  movements(): Promise<LedgerEntry[]>;
  /** Oldest first. */
  editSteps(): Promise<EditEntry[]>;
  close(): Promise<void>;
}

/** What a decision is given in specs; `seconds` after the start of the paper day. */
export function paperDeps(world: LedgerWorld, seconds = 60, shop: Shop = paperShop): HandleFactsDeps {
  const now = () => new Date(startOfDay + seconds * 1_000);
  return { ...world, shop: async () => shop, now, newId: () => v7(), onDue: () => undefined };
}

function takeInto(world: LedgerWorld, facts: Envelope[]): Promise<void> {
  return handleFacts(paperDeps(world), facts);
}

/** One item that both stores list, with `level` units. */
export async function stock(world: LedgerWorld, level: number): Promise<void> {
  await takeInto(world, [
    listed('till', 'till-1', 'TEE-M'),
    listed('store-a', 'a-1', 'tee-m '),
    listed('store-b', 'b-1', 'TEE-M'),
  ]);
  await takeInto(world, [tillShows('till-1', level, 0)]);
}

/** `buyers` orders of one unit each, all at once, for `level` units. Returns how many were promised a unit. */
export async function raceForLastUnits(world: LedgerWorld, level: number, buyers: number): Promise<number> {
  await stock(world, level);
  await Promise.all(
    Array.from({ length: buyers }, (_, index) =>
      takeInto(world, [ordered('store-a', String(index), [{ line: '1', externalId: 'a-1' }], { seconds: index })]),
    ),
  );
  const items = await world.items();
  const promises = items.flatMap((item) => item.promises);
  expect(promises).toHaveLength(buyers);
  return promises.filter((promise) => promise.short === 0).length;
}

/** What every ledger must do. `open` gives a fresh, empty world. */
export function ledgerContract(open: () => Promise<LedgerWorld>): void {
  let world: LedgerWorld;
  const take = (facts: Envelope[]) => takeInto(world, facts);
  const told = async (type: string) => {
    const all = await world.uow.run((tx) => world.outbox.claim(tx, 10_000));
    return all.filter((envelope) => envelope.type === type).map((envelope) => envelope.data as Record<string, unknown>);
  };
  const theItem = async () => {
    const items = await world.items();
    expect(items).toHaveLength(1);
    return items[0];
  };
  const stocked = async (level: number) => {
    await stock(world, level);
  };
  const granted = async () => (await told('till.post_granted')) as { postId: string; kind: string; lines: unknown[] }[];

  beforeEach(async () => {
    world = await open();
  });
  afterEach(() => world.close());

  it('links the stores listings to the till item by SKU and publishes its level to both', async () => {
    await stocked(7);
    const published = await told('availability.changed');
    expect(published.map(({ channel, lowerTo, raiseTo }) => ({ channel, lowerTo, raiseTo }))).toEqual(
      expect.arrayContaining([
        { channel: 'store-a', lowerTo: 7, raiseTo: 7 },
        { channel: 'store-b', lowerTo: 7, raiseTo: 7 },
      ]),
    );
    const registered = await told('item.registered');
    expect(registered.at(-1)?.links).toHaveLength(3);
  });

  it('links to nothing when two till items carry the same SKU', async () => {
    await take([
      listed('till', 'till-1', 'TEE-M'),
      listed('till', 'till-2', 'tee-m'),
      listed('store-a', 'a-1', 'TEE-M'),
    ]);
    const registered = await told('item.registered');
    const links = registered.flatMap((item) => item.links as { channel: string }[]);
    expect(links.map(({ channel }) => channel)).toEqual(['till', 'till']);
  });

  it('keeps an order for an unlinked line waiting and decides it once the line is linked', async () => {
    await take([listed('till', 'till-1', 'TEE-M'), tillShows('till-1', 5, 0)]);
    await take([ordered('store-a', '1', [{ line: '1', externalId: 'a-1' }])]);
    expect((await theItem()).promises).toHaveLength(0);
    await take([listed('store-a', 'a-1', 'TEE-M')]);
    expect((await theItem()).promises).toHaveLength(1);
  });

  it('does not set a finished line aside again when another line of its order is linked later', async () => {
    await stocked(5);
    const lines = [
      { line: '1', externalId: 'a-1', current: 0, restocked: 1 },
      { line: '2', externalId: 'a-2' },
    ];
    await take([ordered('store-a', '1', lines)]);
    await take([listed('till', 'till-2', 'TEE-L'), listed('store-a', 'a-2', 'TEE-L')]);
    const items = await world.items();
    const units = items.flatMap((item) => item.promises).map(({ line, owed }) => [line, owed]);
    expect(units.filter(([, owed]) => owed !== 0)).toEqual([['2', 1]]);
  });

  it('lowers both stores by a till sale seen before its level, and only once', async () => {
    await stocked(7);
    await take([tillSold('till-1', 's1:1', 2, 1)]);
    await take([tillSold('till-1', 's1:1', 2, 1), tillShows('till-1', 5, 2, { sold: [{ id: 's1:1', units: 2 }] })]);
    const published = await told('availability.changed');
    for (const store of ['store-a', 'store-b']) {
      const shown = published.filter(({ channel }) => channel === store).map(({ lowerTo }) => lowerTo as number);
      expect(shown.at(-1)).toBe(5);
      expect(Math.min(...shown)).toBe(5);
    }
  });

  it('takes an older copy of a till sale for no news: what was voided since stays so', async () => {
    await stocked(7);
    await take([tillSold('till-1', 'sale-1', 2, 10)]);
    await take([tillSold('till-1', 'sale-1', 0, 20)]);
    await take([tillSold('till-1', 'sale-1', 2, 10)]);
    const published = await told('availability.changed');
    expect(published.filter(({ channel }) => channel === 'store-b').map(({ lowerTo }) => lowerTo)).toEqual([7, 5, 7]);
  });

  it('grants one till sale per order, settles it by a read, and never dips on the way', async () => {
    await stocked(3);
    await take([ordered('store-a', '1', [{ line: '1', externalId: 'a-1' }])]);
    const [post] = await granted();
    expect(post.lines).toHaveLength(1);
    await take([postClosed(post.postId, 62)]);
    await take([tillShows('till-1', 2, 63, { version: 163 })]);
    await take([tillShows('till-1', 2, 69, { version: 163 })]);
    const item = await theItem();
    expect(item.promises[0].posts[0].state).toBe('settled');
    expect(item.levels[0].mirror.claim).toBe(0);
    const lowered = (await told('availability.changed')).filter(({ channel }) => channel === 'store-b');
    expect(lowered.map(({ lowerTo }) => lowerTo)).not.toContain(1);
    expect(lowered.at(-1)).toMatchObject({ lowerTo: 2, raiseTo: 2 });
  });

  it('keeps an order whose sale was voided at the till, and frees no unit by it', async () => {
    await stocked(3);
    await take([ordered('store-a', '1', [{ line: '1', externalId: 'a-1' }])]);
    const [post] = await granted();
    await take([postClosed(post.postId, 62), tillShows('till-1', 2, 69, { version: 163 })]);
    await take([tillShows('till-1', 3, 80, { version: 170, voided: [post.postId] })]);
    const item = await theItem();
    expect(item.promises[0]).toMatchObject({ owed: 1, short: 0, posts: [{ state: 'refused' }] });
    const shown = (await told('availability.changed')).filter(({ channel }) => channel === 'store-b');
    expect(shown.map(({ lowerTo }) => lowerTo)).toEqual([3, 2]);
  });

  it('records nothing at the till before the store has said from where it serves the order', async () => {
    await stocked(3);
    await take([ordered('store-a', '1', [{ line: '1', externalId: 'a-1', storeLocation: null }])]);
    expect(await granted()).toEqual([]);
    expect((await told('availability.changed')).at(-1)).toMatchObject({ channel: 'store-b', lowerTo: 2 });
    await take([ordered('store-a', '1', [{ line: '1', externalId: 'a-1', storeLocation: '1' }], { updatedAt: at(5) })]);
    expect(await granted()).toHaveLength(1);
  });

  it('lets no stream of single orders keep an order of two lines from the till for ever', async () => {
    await stocked(9);
    await take([listed('till', 'till-2', 'CAP'), listed('store-a', 'a-2', 'CAP'), tillShows('till-2', 9, 0)]);
    await take([ordered('store-a', '1', [{ line: '1', externalId: 'a-1' }])]);
    await take([
      ordered(
        'store-a',
        '2',
        ['1', '2'].map((n) => ({ line: n, externalId: `a-${n}` })),
        { seconds: 1 },
      ),
    ]);
    await take([ordered('store-a', '3', [{ line: '1', externalId: 'a-2' }], { seconds: 2 })]);
    expect((await granted()).map((post) => post.lines.length)).toEqual([1]);
    const [first] = await granted();
    await take([postClosed(first.postId, 3), tillShows('till-1', 8, 10)]);
    expect((await granted()).map((post) => post.lines.length)).toEqual([1, 2]);
  });

  it('tells the loser when the till takes the last promised unit, and takes the till sale back', async () => {
    await stocked(1);
    await take([ordered('store-a', '1', [{ line: '1', externalId: 'a-1' }])]);
    await take([tillSells('till-1', 's1:1', 1, 0, 5)]);
    const [short] = await told('order.short');
    expect(short).toMatchObject({ channel: 'store-a', order: '1', decision: 1, resolution: 'hold' });
    expect((await theItem()).promises[0]).toMatchObject({ short: 1 });
  });

  it('takes what a store did about an older decision for no answer to the newest', async () => {
    await stocked(0);
    await take([ordered('store-a', '1', [{ line: '1', externalId: 'a-1' }])]);
    await take([ordered('store-a', '1', [{ line: '1', externalId: 'a-1', ordered: 2 }], { updatedAt: at(5) })]);
    expect((await told('order.short')).map(({ decision }) => decision)).toEqual([1, 2]);
    const orders = [{ channel: 'store-a', order: '1' }];
    const resolution = async () => {
      const loaded = await world.uow.run((tx) => world.ledger.load(tx, { ...noReferences, orders }));
      return [...loaded.orders.values()].map((order) => order.resolution);
    };
    await take([orderResolved('store-a', '1', 1, 'held')]);
    expect(await resolution()).toEqual([null]);
    await take([orderResolved('store-a', '1', 2, 'held')]);
    expect(await resolution()).toEqual(['held']);
  });

  it('lets the later of two orders lose the last unit, whichever arrives first', async () => {
    await stocked(1);
    const early = ordered('store-b', '1', [{ line: '1', externalId: 'b-1' }], { seconds: 1, paid: true });
    const late = ordered('store-b', '2', [{ line: '1', externalId: 'b-1' }], { seconds: 2, paid: true });
    await take([late, early]);
    expect(await told('order.short')).toMatchObject([{ order: '2' }]);
  });

  it('gives units back on a cancellation, whatever the order of messages, and never below zero', async () => {
    await stocked(2);
    const cancelled = ordered('store-a', '1', [{ line: '1', externalId: 'a-1', current: 0, restocked: 1 }], {
      updatedAt: at(9),
      cancelledAt: at(9),
    });
    await take([cancelled]);
    await take([ordered('store-a', '1', [{ line: '1', externalId: 'a-1' }])]);
    await take([cancelled, { ...cancelled, id: '5f0c7d5e-94f7-4b0e-8f43-6f1a0d9b4c11' }]);
    const item = await theItem();
    expect(item.promises.reduce((total, promise) => total + promise.owed, 0)).toBe(0);
    const last = (await told('availability.changed')).filter(({ channel }) => channel === 'store-b').at(-1);
    expect(last).toMatchObject({ lowerTo: 2 });
  });

  it('explains the numbers it has published, and knows nothing of an item that nobody listed', async () => {
    await stocked(5);
    await take([ordered('store-a', '1', [{ line: '1', externalId: 'a-1' }])]);
    const { itemId, version } = await theItem();
    const told = { withheld: null, lowerTo: 4, published: { lowerTo: 4, raiseTo: 4 }, acknowledged: null };
    expect(await explainStock(paperDeps(world), itemId)).toMatchObject({
      version,
      places: [
        { channel: 'store-a', ...told, locations: [{ offers: 4, promises: [{ order: '1', units: 1 }] }] },
        { channel: 'store-b', ...told },
      ],
    });
    expect(await explainStock(paperDeps(world), v7())).toBeNull();
  });

  it('handles a message once, however often it comes', async () => {
    await stocked(4);
    const order = ordered('store-a', '1', [{ line: '1', externalId: 'a-1' }]);
    await take([order, order]);
    await take([order]);
    expect(await granted()).toHaveLength(1);
  });

  it('keeps every level equal to the fold of its movements', async () => {
    await stocked(5);
    await take([ordered('store-a', '1', [{ line: '1', externalId: 'a-1', ordered: 2 }])]);
    await take([tillSold('till-1', 's1:1', 1, 5), tillShows('till-1', 3, 6)]);
    await take([tillShows('till-1', 9, 20)]);
    const item = await theItem();
    const movements = await world.movements();
    const fold = (field: 'gross' | 'reserved' | 'claim') =>
      movements.reduce((total, movement) => total + movement[field], 0);
    const { mirror } = item.levels[0];
    expect(fold('gross')).toBe((mirror.base ?? 0) + mirror.recorded + mirror.concluded);
    expect(fold('claim')).toBe(mirror.claim);
    expect(fold('reserved')).toBe(2);
    expect(movements.every((movement) => movement.causeId !== '')).toBe(true);
  });

  it('grants exactly the stocked units to 20 orders that race for one SKU', async () => {
    expect(await raceForLastUnits(world, 7, 20)).toBe(7);
    expect(await told('order.short')).toHaveLength(13);
  });
}
