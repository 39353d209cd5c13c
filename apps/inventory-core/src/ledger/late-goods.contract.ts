import type { AvailabilityChanged, TillPostGranted } from '@tillbridge/contracts';
import { grossOf } from '@tillbridge/level-mirror';
import type { LedgerWorld } from './ledger.contract';
import { at, ordered, paperShop, postClosed, tillShows } from './paper-core';
import { PaperDay } from './paper-day';

type TillSold = NonNullable<NonNullable<Parameters<typeof tillShows>[3]>['sold']>[number];

/**
 * A layby, or a sale that waits to be picked up: whether its units leave the till's level with its record, or only when
 * they are handed over, is not known. Either way no store may be shown more than the till has, and all of it in the end.
 */
export function lateGoodsContract(open: () => Promise<LedgerWorld>): void {
  describe('a sale and a delivery that are first heard of with the last reading of their level', () => {
    it('are told apart by when each was seen, for no other reading follows', async () => {
      const day = new PaperDay(await open(), paperShop);
      await day.stock(1, { main: 2 });
      await day.take([tillShows('till-1', 6, 90, { sold: [{ id: 'walk-in:1', units: 1, seenAt: 80 }] })], 90);
      const told = await day.told<AvailabilityChanged>('availability.changed');
      expect(told.filter(({ channel }) => channel === 'store-a').at(-1)).toMatchObject({ lowerTo: 6, raiseTo: 6 });
      await day.world.close();
    });
  });

  describe('a delivery that the last reading shows beside a web order', () => {
    it('is asked after when the answer of the order comes after that reading', async () => {
      const day = new PaperDay(await open(), paperShop);
      await day.stock(1, { main: 5 });
      await day.take([ordered('store-a', '1', [{ line: '1', externalId: 'a-1' }])], 61);
      const [{ postId }] = await day.told<TillPostGranted>('till.post_granted');
      await day.take([tillShows('till-1', 6, 90, { version: 2_000 })], 90);
      expect(await day.told('till.read_wanted')).toEqual([]);
      await day.take([postClosed(postId, 62)], 95);
      expect(await day.told('till.read_wanted')).toMatchObject([{ externalId: 'till-1', notBefore: at(100) }]);
      await day.take([tillShows('till-1', 6, 101, { version: 2_000 })], 101);
      expect(grossOf((await day.item()).levels[0].mirror)).toBe(7);
      await day.world.close();
    });
  });

  describe('two units of five that are laid by', () => {
    let day: PaperDay;
    beforeEach(async () => {
      day = new PaperDay(await open(), paperShop);
      await day.stock(1, { main: 5 });
    });
    afterEach(() => day.world.close());

    const record = [{ id: 'layby:1', units: 2 }];
    const shown = async () => {
      const told = await day.told<AvailabilityChanged>('availability.changed');
      const { lowerTo, raiseTo } = told.filter(({ channel }) => channel === 'store-a').at(-1)!;
      return [lowerTo, raiseTo];
    };
    const look = async (level: number, seconds: number, sold: TillSold[] = record) => {
      await day.take([tillShows('till-1', level, seconds, { sold })], seconds);
      return shown();
    };

    it('are gone at once and for good where the till takes them with the record', async () => {
      expect((await look(3, 70))[0]).toBe(3);
      expect(await look(3, 90)).toEqual([3, 3]);
    });

    it('are gone at once, and again when they are fetched, where the till takes them only then', async () => {
      expect(await look(5, 70)).toEqual([3, 3]);
      const [lowerTo, raiseTo] = await look(5, 90);
      expect([lowerTo <= 5, raiseTo <= 5]).toEqual([true, true]);
      expect((await look(3, 200))[0]).toBe(3);
      expect((await look(3, 220))[0]).toBe(3);
    });

    it('are gone at once where the level falls and no record tells why, and once only when one does', async () => {
      expect((await look(3, 70, []))[0]).toBe(3);
      expect((await look(3, 200))[0]).toBe(3);
      expect(await look(3, 220)).toEqual([3, 3]);
    });

    it('come back when the layby is cancelled, whether or not they had left the level', async () => {
      await look(3, 70);
      expect(await look(5, 120, [{ id: 'layby:1', units: 0 }])).toEqual([5, 5]);
    });

    it('make room for a delivery where the fact that told of them first has been overtaken by the one that confirms them', async () => {
      const settled = 70 + paperShop.layout.policy.tillSettleMs / 1_000;
      expect((await look(3, settled, [{ ...record[0]!, seenAt: 70 }]))[0]).toBe(3);
      expect(await look(8, settled + 1, [])).toEqual([8, 8]);
    });
  });
}
