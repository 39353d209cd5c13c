import { availabilityAt } from './availability';
import { assertItem } from './invariants';
import type { ItemState } from './item-state';
import { freeAtMost, freeForSure, mayBeThereAt } from './level';
import { answered, claim, grant, order, paperLayout, sell, sellUnread, settled, show, stocked } from './paper-item';
import { settleClaims } from './settle-claims';
import { settleShortage } from './settle-shortage';
import { shop } from './spec-claims';
import { TillWorld } from './spec-till-world';

// A promise is broken only on proof that its unit is gone: by what the till's own row shows, whatever the facts explain of it.

const losses = (item: ItemState) => settleShortage(item, paperLayout, 0).losses;
const gone = { units: 1, reason: expect.stringContaining('left the shelf') };
const two = settled(order(stocked(2), claim('1'), claim('2')));
/** Five have come to the two that are promised, and four were sold of them. */
const soldOn = [6, 5, 4, 3].reduce((item, level, n) => show(item, level, 4 * (n + 1), { sold: 1 }), two);

describe('a receipt that is sold from at once', () => {
  it('breaks no promise while it is not concluded', () => {
    const world = new TillWorld(2);
    world.place(1);
    world.place(1);
    world.receive(5);
    for (let sale = 0; sale < 4; sale += 1) {
      world.now += 4_000;
      world.sellAtTill();
      world.poll(true);
      world.deliver(1);
    }
    const { shelf, losses: broken } = world;
    expect({ shelf, promised: world.promised(), broken }).toEqual({ shelf: 3, promised: 2, broken: [] });
  });

  it('breaks none while our own sales are on their way either, whether or not the row holds them', () => {
    const sent = grant(two, 1_000);
    for (const posted of [0, 1, 2]) {
      const item = sell(show(sent, 7 - posted, 2), 4, 6);
      expect(losses(item)).toEqual([]);
      expect(() => assertItem(settled(item), 7_000)).not.toThrow();
    }
  });

  it('is not sold from by the stores, and raises none, before it is concluded', () => {
    expect([freeAtMost(soldOn, 'main'), freeForSure(soldOn, 'main'), mayBeThereAt(soldOn, 'main')]).toEqual([
      -4, -4, 5,
    ]);
    expect(availabilityAt(soldOn, paperLayout.places[0], paperLayout, 17_000)).toMatchObject({
      lowerTo: 0,
      raiseTo: 0,
    });
  });

  it('is free once it is concluded, but for what is promised', () => {
    const concluded = show(soldOn, 3, 40);
    expect([freeAtMost(concluded, 'main'), losses(concluded)]).toEqual([1, []]);
  });

  it('gives a new claim nothing, whose store should not have shown any', () => {
    const { item, losses: lost } = settleShortage(order(soldOn, claim('3')), paperLayout, 0);
    expect(lost).toMatchObject([{ order: '3', reason: expect.stringContaining('when it arrived') }]);
    expect(item.promises.map(({ short }) => short)).toEqual([0, 0, 1]);
  });

  it('breaks no promise that may yet have rivals either, as long as none come', () => {
    const windowed = shop({ arbitrationWindowMs: 60_000, escrow: { ...paperLayout.policy.escrow, floorUnits: 0 } });
    const decided = (item: ItemState, now: number) => settleClaims([item], windowed, now);
    const [provisional] = decided(order(stocked(3), claim('1')), 1_000).items;
    expect(provisional.promises[0].provisional).not.toBeNull();
    const item = [7, 6, 5, 4].reduce((state, level, n) => show(state, level, 2 + n, { sold: 1 }), provisional);
    expect(decided(item, 5_000).losses).toEqual([]);
    expect(decided(item, 5_000).items[0].promises[0]).toMatchObject({ accepted: 1, short: 0 });
  });
});

describe('a paid claim beside unpaid ones that the row shows', () => {
  const three = settled(order(stocked(3), ...['1', '2', '3'].map((id) => claim(id, { paid: false }))));
  /** So many have come, and all of them were sold since. */
  const soldAgain = (units: number) =>
    Array.from({ length: units }, (_, n) => n).reduce(
      (item, n) => show(item, 2 + units - n, 4 * (n + 1), { sold: 1 }),
      three,
    );
  const rivalled = (item: ItemState) => settleShortage(order(item, claim('9')), paperLayout, 30_000);

  it('takes as many of them as it is served with, and no more', () => {
    const { item, losses: lost } = rivalled(soldAgain(2));
    expect(lost).toMatchObject([{ order: '3', units: 1, reason: expect.stringContaining('not paid yet') }]);
    expect(item.promises.map(({ order: id, short }) => [id, short])).toEqual([
      ['1', 0],
      ['2', 0],
      ['3', 1],
      ['9', 0],
    ]);
    expect(losses(item)).toEqual([]);
  });

  it('takes none of them where the row shows one more', () => {
    expect(rivalled(show(soldAgain(2), 4, 20)).losses).toEqual([]);
  });

  it('takes none of them where it is served with none, for all of them are in doubt', () => {
    expect(rivalled(soldAgain(5)).losses).toMatchObject([{ order: '9', units: 1 }]);
  });
});

describe('what looked as if it were there', () => {
  it('and was a sale that the row did not show yet breaks the promise with the row', () => {
    const unread = settled(sellUnread(two, 1, 3));
    expect(unread.promises.map(({ short }) => short)).toEqual([0, 0]);
    expect(losses(show(unread, 1, 4))).toMatchObject([{ order: '2', ...gone }]);
  });

  it('and was taken off again breaks the promises that it had kept', () => {
    expect(losses(settled(soldOn))).toEqual([]);
    expect(losses(show(settled(soldOn), 0, 20))).toMatchObject([
      { order: '2', ...gone },
      { order: '1', ...gone },
    ]);
    expect(losses(show(settled(soldOn), 1, 20))).toMatchObject([{ order: '2', ...gone }]);
  });

  it.each([
    ['the till holds our sale, too', (item: ItemState) => show(item, -1, 5)],
    [
      'the till refuses our sale',
      (item: ItemState) => answered(item, { postId: 'post-1', outcome: 'refused', answeredAt: 5_000 }),
    ],
  ])('and was our own sale on its way breaks the promise once %s', (_, proven) => {
    const sent = grant(settled(order(stocked(1), claim('1'))), 1_000);
    const sold = settled(sell(sent, 1, 3));
    expect(sold.promises[0].short).toBe(0);
    expect(losses(proven(sold))).toMatchObject([{ order: '1', ...gone }]);
  });
});
