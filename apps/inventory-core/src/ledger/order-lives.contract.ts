import type { AvailabilityChanged, Envelope, TillPostGranted } from '@tillbridge/contracts';
import { dueAt, type PromiseState } from '@tillbridge/stock-domain';
import fc from 'fast-check';
import type { LedgerWorld } from './ledger.contract';
import { at, besideDepot, ordered, paperShopWith, postClosed, tillShows, type PaperLine } from './paper-core';
import { PaperDay } from './paper-day';

type Change = Partial<PaperLine>;
const line: PaperLine = { line: '1', externalId: 'a-1', ordered: 2 };
const shipped: Change = { fulfilled: 2 };
const cancelled: Change = { current: 0 };
const backAtDepot = (units: number, shippedUnits = units): Change => ({
  restocked: units,
  putBackAt: [{ storeLocation: '3', units, shipped: shippedUnits }],
});

/** What becomes of an order after it was placed, and what the till and the store are told of it; on any ledger. */
export function orderLivesContract(open: () => Promise<LedgerWorld>): void {
  let day: PaperDay;
  const state = (seconds: number, change: Change = {}, more: Parameters<typeof ordered>[3] = {}): Envelope =>
    ordered('store-a', '1', [{ ...line, ...change }], { updatedAt: at(seconds), ...more });
  const granted = () => day.told<TillPostGranted>('till.post_granted');
  const posts = async () =>
    (await granted()).map(({ kind, location, lines }) => `${kind} ${lines[0].quantity} at ${location}`);
  const levels: Record<string, number> = {};
  /** The till carries out what was granted last, and shows its level some time after. */
  const tillFollows = async (): Promise<void> => {
    const { postId, kind, location, lines } = (await granted()).at(-1)!;
    levels[location] += (kind === 'sale' ? -1 : 1) * lines[0].quantity;
    const { seconds } = day;
    await day.take(
      [postClosed(postId, seconds + 1), tillShows('till-1', levels[location], seconds + 20, { location })],
      seconds + 21,
    );
  };
  /** What the store may show at its location by what it was told last. */
  const shown = async (storeLocation: string) =>
    (await day.told<AvailabilityChanged>('availability.changed'))
      .filter((each) => each.channel === 'store-a' && each.storeLocation === storeLocation)
      .at(-1)!;
  const sellable = async () => [(await shown('1')).raiseTo, (await shown('3')).raiseTo];
  const counted = async (storeLocation: string) => {
    const view = (await day.item()).views.find(
      (each) => each.channel === 'store-a' && each.storeLocation === storeLocation,
    );
    return [view?.ordersCounted ?? 0, view?.restocksCounted ?? 0];
  };

  beforeEach(async () => {
    day = new PaperDay(await open(), paperShopWith({}, besideDepot));
    await day.stock(1, { main: 5, depot: 3 });
    Object.assign(levels, { main: 5, depot: 3 });
  });
  afterEach(() => day.world.close());

  describe('an order with lines that no stocked item stands behind', () => {
    it('has its other lines served, and waits only for what can be linked', async () => {
      const tip = { line: '8', externalId: null, storeLocation: null };
      const unlinked = { line: '9', externalId: 'nobody knows' };
      await day.take([ordered('store-a', '1', [tip, unlinked, line])]);
      expect(await posts()).toEqual(['sale 2 at main']);
      const { lines } = await day.why('store-a', '1');
      expect(lines.map(({ waitsForLink, servedFrom }) => [waitsForLink, servedFrom.length])).toEqual([
        [false, 0],
        [true, 0],
        [false, 1],
      ]);
    });
  });

  describe('an order that is cancelled before it is shipped', () => {
    beforeEach(async () => {
      await day.take([state(1)]);
      await tillFollows();
      expect(await sellable()).toEqual([3, 3]);
    });

    it.each([
      ['with', { ...cancelled, restocked: 2 }, [2, 2]],
      ['without', cancelled, [2, 0]],
    ])(
      '%s restock is taken back at the till, and its units are for sale once that is known',
      async (_, change, counts) => {
        await day.take([state(30, change, { cancelledAt: at(30) })]);
        expect(await posts()).toEqual(['sale 2 at main', 'reverse 2 at main']);
        expect(await sellable()).toEqual([3, 3]);
        await tillFollows();
        expect(await sellable()).toEqual([5, 3]);
        expect(await counted('1')).toEqual(counts);
      },
    );

    it('with its restock elsewhere leaves the units where they lie, and counts them where the store shows them', async () => {
      await day.take([state(30, { ...cancelled, ...backAtDepot(2, 0) }, { cancelledAt: at(30) })]);
      expect(await posts()).toEqual(['sale 2 at main', 'reverse 2 at main']);
      await tillFollows();
      expect(await sellable()).toEqual([5, 3]);
      expect([await counted('1'), await counted('3')]).toEqual([
        [2, 0],
        [0, 2],
      ]);
    });
  });

  describe('a shipment that is taken back', () => {
    beforeEach(async () => {
      await day.take([state(1)]);
      await tillFollows();
      await day.take([state(20, shipped)]);
      await day.take([state(40, { fulfilled: 0 })]);
    });

    it('leaves its units sold at the till, for they are to be shipped again', async () => {
      expect(await posts()).toEqual(['sale 2 at main']);
      expect(await sellable()).toEqual([3, 3]);
      expect((await day.why('store-a', '1')).lines).toMatchObject([{ wanted: 2, shipped: 0 }]);
    });

    it('is known to be so in whatever order two states of one moment are heard', async () => {
      const again = { fulfilled: 2, unshipped: 2 };
      await day.take([state(60, again), state(60, { fulfilled: 0, unshipped: 4 }), state(60, again)]);
      expect((await day.why('store-a', '1')).lines).toMatchObject([{ wanted: 2, shipped: 0 }]);
    });

    it('gives them back once the order is cancelled, though no restock says so', async () => {
      await day.take([state(60, { ...cancelled, fulfilled: 0 }, { cancelledAt: at(60) })]);
      expect(await posts()).toEqual(['sale 2 at main', 'reverse 2 at main']);
      await tillFollows();
      expect(await sellable()).toEqual([5, 3]);
    });
  });

  describe('an order that is edited', () => {
    beforeEach(async () => {
      await day.take([state(1)]);
      await tillFollows();
    });

    it('has what was added recorded beside what was, once', async () => {
      await day.take([state(30, { ordered: 3, current: 3 }), state(30, { ordered: 3, current: 3 })]);
      await tillFollows();
      await day.take([state(31, { ordered: 3, current: 3 })]);
      expect(await posts()).toEqual(['sale 2 at main', 'sale 1 at main']);
      expect(await sellable()).toEqual([2, 3]);
    });

    it('has what was taken off taken back, and recorded again when it is put in again', async () => {
      await day.take([state(30, { current: 0, restocked: 2 })]);
      await tillFollows();
      expect(await sellable()).toEqual([5, 3]);
      await day.take([state(60, { ordered: 4, current: 2, restocked: 2 })]);
      await tillFollows();
      expect(await posts()).toEqual(['sale 2 at main', 'reverse 2 at main', 'sale 2 at main']);
      expect(await sellable()).toEqual([3, 3]);
      expect(await counted('1')).toEqual([4, 2]);
    });

    it('follows a line to another item: the one is given back, the other set aside', async () => {
      await day.stock(2, { main: 4 });
      const swapped = [
        { ...line, current: 0, restocked: 2 },
        { line: '2', externalId: 'a-2', ordered: 2 },
      ];
      await day.take([ordered('store-a', '1', swapped, { updatedAt: at(30) })]);
      expect((await day.promise('store-a', '1', '2')).owed).toBe(2);
      expect((await posts()).sort()).toEqual(['reverse 2 at main', 'sale 2 at main', 'sale 2 at main']);
    });
  });

  describe('units that were shipped and came back elsewhere', () => {
    const life = async (...states: Envelope[]) => {
      for (const each of states) await day.take([each]);
    };

    it('are booked at the location that has them, and not where they left from', async () => {
      await life(state(1));
      await tillFollows();
      await life(state(20, shipped), state(40, { ...shipped, ...backAtDepot(1) }));
      expect(await posts()).toEqual(['sale 2 at main', 'reverse 1 at depot']);
      // Not before the till is known to have it.
      expect(await sellable()).toEqual([3, 3]);
      await tillFollows();
      expect(await sellable()).toEqual([3, 4]);
      expect([await counted('1'), await counted('3')]).toEqual([
        [2, 0],
        [0, 1],
      ]);
      await life(state(60, { ...shipped, ...backAtDepot(2) }));
      await tillFollows();
      expect(await posts()).toEqual(['sale 2 at main', 'reverse 1 at depot', 'reverse 1 at depot']);
      expect(await sellable()).toEqual([3, 5]);
      expect(levels).toEqual({ main: 3, depot: 5 });
    });

    it('are booked there also before the till is known to have the sale', async () => {
      await life(state(1), state(2, shipped), state(3, { ...shipped, ...backAtDepot(2) }));
      expect((await posts()).sort()).toEqual(['reverse 2 at depot', 'sale 2 at main']);
      await day.take([state(3, { ...shipped, ...backAtDepot(2) })]);
      expect(await posts()).toHaveLength(2);
    });

    it('are where they are also when the order is first heard of like that', async () => {
      await day.take([state(90, { ...shipped, ...backAtDepot(2) }, { placedAt: at(50) })]);
      expect((await posts()).sort()).toEqual(['reverse 2 at depot', 'sale 2 at main']);
    });

    it('were part of the levels when they came back before we first saw those', async () => {
      await day.take([state(90, { ...shipped, ...backAtDepot(2) }, { placedAt: at(-9_000) })]);
      expect(await posts()).toEqual([]);
      expect(await sellable()).toEqual([5, 3]);
    });

    it('were part of the levels also where their store says only later where the line is', async () => {
      const back = { ...shipped, ...backAtDepot(1) };
      const old = { placedAt: at(-9_000) };
      await day.take([state(90, { ...back, storeLocation: null }, old)]);
      await day.take([state(90, back, old)]);
      expect(await posts()).toEqual([]);
      expect(await sellable()).toEqual([5, 3]);
      const atHome = { ...shipped, restocked: 1 };
      const same = (change: Change) => ordered('store-a', '2', [{ ...line, ...change }], { updatedAt: at(91), ...old });
      await day.take([
        same({ ...atHome, storeLocation: null, putBackAt: [{ storeLocation: '1', units: 1, shipped: 1 }] }),
      ]);
      await day.take([same(atHome)]);
      expect(await posts()).toEqual([]);
      expect(await sellable()).toEqual([5, 3]);
    });

    it('are gone for us where the place is none of ours', async () => {
      await life(state(1));
      await tillFollows();
      const abroad = [{ storeLocation: '77', units: 2, shipped: 2 }];
      await life(state(40, { ...shipped, restocked: 2, putBackAt: abroad }));
      expect(await posts()).toEqual(['sale 2 at main']);
      expect(await sellable()).toEqual([3, 3]);
    });
  });

  describe('a life of an order', () => {
    const partly = { fulfilled: 1 };
    const states: [number, Change, string | null][] = [
      [1, {}, null],
      [2, { ordered: 3, current: 3 }, null],
      [3, { ordered: 3, current: 2, restocked: 1 }, null],
      [4, { ordered: 3, current: 2, restocked: 1, ...partly }, null],
      [5, { ordered: 3, current: 2, fulfilled: 1, ...backOf(2) }, null],
      [6, { ordered: 3, current: 1, fulfilled: 1, ...backOf(2) }, at(6)],
    ];
    function backOf(restocked: number): Change {
      return { restocked, putBackAt: [{ storeLocation: '3', units: 1, shipped: 1 }] };
    }
    /** What a promise comes to, however it came about. */
    const ending = ({ posts: _, movedFrom: __, accepted: ___, ...promise }: PromiseState) => ({
      ...promise,
      due: [dueAt(promise as PromiseState, 'main'), dueAt(promise as PromiseState, 'depot')],
    });
    const play = async (copies: readonly number[], stampOf: (copy: number, turn: number) => number) => {
      const fresh = new PaperDay(await open(), paperShopWith({}, besideDepot));
      await fresh.stock(1, { main: 5, depot: 3 });
      for (const [turn, copy] of copies.entries()) {
        const [, change, cancelledAt] = states[copy];
        await fresh.take([state(stampOf(copy, turn), change, { cancelledAt, placedAt: at(50) })]);
      }
      const sums = (await fresh.item()).views.map(({ channel, storeLocation, ordersCounted, restocksCounted }) => [
        `${channel}/${storeLocation}`,
        ordersCounted,
        restocksCounted,
      ]);
      const result = { promise: ending(await fresh.promise('store-a', '1')), sums: sums.sort() };
      await fresh.world.close();
      return JSON.stringify(result);
    };
    const last = states.length - 1;
    const anyOrder = fc
      .array(fc.nat(last), { maxLength: 6 })
      .chain((more) => fc.shuffledSubarray([...states.keys(), ...more], { minLength: states.length + more.length }));
    const byItsTime = (copy: number) => states[copy][0];

    it('ends the same in whatever order its states are heard, and however often', async () => {
      const inOrder = await play([...states.keys()], byItsTime);
      await fc.assert(
        fc.asyncProperty(anyOrder, async (copies) => expect(await play(copies, byItsTime)).toEqual(inOrder)),
        { numRuns: 15 },
      );
    });

    it('would not, if whatever is heard last were the newest', async () => {
      const asHeard = (_: number, turn: number) => turn;
      expect(await play([last, 0], asHeard)).not.toEqual(await play([0, last], asHeard));
    });
  });
}
