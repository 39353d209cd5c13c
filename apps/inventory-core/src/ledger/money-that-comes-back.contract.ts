import type { OrderMoney, TillPostGranted } from '@tillbridge/contracts';
import type { SetAside } from '@tillbridge/stock-domain';
import { sumOfBooked, asText } from '../money/booked';
import type { LedgerWorld } from './ledger.contract';
import {
  at,
  besideDepot,
  ordered,
  paperShopWith,
  postClosed,
  tillCounts,
  tillShows,
  type PaperLine,
} from './paper-core';
import { PaperDay } from './paper-day';

const nothing = { price: '0', tax: '0' };

/** What is taken back once an order has left, or a count of the shelf has said something of it; on any ledger. */
export function moneyThatComesBackContract(open: () => Promise<LedgerWorld>): void {
  let day: PaperDay;
  const begin = async (setAside: SetAside = 'counted') => {
    day = new PaperDay(await open(), paperShopWith({ stocktakes: { main: setAside } }, besideDepot));
    await day.stock(1, { main: 5, depot: 5 });
  };
  afterEach(() => day.world.close());

  const moneyOf = (total: string): OrderMoney => ({
    taxIncluded: true,
    total,
    current: total,
    adjusted: '0',
    charges: [],
  });
  /** One line of `units` at 10.00 each, placed at 60, as its store shows it at `seconds`. */
  const order = (units: number, seconds: number, more: Partial<PaperLine> = {}, isCancelled = false) => {
    const price = String(units * 10);
    const money = { units, price, tax: '0', refunded: { units: 0, ...nothing } };
    return ordered('store-a', '1', [{ line: '1', externalId: 'a-1', ordered: units, money, ...more }], {
      seconds: 60,
      updatedAt: at(seconds),
      cancelledAt: isCancelled ? at(seconds) : null,
      money: moneyOf(price),
    });
  };
  const observed = (units: number, seconds: number, more: Partial<PaperLine> = {}, isCancelled = false) =>
    day.take([order(units, seconds, more, isCancelled)], seconds);
  const posts = () => day.told<TillPostGranted>('till.post_granted');
  const sums = async () =>
    (await posts()).map(({ kind, location, lines: [{ quantity, worth }] }) => [
      kind,
      location,
      quantity,
      worth?.amount,
    ]);
  /** The till has the newest post, and shows that it does. */
  const settle = async (level: number, seconds: number, location = 'main') => {
    const { postId } = (await posts()).at(-1)!;
    await day.take([postClosed(postId, seconds)], seconds);
    await day.take([tillShows('till-1', level, seconds + 10, { location })], seconds + 10);
  };
  const opens = (seconds: number) => day.take([tillCounts('c1', ['till-1'], { openedAt: seconds })], seconds);
  /** A count that began at `openedAt` is completed, and the level that it left is read. */
  const counts = async (level: number, openedAt: number, closedAt: number) => {
    await day.take([tillCounts('c1', ['till-1'], { openedAt, closedAt })], closedAt + 1);
    await day.take([tillShows('till-1', level, closedAt + 7)], closedAt + 7);
  };
  /** What the till has of the order, by what is booked. */
  const atTill = async () => asText(sumOfBooked((await day.order('store-a', '1')).booked)).amount;

  /** What a person was told to take off at the till. */
  const left = async () =>
    (await day.world.uow.run((tx) => day.world.alerts.find(tx, ['money/store-a/1']))).get('money/store-a/1')?.fields;

  describe('of what has left', () => {
    it('is what it was sold for, also once the sale is part of the level', async () => {
      await begin();
      await observed(1, 60);
      await settle(4, 61);
      await observed(1, 80, { fulfilled: 1 });
      expect((await day.item()).levels.find(({ location }) => location === 'main')?.mirror.base).toBe(4);
      await observed(1, 90, { fulfilled: 1, current: 0, restocked: 1 });
      expect((await sums()).at(-1)).toEqual(['reverse', 'main', 1, '10']);
      const [sale, back] = await posts();
      expect(back.reverses).toBe(sale.postId);
      expect(await atTill()).toBe('0');
    });

    it('is what it was sold for where it came back elsewhere than it left from', async () => {
      await begin();
      await observed(2, 60);
      await settle(3, 61);
      const back = { storeLocation: '3', units: 1, shipped: 1 };
      await observed(2, 90, { fulfilled: 2, current: 1, restocked: 1, putBackAt: [back] });
      const last = (await sums()).filter(([kind]) => kind === 'reverse');
      expect(last).toContainEqual(['reverse', 'depot', 1, '10']);
      expect(await atTill()).toBe('10');
    });
  });

  describe('of what a count has counted along', () => {
    const countedAlong = async (units: number) => {
      await begin();
      await observed(units, 60);
      await settle(5 - units, 61);
      await opens(80);
      await counts(5, 80, 100);
    };

    it('is what it was sold for, although it was recorded a second time', async () => {
      await countedAlong(1);
      await settle(4, 110);
      await observed(1, 200, { current: 0, restocked: 1 }, true);
      expect(await sums()).toEqual([
        ['sale', 'main', 1, '10'],
        ['sale', 'main', 1, '0'],
        ['reverse', 'main', 1, '10'],
      ]);
      expect(await atTill()).toBe('0');
    });

    it('is what it was sold for in any parts', async () => {
      await countedAlong(3);
      await settle(2, 110);
      await observed(3, 200, { current: 2, restocked: 1 });
      await settle(3, 210);
      await observed(3, 300, { current: 0, restocked: 3 }, true);
      expect((await sums()).slice(2)).toEqual([
        ['reverse', 'main', 1, '10'],
        ['reverse', 'main', 2, '20'],
      ]);
    });

    it('is added to by what was ordered meanwhile alone', async () => {
      await begin();
      await observed(2, 60);
      await settle(3, 61);
      await opens(80);
      await observed(3, 85);
      await counts(5, 80, 100);
      expect((await sums()).at(-1)).toEqual(['sale', 'main', 3, '10']);
      expect(await atTill()).toBe('30');
    });

    it('is for a person to take off where its units were cancelled, and counted, before that was recorded', async () => {
      await begin();
      await observed(2, 60);
      await settle(3, 61);
      await opens(80);
      await observed(2, 85, { current: 0, restocked: 2 }, true);
      await counts(5, 80, 100);
      expect(await posts()).toHaveLength(1);
      expect(await left()).toMatchObject({ amount: '20', currency: 'EUR' });
    });

    it('is nothing for a person while it waits to be recorded again', async () => {
      await begin();
      await observed(2, 60);
      await settle(3, 61);
      await opens(80);
      await day.take([tillCounts('c2', ['till-1'], { openedAt: 81 })], 81);
      await counts(5, 80, 100);
      expect(await posts()).toHaveLength(1);
      expect(await left()).toBeUndefined();
    });

    it('comes back with the next unit where it was not to be recorded again', async () => {
      await begin();
      await observed(3, 60);
      await settle(2, 61);
      await opens(80);
      await observed(3, 85, { current: 2, restocked: 1 });
      await counts(5, 80, 100);
      expect((await sums()).at(-1)).toEqual(['sale', 'main', 2, '0']);
      await settle(3, 110);
      await observed(3, 200, { current: 1, restocked: 2 });
      expect((await sums()).at(-1)).toEqual(['reverse', 'main', 1, '20']);
      expect(await atTill()).toBe('10');
    });
  });

  describe('of what a count has left out', () => {
    it('is nothing for what the count grew by, and what was paid for the rest', async () => {
      await begin('notCounted');
      // Another count keeps the second unit from being recorded before.
      await observed(1, 60);
      await settle(4, 61);
      await day.take([tillCounts('c0', ['till-1'], { openedAt: 75 })], 75);
      await observed(2, 76);
      await opens(80 + 20);
      await counts(3, 100, 120);
      await day.take([tillCounts('c0', ['till-1'], { openedAt: 75, state: 'cancelled' })], 130);
      await observed(2, 200, { current: 0, restocked: 2 }, true);
      expect(await sums()).toEqual([
        ['sale', 'main', 1, '10'],
        ['reverse', 'main', 2, '10'],
      ]);
    });
  });
}
