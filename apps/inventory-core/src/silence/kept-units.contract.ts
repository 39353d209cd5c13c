import type { LedgerWorld } from '../ledger/ledger.contract';
import { at, listed, noChanges, ordered, paperShopWith, startOfDay, tillShows } from '../ledger/paper-core';
import { heard, PaperSilence, scarceShop, told } from './paper-silence';

const onlyStoreA = paperShopWith(
  { escrow: scarceShop.layout.policy.escrow },
  scarceShop.layout.places.filter(({ channel }) => channel === 'store-a'),
);

/** Which units a store keeps from the others, and since when. `open` gives a fresh, empty world. */
export function keptUnitsContract(open: () => Promise<LedgerWorld>): void {
  let day: PaperSilence;

  describe('a store keeps units', () => {
    beforeEach(async () => {
      day = new PaperSilence(await open());
    });
    afterEach(() => day.world.close());

    it('since it was told to show less, however often the number changed', async () => {
      await day.items(1);
      await day.acknowledges('store-a', 1, 61);
      await day.take([tillShows('till-1', 0, 300)], 300);
      await day.take([tillShows('till-1', 2, 500)], 500);
      const [{ views }] = await day.world.items();
      const view = views.find(({ channel }) => channel === 'store-b');
      // By what it was told last it would not be late yet.
      expect(view?.granted[0].at).toBe(startOfDay + 500_000);
      expect(await day.look(heard)).toMatchObject([{ channel: 'store-b', since: new Date(startOfDay + told * 1_000) }]);
    });

    it('not since it was told what it has not acknowledged, while there was plenty', async () => {
      await day.items(1, { units: 50, seconds: 0 });
      await day.take([tillShows('till-1', 2, 86_400)], 86_400);
      expect(await day.look(86_460)).toEqual([]);
      const since = new Date(at(86_400));
      const [silence] = await day.look(86_400 + heard - told);
      expect(silence).toMatchObject({ channel: 'store-a', since });
    });

    it('none by a raise that it has not acknowledged, nor while there is plenty', async () => {
      await day.items(1);
      expect(await day.look(heard)).toHaveLength(2);
      for (const channel of ['store-a', 'store-b']) await day.acknowledges(channel, 1, heard, 1);
      await day.take([tillShows('till-1', 9, heard + 1)], heard + 1);
      expect(await day.look(heard + 3_000)).toEqual([]);
    });

    it('by a unit that was put back where it is to show none, though it was told nothing since', async () => {
      await day.items(1);
      await day.take([ordered('store-b', '1', [{ line: '1', externalId: 'b-1' }])], 61);
      await day.take([listed('store-b', 'b-1', 'TEE-1', { standing: 'withdrawn', seconds: 62 })], 62);
      await day.acknowledges('store-a', 1, 63);
      await day.acknowledges('store-b', 1, 63, 0, 1);
      expect(await day.look(heard + 100)).toEqual([]);
      const back = [{ line: '1', externalId: 'b-1', current: 0, restocked: 1 }];
      await day.take([ordered('store-b', '1', back, { updatedAt: at(900), cancelledAt: at(900) })], 900);
      const [item] = await day.world.items();
      expect(item.views.find(({ channel }) => channel === 'store-b')).toMatchObject({ granted: [] });
      expect(await day.look(900 + heard - told)).toMatchObject([{ channel: 'store-b', since: new Date(at(900)) }]);
    });

    it('of what it has withdrawn, but not of what it does not list any more', async () => {
      await day.items(1);
      await day.acknowledges('store-a', 1, 61);
      await day.take([listed('store-b', 'b-1', 'TEE-1', { standing: 'withdrawn', seconds: 65 })], 65);
      // It shows what it showed, and may sell that again at any moment.
      expect(await day.look(heard)).toMatchObject([{ channel: 'store-b' }]);
      await day.take([listed('store-b', 'b-1', 'TEE-1', { removed: true, seconds: 70 })], heard + 1);
      expect(await day.look(heard + 2)).toEqual([]);
    });

    it('nowhere but at the places of the shop, and hides no other store by what it owed before it left', async () => {
      await day.items(3);
      await day.acknowledges('store-a', 1, 61);
      expect(await day.look(heard)).toMatchObject([{ channel: 'store-a', items: 2 }, { items: 3 }]);
      // Nothing is decided anew yet: the levels of the store that left still say what it owed.
      expect(await day.look(heard, onlyStoreA)).toMatchObject([{ channel: 'store-a', items: 2, sku: 'TEE-2' }]);
    });

    it('of thousands of items and is told of with them all, and so is every other store', async () => {
      await day.items(1);
      await day.acknowledges('store-b', 1, 61);
      const { world } = day;
      const [item] = await world.items();
      const views = item.views.map((view) => ({
        ...view,
        keepsSince: startOfDay + (view.channel === 'store-b' ? 0 : 1_000),
      }));
      const copy = (each: number) => {
        const itemId = `01932f6e-7c00-7d30-8a10-${String(each).padStart(12, '0')}`;
        return { before: null, after: { ...item, itemId, views }, revisitAt: null };
      };
      const copies = 10_001;
      const atOnce = 500;
      for (let saved = 0; saved < copies; saved += atOnce) {
        const items = Array.from({ length: Math.min(atOnce, copies - saved) }, (_, each) => copy(saved + each));
        await world.uow.run((tx) => world.ledger.save(tx, { ...noChanges, items }));
      }
      expect(await day.look(heard)).toMatchObject([
        { channel: 'store-a', items: 10_002 },
        { channel: 'store-b', items: 10_001 },
      ]);
    });
  });
}
