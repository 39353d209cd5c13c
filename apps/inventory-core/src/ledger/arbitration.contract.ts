import type { PaperLine } from './paper-core';
import { at, backedByDepot, ordered, paperShopWith, postClosed, tillShows, tillSold } from './paper-core';
import type { LedgerWorld } from './ledger.contract';
import { PaperDay } from './paper-day';

const one = (externalId: string, line = '1', units = 1): PaperLine => ({ line, externalId, ordered: units });
/** An order of one unit of item 1. */
const inA = (order: string, placed: number, more: { paid?: boolean } = {}) =>
  ordered('store-a', order, [one('a-1')], { seconds: placed, ...more });
const inB = (order: string, placed: number, more: { paid?: boolean } = {}) =>
  ordered('store-b', order, [one('b-1')], { seconds: placed, ...more });

/** Who gets scarce units, on any ledger. `open` gives a fresh, empty world. */
export function arbitrationContract(open: () => Promise<LedgerWorld>): void {
  let day: PaperDay;
  beforeEach(async () => {
    day = new PaperDay(await open(), paperShopWith({}));
  });
  afterEach(() => day.world.close());

  describe('two claims on the last unit', () => {
    beforeEach(async () => {
      day.shop = paperShopWith({ arbitrationWindowMs: 250 });
      await day.stock(1, { main: 1 });
    });

    /** The worse claim comes first; nobody is told anything before the window closes. */
    const compete = async (apartMs: number) => {
      await day.take([inB('1', 60)], 60);
      await day.take([inA('2', 60 + apartMs / 1_000)], 60 + apartMs / 1_000);
      expect(await day.told('order.short')).toEqual([]);
      expect(await day.told('till.post_granted')).toEqual([]);
      expect(await day.revisit(60.249)).toBe(0);
      expect(await day.revisit(60.25)).toBe(1);
    };

    it('that come in one moment are decided together: the better one wins, whichever came first', async () => {
      await compete(0);
      expect(await day.short()).toEqual({ 'store-b/1': 1 });
      expect(await day.told('till.post_granted')).toMatchObject([{ channel: 'store-a', order: '2' }]);
    });

    it('that come 100 ms apart are decided together: the better one wins, whichever came first', async () => {
      await compete(100);
      expect(await day.short()).toEqual({ 'store-b/1': 1 });
      expect(await day.told('order.short')).toMatchObject([{ channel: 'store-b', order: '1' }]);
    });

    it('that come 500 ms apart are decided one after the other: what is accepted keeps its unit', async () => {
      await day.take([inB('1', 60)], 60);
      expect(await day.revisit(60.25)).toBe(1);
      expect(await day.told('till.post_granted')).toMatchObject([{ channel: 'store-b', order: '1' }]);
      await day.take([inA('2', 60.5)], 60.5);
      expect(await day.revisit(60.75)).toBe(1);
      expect(await day.short()).toEqual({ 'store-a/2': 1 });
    });

    it('that come 500 ms apart do not meet, although nobody has closed the window in time', async () => {
      await day.take([inB('1', 60)], 60);
      await day.take([inA('2', 60.5)], 60.5);
      await day.revisit(60.75);
      expect(await day.short()).toEqual({ 'store-a/2': 1 });
    });

    it('wait for each other only while units are scarce', async () => {
      await day.take([tillShows('till-1', 9, 61)], 61);
      await day.take([inB('1', 62)], 62);
      expect(await day.told('till.post_granted')).toMatchObject([{ order: '1' }]);
    });
  });

  describe('two claims that are more than there is, though neither finds the item scarce', () => {
    const eight = (channel: 'store-a' | 'store-b', order: string, seconds: number) =>
      ordered(channel, order, [one(`${channel.slice(-1)}-1`, '1', 8)], { seconds });
    beforeEach(async () => {
      day.shop = paperShopWith({ arbitrationWindowMs: 250 });
      await day.stock(1, { main: 12 });
      await day.take([eight('store-b', '1', 60)], 60);
      expect(await day.told('till.post_granted')).toMatchObject([{ order: '1', lines: [{ quantity: 8 }] }]);
    });

    it('are decided together when they come 100 ms apart: the better one wins, whichever came first', async () => {
      await day.take([eight('store-a', '2', 60.1)], 60.1);
      expect(await day.told('order.short')).toEqual([]);
      expect(await day.revisit(60.25)).toBe(1);
      expect(await day.short()).toEqual({ 'store-b/1': 4 });
    });

    it('are decided one after the other when they come 500 ms apart', async () => {
      await day.take([eight('store-a', '2', 60.5)], 60.5);
      await day.revisit(60.75);
      expect(await day.short()).toEqual({ 'store-a/2': 4 });
    });
  });

  it('an order accepted a moment ago gives way whole, on items that its rival does not touch, too', async () => {
    day.shop = paperShopWith({ arbitrationWindowMs: 250, orders: 'whole' });
    await day.stock(1, { main: 12 });
    await day.stock(2, { main: 9 });
    await day.take([ordered('store-b', '1', [one('b-1', '1', 8), one('b-2', '2')], { seconds: 60 })], 60);
    await day.take([ordered('store-a', '2', [one('a-1', '1', 8)], { seconds: 60.1 })], 60.1);
    await day.revisit(60.25);
    expect(await day.short()).toEqual({ 'store-b/1': 9 });
  });

  it('an accepted order that is not paid yields to a paid one, and not once it is paid itself', async () => {
    await day.stock(1, { main: 2 });
    await day.take([inA('1', 1, { paid: false }), inA('2', 2, { paid: false })]);
    expect(await day.short()).toEqual({});
    await day.take([ordered('store-a', '2', [one('a-1')], { seconds: 2, updatedAt: at(3), paid: true })]);
    await day.take([inB('3', 10)]);
    expect(await day.short()).toEqual({ 'store-a/1': 1 });
    await day.take([inB('4', 11)]);
    expect(await day.short()).toEqual({ 'store-a/1': 1, 'store-b/4': 1 });
  });

  it('a walk-in takes a unit that was recorded at the till for a web order, whose store is told once', async () => {
    await day.stock(1, { main: 1 });
    await day.take([inA('1', 1)]);
    const [post] = await day.told<{ postId: string }>('till.post_granted');
    await day.take([postClosed(post.postId, 62)], 62);
    await day.take([tillShows('till-1', 0, 68)], 68);
    expect((await day.promise('store-a', '1')).posts).toMatchObject([{ kind: 'sale', state: 'settled' }]);
    await day.take([tillSold('till-1', 'walk-in:1', 1, 70)], 70);
    await day.take([tillShows('till-1', -1, 71, { sold: [{ id: 'walk-in:1', units: 1 }] })], 71);
    expect(await day.short()).toEqual({ 'store-a/1': 1 });
    expect(await day.told('order.short')).toMatchObject([{ order: '1', decision: 1, lines: [{ shortBy: 1 }] }]);
    expect(await day.told('till.post_granted')).toMatchObject([{ kind: 'sale' }, { kind: 'reverse' }]);
  });

  describe('a stocktake while three orders are set aside', () => {
    beforeEach(async () => {
      await day.stock(1, { main: 5 });
      // Their store has not said from where it serves them, so the till knows of none.
      const waiting = { ...one('a-1'), storeLocation: null };
      await day.take(['1', '2', '3'].map((id) => ordered('store-a', id, [waiting], { seconds: Number(id) })));
    });

    it('changes nobody when it counts what is there', async () => {
      await day.take([tillShows('till-1', 5, 70)], 70);
      expect(await day.short()).toEqual({});
      expect(await day.told('order.short')).toEqual([]);
    });

    it('leaves the last of them in claim order short when it counts less than they need', async () => {
      await day.take([tillShows('till-1', 2, 70)], 70);
      expect(await day.short()).toEqual({ 'store-a/3': 1 });
      expect(await day.told('order.short')).toMatchObject([{ order: '3', decision: 1 }]);
    });
  });

  describe('a stocktake while three orders are set aside that the till has recorded', () => {
    beforeEach(async () => {
      await day.stock(1, { main: 5 });
      await day.take(['1', '2', '3'].map((id) => inA(id, Number(id))));
      const posts = await day.told<{ postId: string }>('till.post_granted');
      expect(posts).toHaveLength(3);
      await day.take(
        posts.map(({ postId }) => postClosed(postId, 62)),
        62,
      );
      await day.take([tillShows('till-1', 2, 68)], 68);
      const states = await Promise.all(['1', '2', '3'].map((id) => day.promise('store-a', id)));
      expect(states.map(({ posts: [post] }) => post.state)).toEqual(['settled', 'settled', 'settled']);
    });

    it('takes from what is free, and from none of them, when it counts nothing beside their units', async () => {
      await day.take([tillShows('till-1', 0, 80)], 80);
      expect(await day.short()).toEqual({});
    });

    it('leaves as many of them short as it finds below nothing, the last in claim order first', async () => {
      await day.take([tillShows('till-1', -2, 80)], 80);
      expect(await day.short()).toEqual({ 'store-a/3': 1, 'store-a/2': 1 });
    });
  });

  describe('one item on two lines of an order', () => {
    const twoLines = ordered('store-a', '1', [one('a-1', '1', 2), one('a-1', '2', 1)], { seconds: 1 });

    it('is one claim on their sum', async () => {
      await day.stock(1, { main: 3 });
      await day.take([inB('2', 2), twoLines]);
      expect(await day.short()).toEqual({ 'store-b/2': 1 });
    });

    it('is short of what the sum lacks, and its store is told once', async () => {
      await day.stock(1, { main: 2 });
      await day.take([twoLines]);
      expect(await day.short()).toEqual({ 'store-a/1': 1 });
      expect(await day.told('order.short')).toMatchObject([{ order: '1', lines: [{ line: '2', shortBy: 1 }] }]);
    });
  });

  describe('an order that is short of one of its lines', () => {
    const facts = [
      inA('1', 1),
      ordered('store-a', '2', [one('a-1', '1'), one('a-2', '2')], { seconds: 2 }),
      ordered('store-a', '3', [one('a-2')], { seconds: 3 }),
    ];
    beforeEach(async () => {
      await day.stock(1, { main: 1 });
      await day.stock(2, { main: 1 });
    });

    it('gets nothing where orders are served whole, and its units serve the next claim', async () => {
      day.shop = paperShopWith({ orders: 'whole' });
      await day.take(facts);
      expect(await day.short()).toEqual({ 'store-a/2': 2 });
      expect(await day.told('order.short')).toMatchObject([
        { order: '2', decision: 1, lines: [{ line: '1' }, { line: '2' }] },
      ]);
    });

    it.each([
      [[1, 1, 1], { 'store-b/2': 2 }],
      [[0, 1, 1], { 'store-a/1': 2 }],
    ])('is whole or nothing over items that only a chain of orders ties together: %j', async (levels, short) => {
      day.shop = paperShopWith({ orders: 'whole', arbitrationWindowMs: 250 });
      const chain = [
        ordered('store-a', '1', [one('a-11', '1'), one('a-12', '2')], { seconds: 60 }),
        ordered('store-b', '2', [one('b-12', '1'), one('b-13', '2')], { seconds: 60 }),
      ];
      for (const n of [3, 1, 2]) await day.stock(10 + n, { main: levels[n - 1] });
      await day.take(chain, 60);
      await day.revisit(60.25);
      expect(await day.short()).toEqual(short);
    });

    it('keeps the rest where orders may be served in part', async () => {
      await day.take(facts);
      expect(await day.short()).toEqual({ 'store-a/2': 1, 'store-a/3': 1 });
    });
  });

  describe('a line that no location has units enough for', () => {
    const three = ordered('store-a', '1', [one('a-1', '1', 3)], { seconds: 1 });

    it('is served from two, and recorded at the till at both', async () => {
      day.shop = paperShopWith({}, backedByDepot);
      await day.stock(1, { main: 2, depot: 2 });
      await day.take([three]);
      expect(await day.promise('store-a', '1')).toMatchObject({
        location: 'main',
        elsewhere: [{ location: 'depot', units: 1 }],
        short: 0,
      });
      expect(await day.told('order.short')).toEqual([]);
      expect(await day.told('till.post_granted')).toMatchObject([
        { location: 'main', lines: [{ quantity: 2 }] },
        { location: 'depot', lines: [{ quantity: 1 }] },
      ]);
    });

    it('is short where lines are not split', async () => {
      day.shop = paperShopWith({ splitLines: false }, backedByDepot);
      await day.stock(1, { main: 2, depot: 2 });
      await day.take([three]);
      expect(await day.promise('store-a', '1')).toMatchObject({ location: 'main', elsewhere: [], short: 1 });
    });
  });
}
