import { storeLevelSettled, type Envelope } from '@tillbridge/contracts';
import type { Alert } from '@tillbridge/service-kit';
import { policyDefaults } from '@tillbridge/stock-domain';
import { noReferences } from '../ledger/ledger';
import { paperDeps, type LedgerWorld } from '../ledger/ledger.contract';
import { at, fact, listed, paperShop, paperShopWith, startOfDay, tillShows } from '../ledger/paper-core';
import { handleFacts } from '../use-cases/handle-facts';
import { lookForSilence, type SilenceDeps } from './look-for-silence';

const shop = paperShopWith({ escrow: { ...policyDefaults.escrow, enabled: true } });
const silentAfterSeconds = 600;
const storeLocations: Record<string, string> = { 'store-a': '1', 'store-b': '2' };

const silenceDeps = (world: LedgerWorld, seconds: number, asked = shop): SilenceDeps => ({
  ...paperDeps(world, seconds, asked),
  silences: world.silences,
  silentAfterMs: silentAfterSeconds * 1_000,
});

/** Items of two units each, number 1 to `count`; told to both stores at second 60. */
async function scarceItems(world: LedgerWorld, count: number): Promise<void> {
  for (let each = 1; each <= count; each += 1) {
    const sku = `TEE-${each}`;
    const listings = [listed('store-a', `a-${each}`, sku), listed('store-b', `b-${each}`, sku)];
    await handleFacts(paperDeps(world, 60, shop), [listed('till', `till-${each}`, sku), ...listings]);
    await handleFacts(paperDeps(world, 60, shop), [tillShows(`till-${each}`, 2, 0)]);
  }
}

const alertsIn = (world: LedgerWorld): Promise<Alert[]> =>
  world.uow.run((tx) => world.alerts.page(tx, { state: null, after: null, limit: 100 }));

/** Cores whose clocks differ a little look at the same moment; how many alerts there are of two silent stores. */
export async function alertsOfManyLooks(world: LedgerWorld): Promise<number> {
  await scarceItems(world, 1);
  const looks = Array.from({ length: 5 }, (_, each) => lookForSilence(silenceDeps(world, 700 + each)));
  await Promise.allSettled(looks);
  return (await alertsIn(world)).length;
}

