import { storeLevelSettled, type AvailabilityChanged, type Envelope } from '@tillbridge/contracts';
import { explainStock } from '../use-cases/explain-stock';
import { handleFacts } from '../use-cases/handle-facts';
import { revisitItems } from '../use-cases/revisit-items';
import type { Shop } from '../shop/shop';
import { paperDeps, type LedgerWorld } from './ledger.contract';
import { at, fact, listed, ordered, paperShop, tillShows } from './paper-core';

const { policy } = paperShop.layout;
const shopWithEscrow: Shop = {
  ...paperShop,
  layout: {
    ...paperShop.layout,
    policy: {
      ...policy,
      escrow: { ...policy.escrow, enabled: true, shares: { 'store-a': { weight: 1, floorUnits: 1 } } },
    },
  },
};
const external: Record<string, string> = { 'store-a': 'a-1', 'store-b': 'b-1' };
const storeLocations: Record<string, string> = { 'store-a': '1', 'store-b': '2' };

/** Scarce units, from what the till shows to what each store is told and says that it shows. */
export function escrowContract(open: () => Promise<LedgerWorld>): void {
  let world: LedgerWorld;
  const take = (facts: Envelope[], seconds = 60) => handleFacts(paperDeps(world, seconds, shopWithEscrow), facts);
  const wanted = async (channel: string): Promise<AvailabilityChanged> => {
    const all = await world.uow.run((tx) => world.outbox.claim(tx, 10_000));
    const told = all
      .filter(({ type }) => type === 'availability.changed')
      .map(({ data }) => data as AvailabilityChanged);
    return told.filter((each) => each.channel === channel).at(-1)!;
  };
  let seq = 0;
  const shows = async (channel: string, shown: number, more: { itemId?: string; ordersSeen?: number } = {}) => {
    const { version, itemId } = await wanted(channel);
    seq += 1;
    const counts = { ordersSeen: 0, restocksSeen: 0, missing: 0, ...more };
    const place = { channel, externalId: external[channel], storeLocation: storeLocations[channel] };
    return fact(storeLevelSettled, { ...place, itemId, version, shown, seq, settledAt: at(60), ...counts });
  };
  const theItem = async () => (await world.items())[0];
  const stock = async (level: number) => {
    await take([listed('till', 'till-1', 'TEE'), listed('store-a', 'a-1', 'TEE'), listed('store-b', 'b-1', 'TEE')]);
    await take([tillShows('till-1', level, 0)]);
  };

  beforeEach(async () => {
    world = await open();
  });
  afterEach(() => world.close());

  describe('scarce units', () => {
    it('are told to one store each, and raised only once every store has shown what it has', async () => {
      await stock(2);
      expect(await wanted('store-a')).toMatchObject({ lowerTo: 1, raiseTo: 0, dealt: true });
      await take([await shows('store-a', 0)]);
      expect(await wanted('store-a')).toMatchObject({ lowerTo: 1, raiseTo: 0 });
      await take([await shows('store-b', 2)]);
      expect(await wanted('store-a')).toMatchObject({ lowerTo: 1, raiseTo: 0 });
      await take([await shows('store-b', 1)]);
      expect(await wanted('store-a')).toMatchObject({ lowerTo: 1, raiseTo: 1 });
    });

    it('are shared again when there is plenty', async () => {
      await stock(2);
      await take([tillShows('till-1', 9, 70)]);
      expect(await wanted('store-b')).toMatchObject({ lowerTo: 9, raiseTo: 9, dealt: false });
    });

    it('are shared again once demand has faded, though no fact comes', async () => {
      await stock(7);
      const sales = Array.from({ length: 3 }, (_, index) =>
        ordered('store-a', String(index), [{ line: '1', externalId: 'a-1' }], { seconds: 660 }),
      );
      await take([await shows('store-a', 7)], 660);
      await take(sales, 660);
      expect(await wanted('store-b')).toMatchObject({ dealt: true });
      const { itemId } = await wanted('store-b');
      const onBroken = (): never => {
        throw new Error(`item ${itemId} is broken`);
      };
      const revisit = (seconds: number) => revisitItems(paperDeps(world, seconds, shopWithEscrow), onBroken);
      await revisit(900);
      expect(await wanted('store-b')).toMatchObject({ dealt: true });
      expect(await revisit(86_400)).toBe(1);
      expect(await wanted('store-b')).toMatchObject({ lowerTo: 4, raiseTo: 4, dealt: false });
    });

    it('are dealt to no store that cannot sell them, and wait for none such', async () => {
      await take([
        listed('till', 'till-1', 'TEE'),
        listed('store-a', 'a-1', 'TEE'),
        listed('store-b', 'b-1', 'TEE', { tracked: false }),
      ]);
      await take([tillShows('till-1', 2, 0)]);
      expect(await wanted('store-a')).toMatchObject({ lowerTo: 2, raiseTo: 2 });
      await take([listed('store-b', 'b-1', 'TEE', { seconds: 10 })]);
      expect(await wanted('store-a')).toMatchObject({ lowerTo: 1 });
      await take([listed('store-b', 'b-1', 'TEE', { seconds: 20, removed: true })]);
      expect(await wanted('store-a')).toMatchObject({ lowerTo: 2, raiseTo: 2 });
      const { itemId } = await theItem();
      const explained = await explainStock(paperDeps(world, 60, shopWithEscrow), itemId);
      expect(explained?.places.map(({ withheld }) => withheld)).toEqual([null, 'removed']);
    });

    it('leave what is withdrawn once it shows them no more, and come back to it once another store gave them up', async () => {
      await stock(2);
      await take([await shows('store-a', 0), await shows('store-b', 1)]);
      await take([await shows('store-a', 1)]);
      await take([listed('store-b', 'b-1', 'TEE', { seconds: 20, standing: 'withdrawn' })]);
      expect(await wanted('store-b')).toMatchObject({ lowerTo: 0, raiseTo: 0, dealt: true });
      expect(await wanted('store-a')).toMatchObject({ lowerTo: 2, raiseTo: 1 });
      const { itemId } = await theItem();
      const explained = await explainStock(paperDeps(world, 60, shopWithEscrow), itemId);
      expect(explained?.places).toMatchObject([
        { withdrawn: false, waitsFor: [{ channel: 'store-b', mayShow: 1, lowerTo: 0 }] },
        { withdrawn: true, withheld: null },
      ]);
      await take([await shows('store-b', 0)]);
      expect(await wanted('store-a')).toMatchObject({ lowerTo: 2, raiseTo: 2 });
      await take([await shows('store-a', 2)]);
      await take([listed('store-b', 'b-1', 'TEE', { seconds: 30 })]);
      expect(await wanted('store-b')).toMatchObject({ lowerTo: 1, raiseTo: 0 });
      await take([await shows('store-a', 1)]);
      expect(await wanted('store-b')).toMatchObject({ lowerTo: 1, raiseTo: 1 });
    });

    it('leave at once what is gone, archived before or not: there is nothing left that could show them', async () => {
      await stock(2);
      await take([await shows('store-a', 0)]);
      await take([listed('store-b', 'b-1', 'TEE', { seconds: 20, removed: true, standing: 'withdrawn' })]);
      expect(await wanted('store-a')).toMatchObject({ lowerTo: 2, raiseTo: 0 });
      await take([listed('store-b', 'b-1', 'TEE', { seconds: 30, removed: true, standing: 'gone' })]);
      expect(await wanted('store-a')).toMatchObject({ lowerTo: 2, raiseTo: 2, dealt: false });
    });

    it('leave at once what is removed by a gateway that does not tell what is left of it', async () => {
      await stock(2);
      await take([listed('store-b', 'b-1', 'TEE', { seconds: 20, removed: true, standing: 'sells' })]);
      expect(await wanted('store-a')).toMatchObject({ lowerTo: 2, raiseTo: 2 });
    });

    it('are not judged by what a store shows of another item', async () => {
      await stock(2);
      const before = (await theItem()).views;
      await take([await shows('store-a', 0, { itemId: '01932f6e-7c00-7d30-8a10-5a2c3e4f5a6b' })]);
      expect((await theItem()).views).toEqual(before);
    });

    it('are remembered with all that is known of each store', async () => {
      await stock(2);
      await take([await shows('store-a', 0), await shows('store-b', 1)]);
      const cancelled = { line: '1', externalId: 'a-1', current: 0, restocked: 1 };
      await take([ordered('store-a', '1', [cancelled], { seconds: 30 })]);
      const { views, levels } = await theItem();
      expect(views.find(({ channel }) => channel === 'store-a')).toMatchObject({
        ordersCounted: 1,
        restocksCounted: 1,
        settled: { missing: 0, bound: { units: 0 } },
        demand: { units: 1 },
        latencyMs: 0,
      });
      expect(levels).toMatchObject([{ location: 'main', dealt: { reviewAt: null } }]);
      const { itemId } = await theItem();
      const explained = await explainStock(paperDeps(world, 60, shopWithEscrow), itemId);
      expect(explained?.places[0]).toMatchObject({ lowerTo: 1, raiseTo: 1, locations: [{ dealt: true, offers: 1 }] });
    });
  });
}
