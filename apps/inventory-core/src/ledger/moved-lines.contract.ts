import { at, besideDepot, orderResolved, ordered, paperShopWith, tillShows, type PaperLine } from './paper-core';
import type { LedgerWorld } from './ledger.contract';
import { PaperDay } from './paper-day';

const line: PaperLine = { line: '1', externalId: 'a-1' };
interface Short {
  order: string;
  decision: number;
  resolution: string;
  lines: { moveTo: string | null; shortBy: number }[];
}

/** A line whose units are gone is served from another location of its store, on any ledger. */
export function movedLinesContract(open: () => Promise<LedgerWorld>): void {
  describe('a line that another location of its store has the units for', () => {
    let day: PaperDay;
    const shorts = () => day.told<Short>('order.short');
    const posts = async () =>
      (await day.told<{ order: string; location: string }>('till.post_granted')).map(({ order, location }) => [
        order,
        location,
      ]);
    /** What the store may sell at its location `3`, which is the depot. */
    const shownAtDepot = async () =>
      (await day.told<{ storeLocation: string; lowerTo: number }>('availability.changed'))
        .filter(({ storeLocation }) => storeLocation === '3')
        .at(-1)?.lowerTo;

    beforeEach(async () => {
      day = new PaperDay(await open(), paperShopWith({ moveLosers: true }, besideDepot));
      await day.stock(1, { main: 1, depot: 1 });
      expect(await shownAtDepot()).toBe(1);
      await day.take(['1', '2'].map((id) => ordered('store-a', id, [line], { seconds: Number(id) })));
    });
    afterEach(() => day.world.close());

    it('is set aside there at once, and its store is asked to move it', async () => {
      expect(await shorts()).toMatchObject([
        { order: '2', decision: 1, resolution: 'move', lines: [{ moveTo: '3', shortBy: 1 }] },
      ]);
      expect(await day.promise('store-a', '2')).toMatchObject({ location: 'depot', short: 0, movingTo: '3' });
      expect(await shownAtDepot()).toBe(0);
      const why = await day.why('store-a', '2');
      expect(why.verdict).toBe(
        'lost 1 because it was placed later; its store is asked to serve it from 3, which has the units',
      );
      expect(why.lines).toMatchObject([{ movingTo: '3', short: 0, servedFrom: [{ location: 'depot', units: 1 }] }]);
    });

    it('is recorded at the till only once it is there', async () => {
      expect(await posts()).toEqual([['1', 'main']]);
      await day.take([orderResolved('store-a', '2', 1, 'moved')]);
      expect(await posts()).toEqual([['1', 'main']]);
      const there = { ...line, storeLocation: '3' };
      await day.take([ordered('store-a', '2', [there], { seconds: 2, updatedAt: '2026-11-23T10:00:09.000Z' })]);
      expect(await posts()).toEqual([
        ['1', 'main'],
        ['2', 'depot'],
      ]);
      expect(await day.promise('store-a', '2')).toMatchObject({ location: 'depot', short: 0, movingTo: null });
      expect(await shorts()).toHaveLength(1);
    });

    it('is counted where it was as well, in whatever order its states are heard', async () => {
      const states = [
        { ...line },
        { ...line, storeLocation: '3', movedFrom: [{ storeLocation: '1', units: 1 }] },
        {
          ...line,
          movedFrom: [
            { storeLocation: '1', units: 1 },
            { storeLocation: '3', units: 1 },
          ],
        },
      ];
      // All of one moment, as stores stamp by the second: what has moved furthest is the newest.
      const facts = states.map((state) => ordered('store-a', '6', [state], { seconds: 6, updatedAt: at(9) }));
      const sums = async () =>
        Object.fromEntries(
          (await day.item()).views
            .filter(({ channel }) => channel === 'store-a')
            .map((view) => [view.storeLocation, [view.ordersCounted, view.restocksCounted]]),
        );
      expect(await sums()).toEqual({ '1': [2, 0], '3': [0, 0] });
      await day.take([facts[1]]);
      expect(await sums()).toEqual({ '1': [3, 1], '3': [1, 0] });
      await day.take([facts[0]]);
      expect(await sums()).toEqual({ '1': [3, 1], '3': [1, 0] });
      await day.take([facts[2]]);
      await day.take([facts[1]]);
      expect(await sums()).toEqual({ '1': [4, 1], '3': [1, 1] });
      expect(await day.promise('store-a', '6')).toMatchObject({ storeLocation: '1', movedFrom: states[2].movedFrom });
    });

    it('is where a newer word has it, however often an older one saw it move', async () => {
      const left = [{ storeLocation: '1', units: 1 }];
      const [there, here] = [{ ...line, storeLocation: '3', movedFrom: left }, { ...line }];
      await day.take([ordered('store-a', '6', [there], { seconds: 6, updatedAt: at(9) })]);
      await day.take([ordered('store-a', '6', [here], { seconds: 6, updatedAt: at(10) })]);
      expect(await day.promise('store-a', '6')).toMatchObject({ storeLocation: '1' });
    });

    it('stays where it was while a newer word does not say where it is', async () => {
      const left = [{ storeLocation: '1', units: 1 }];
      const [there, nowhere] = [
        { ...line, storeLocation: '3', movedFrom: left },
        { ...line, storeLocation: null },
      ];
      await day.take([ordered('store-a', '6', [there], { seconds: 6, updatedAt: at(9) })]);
      await day.take([ordered('store-a', '6', [nowhere], { seconds: 6, updatedAt: at(10) })]);
      expect(await day.promise('store-a', '6')).toMatchObject({ storeLocation: '3', movedFrom: left });
    });

    it('is short after all when its store would not move it, and is asked for once', async () => {
      await day.take([orderResolved('store-a', '2', 1, 'failed')]);
      expect(await day.promise('store-a', '2')).toMatchObject({ location: 'main', short: 1, movingTo: null });
      expect(await shownAtDepot()).toBe(1);
      expect((await shorts()).slice(1)).toMatchObject([
        { order: '2', decision: 2, resolution: 'hold', lines: [{ moveTo: null, shortBy: 1 }] },
      ]);
      // However often the store says so, and however often the clock strikes: nothing more follows.
      await day.take([orderResolved('store-a', '2', 1, 'failed'), orderResolved('store-a', '2', 2, 'failed')]);
      await day.revisit(600);
      await day.take([ordered('store-a', '3', [line], { seconds: 3 })]);
      const toOrder2 = (await shorts()).filter(({ order }) => order === '2');
      expect(toOrder2.map(({ resolution }) => resolution)).toEqual(['move', 'hold']);
    });

    it('is short where it was, and its store told to hold it, when its units are sold there before it came', async () => {
      await day.take([tillShows('till-1', 0, 62, { location: 'depot' })], 63);
      expect(await day.promise('store-a', '2')).toMatchObject({ short: 1, movingTo: null, moveRefused: true });
      expect((await shorts()).slice(1)).toMatchObject([
        { order: '2', decision: 2, resolution: 'hold', lines: [{ moveTo: null, shortBy: 1 }] },
      ]);
    });

    it('is moved although no place has the units of another line, which stays short', async () => {
      await day.stock(2, { main: 1, depot: 0 });
      const cap: PaperLine = { line: '2', externalId: 'a-2' };
      await day.take([ordered('store-a', '4', [cap], { seconds: 3 })]);
      await day.take([orderResolved('store-a', '2', 1, 'moved'), tillShows('till-1', 2, 61, { location: 'depot' })]);
      await day.take([ordered('store-a', '5', [line, cap], { seconds: 5 })]);
      const toOrder5 = async () => (await shorts()).filter(({ order }) => order === '5');
      const told = [{ decision: 1, resolution: 'move', lines: [{ moveTo: '3' }, { moveTo: null, shortBy: 1 }] }];
      expect(await toOrder5()).toMatchObject(told);
      await day.take([orderResolved('store-a', '5', 1, 'moved')]);
      await day.revisit(600);
      expect(await day.promise('store-a', '5', '1')).toMatchObject({ location: 'depot', short: 0, movingTo: '3' });
      expect(await day.promise('store-a', '5', '2')).toMatchObject({ location: 'main', short: 1, movingTo: null });
      const there = { ...line, storeLocation: '3' };
      await day.take(
        [ordered('store-a', '5', [there, cap], { seconds: 5, updatedAt: '2026-11-23T10:11:00.000Z' })],
        660,
      );
      expect(await day.promise('store-a', '5', '1')).toMatchObject({ location: 'depot', short: 0, movingTo: null });
      expect(await posts()).toContainEqual(['5', 'depot']);
      expect(await toOrder5()).toMatchObject(told);
    });
  });
}