/** What people hear of stores that do not acknowledge. `open` gives a fresh, empty world. */
export function silenceContract(open: () => Promise<LedgerWorld>): void {
  let world: LedgerWorld;
  let seq = 0;
  const take = (facts: Envelope[], seconds: number) => handleFacts(paperDeps(world, seconds, shop), facts);
  const look = (seconds: number, asked = shop) => lookForSilence(silenceDeps(world, seconds, asked));
  const send = (seconds: number) => {
    const bounds = { limit: 100, leaseMs: 120_000, patienceMs: 86_400_000 };
    return world.uow.run((tx) => world.alerts.claim(tx, new Date(startOfDay + seconds * 1_000), bounds));
  };
  const subjects = async () => (await alertsIn(world)).map(({ text }) => text.subject).reverse();
  /** The store acknowledges all that it was told of item number `each`. */
  const acknowledges = async (channel: string, each: number, seconds: number, shown = 0) => {
    const externalId = `${channel.at(-1)}-${each}`;
    const links = await world.uow.run((tx) =>
      world.ledger
        .load(tx, { ...noReferences, externals: [{ channel, externalId }] })
        .then(({ items }) => [...items.values()]),
    );
    const [{ itemId, published }] = links;
    const version = published.find((told) => told.channel === channel)?.version ?? 0;
    const place = { channel, externalId, storeLocation: storeLocations[channel] };
    const counts = { ordersSeen: 0, restocksSeen: 0, missing: 0, shown, seq: (seq += 1) };
    await take([fact(storeLevelSettled, { ...place, ...counts, itemId, version, settledAt: at(seconds) })], seconds);
  };
  const told = 60;
  const heard = told + silentAfterSeconds + 1;

  describe('a store that does not acknowledge', () => {
    beforeEach(async () => {
      world = await open();
      seq = 0;
    });
    afterEach(() => world.close());

    it('is told of once, for all its items, and only after a while', async () => {
      await scarceItems(world, 3);
      for (const each of [1, 2, 3]) await acknowledges('store-a', each, 61);
      expect(await look(heard - 2)).toEqual([]);
      expect(await look(heard)).toMatchObject([{ channel: 'store-b', items: 3, mute: true, sku: 'TEE-1' }]);
      await look(heard + 60);
      expect(await subjects()).toEqual(['A person has to act: store-b does not answer, and 3 items wait for it']);
      const [{ text, fields, dueAt }] = await alertsIn(world);
      expect(text.cause).toContain('show less of TEE-1 and 2 other scarce items, and has confirmed nothing since');
      expect(text.action).toContain('POST /channels/store-b/connect');
      expect(fields).toMatchObject({ channel: 'store-b', since: at(told), items: 3 });
      expect(dueAt).toEqual(new Date(startOfDay + heard * 1_000));
    });

    it('is silent no more once it acknowledges, and is told of anew when it falls silent again', async () => {
      await scarceItems(world, 2);
      for (const each of [1, 2]) await acknowledges('store-a', each, 61);
      await look(heard);
      await send(heard);
      await acknowledges('store-b', 1, heard + 10, 1);
      expect(await look(heard + 60)).toMatchObject([{ items: 1, mute: false }]);
      await acknowledges('store-b', 2, heard + 61, 1);
      expect(await look(heard + 120)).toEqual([]);
      expect(await subjects()).toHaveLength(1);
      for (const each of [1, 2]) await acknowledges('store-a', each, heard + 130, 1);
      await take([tillShows('till-1', 1, heard + 200)], heard + 200);
      expect(await look(heard + 200 + silentAfterSeconds + 1)).toMatchObject([{ channel: 'store-b', items: 1 }]);
      expect(await subjects()).toHaveLength(2);
    });

    it('is not told of when that was over before anybody could be told', async () => {
      await scarceItems(world, 1);
      await acknowledges('store-a', 1, 61);
      await look(heard);
      await acknowledges('store-b', 1, heard + 10, 1);
      await look(heard + 60);
      expect(await alertsIn(world)).toEqual([]);
    });

    it('does not begin to be silent anew with each number it is told', async () => {
      await scarceItems(world, 1);
      await acknowledges('store-a', 1, 61);
      await take([tillShows('till-1', 0, 300)], 300);
      await take([tillShows('till-1', 2, 500)], 500);
      const [{ views }] = await world.items();
      const view = views.find(({ channel }) => channel === 'store-b');
      // By what it was told last it would not be late yet.
      expect(view?.granted[0].at).toBe(startOfDay + 500_000);
      expect(await look(heard)).toMatchObject([{ channel: 'store-b', since: new Date(startOfDay + told * 1_000) }]);
    });

    it('but acknowledges others is told of as such, and again when it acknowledges nothing any more', async () => {
      await scarceItems(world, 2);
      for (const each of [1, 2]) await acknowledges('store-a', each, 61);
      await acknowledges('store-b', 2, 61, 1);
      await acknowledges('store-a', 2, 62, 1);
      expect(await look(heard)).toMatchObject([{ items: 1, mute: false, sku: 'TEE-1' }]);
      await send(heard);
      // It is asked for nothing for long, and then answers: that is no news.
      await look(heard + 1_000);
      await acknowledges('store-b', 2, heard + 1_001, 1);
      await look(heard + 3_000);
      await take([tillShows('till-2', 0, heard + 3_001)], heard + 3_001);
      await acknowledges('store-a', 2, heard + 3_002, 0);
      expect(await look(heard + 5_000)).toMatchObject([{ items: 2, mute: true }]);
      await look(heard + 6_000);
      expect(await subjects()).toEqual([
        'A person has to act: store-b does not confirm a level, and 1 item waits for it',
        'A person has to act: store-b does not answer, and 2 items wait for it',
      ]);
    });

    it('is told of once although several cores look at the same moment', async () => {
      expect(await alertsOfManyLooks(world)).toBe(2);
    });

    it('keeps nothing from others while there is plenty, or where it shows no more than its own', async () => {
      await scarceItems(world, 1);
      expect(await look(heard)).toHaveLength(2);
      for (const channel of ['store-a', 'store-b']) await acknowledges(channel, 1, heard, 1);
      await take([tillShows('till-1', 9, heard + 1)], heard + 1);
      expect(await look(heard + 3_000)).toEqual([]);
    });

    it('keeps nothing that it does not list any more, nor where the shop has no place of it', async () => {
      await scarceItems(world, 1);
      await acknowledges('store-a', 1, 61);
      const places = paperShop.layout.places.filter(({ channel }) => channel === 'store-a');
      expect(await look(heard, { ...shop, layout: { ...shop.layout, places } })).toEqual([]);
      await take([listed('store-b', 'b-1', 'TEE-1', { standing: 'withdrawn', seconds: 65 })], 65);
      // It shows what it showed, and may sell that again at any moment.
      expect(await look(heard)).toMatchObject([{ channel: 'store-b' }]);
      await take([listed('store-b', 'b-1', 'TEE-1', { removed: true, seconds: 70 })], 70);
      expect(await look(heard)).toEqual([]);
    });
  });
}
