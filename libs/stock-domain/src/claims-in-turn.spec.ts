import { decideOrderLine, type LineClaim } from './decide-order';
import { emptyItem, type ItemState } from './item-state';
import { freeForSure } from './level';
import { moveRefused } from './other-place';
import { claim, show, stocked } from './paper-item';
import type { Policy, ShopLayout, StorePlace } from './policy';
import { settleClaims } from './settle-claims';
import { decided, ofB, servedUnits, shop } from './spec-claims';

// Orders that are edited, paid and moved one after the other, and what becomes of those that others were given meanwhile.

const place = (channel: string, storeLocation: string, ...serves: string[]): StorePlace => ({
  channel,
  storeLocation,
  serves,
});
const layoutOf = (policy: Partial<Policy>, ...places: StorePlace[]): ShopLayout => ({
  ...shop({ arbitrationWindowMs: 0, ...policy }),
  places: places.length > 0 ? places : [place('store-a', '1', 'main'), place('store-b', '2', 'main')],
});
const at = (depot: number, main: number): ItemState => show(stocked(main), depot, 0, { location: 'depot' });
const claimed = (item: ItemState, layout: ShopLayout, ...claims: LineClaim[]): ItemState =>
  claims.reduce((state, each) => decideOrderLine(state, each, layout), item);
const units = (item: ItemState) => Object.values(servedUnits([item]));

describe('a unit that was accepted for good', () => {
  it('is not lost with what was added to its order, however many are asked one after the other', () => {
    const layout = layoutOf({}, place('store-a', '1', 'main'), place('store-b', '2', 'main', 'depot'));
    const kept = decided(claimed(at(0, 1), layout, claim('1', { placedAt: 9 })), 10_000, layout).item;
    const rivals = [
      claim('1', { placedAt: 9, ordered: 2 }),
      claim('2', { ...ofB, placedAt: 1 }),
      claim('3', { placedAt: 1 }),
    ];
    const { item, losses } = decided(claimed(kept, layout, ...rivals), 3_600_000, layout);
    expect(units(item)).toEqual([1, 0, 0]);
    expect(losses.map(({ order, units: lost }) => [order, lost])).toEqual([
      ['1', 1],
      ['2', 1],
      ['3', 1],
    ]);
  });

  it('is not lost when what was added to its order is refused whole', () => {
    const layout = layoutOf({ orders: 'whole' });
    const mug = (level: number) => stocked(level, 'main', emptyItem('mug'));
    const tee = decided(claimed(stocked(1), layout, claim('1', { ...ofB, line: 'tee' })), 10_000, layout).item;
    const grown = claimed(tee, layout, claim('1', { ...ofB, line: 'tee', ordered: 2 }), claim('2', { line: 'tee' }));
    const { items } = settleClaims(
      [grown, claimed(mug(50), layout, claim('1', { ...ofB, line: 'mug' }))],
      layout,
      20_000,
    );
    expect(servedUnits(items)).toEqual({ '1/tee item': 1, '2/tee item': 0, '1/mug mug': 0 });
  });

  it('is not lost to a line that its store would not move, which is a claim again', () => {
    const layout = layoutOf(
      { moveLosers: true },
      place('store-a', '1', 'main'),
      place('store-a', '3', 'depot'),
      place('store-b', '2', 'main'),
    );
    const accepted = decided(claimed(at(1, 1), layout, claim('1', ofB)), 10_000, layout).item;
    const moving = decided(claimed(accepted, layout, claim('2')), 20_000, layout);
    expect(moving.losses).toMatchObject([{ order: '2', moveTo: '3' }]);
    const back = moveRefused(moving.item, { channel: 'store-a', order: '2' }, layout);
    const { item, losses } = decided(back, 30_000, layout);
    expect(units(item)).toEqual([1, 0]);
    expect(losses).toMatchObject([{ order: '2', moveTo: null, reason: expect.stringContaining('when it arrived') }]);
  });

  it('is not lost to a line that a person moves there', () => {
    const layout = layoutOf(
      {},
      place('store-a', '1', 'main'),
      place('store-a', '3', 'depot'),
      place('store-b', '2', 'depot'),
    );
    const both = claimed(at(1, 5), layout, claim('9', { placedAt: 1 }), claim('1', { ...ofB, placedAt: 5 }));
    const accepted = decided(both, 10_000, layout).item;
    const moved = claim('9', {
      placedAt: 1,
      storeLocation: '3',
      movedFrom: [{ storeLocation: '1', units: 1 }],
    });
    expect(units(decided(claimed(accepted, layout, moved), 20_000, layout).item)).toEqual([1, 0]);
  });

  it('is not lost to an order that was short, grew and shrank again', () => {
    const layout = layoutOf({ arbitrationWindowMs: 250 });
    const two = decided(claimed(stocked(1), layout, claim('1', ofB)), 0, layout).item;
    const first = decided(two, 250, layout).item;
    const short = decided(decided(claimed(first, layout, claim('2')), 1_000, layout).item, 1_250, layout).item;
    expect(units(short)).toEqual([1, 0]);
    const grown = decided(claimed(short, layout, claim('2', { ordered: 2 })), 2_000, layout).item;
    const shrunk = decided(claimed(grown, layout, claim('2', { ordered: 2, current: 1 })), 2_100, layout).item;
    expect(units(decided(shrunk, 2_250, layout).item)).toEqual([1, 0]);
  });
});

describe('what was accepted for good before', () => {
  it('is no more than what was left of it meanwhile', () => {
    const layout = layoutOf({ arbitrationWindowMs: 250 });
    const line = (ordered: number, current = ordered) => claim('1', { ...ofB, ordered, current });
    let item = decided(claimed(stocked(10), layout, line(3)), 0, layout).item;
    for (const [now, ordered, current] of [
      [10_000, 5, 5],
      [10_010, 5, 1],
      [10_020, 9, 5],
    ])
      item = decided(claimed(item, layout, line(ordered, current)), now, layout).item;
    item = decided(claimed(item, layout, claim('2', { ordered: 10 })), 10_030, layout).item;
    expect(units(decided(item, 10_250, layout).item)).toEqual([1, 9]);
  });
});

describe('nobody is short', () => {
  it('while another moves as a whole, and leaves units where it was', () => {
    const layout = layoutOf(
      { moveLosers: true },
      place('store-a', '1', 'main', 'depot'),
      place('store-a', '3', 'attic'),
      place('store-b', '2', 'depot', 'main'),
    );
    const stock = show(at(1, 0), 2, 0, { location: 'attic' });
    const unpaid = [claim('1', { ordered: 2, paid: false }), claim('2', { ...ofB, paid: false })];
    const { item, losses } = decided(claimed(stock, layout, ...unpaid), 10_000, layout);
    expect(losses).toMatchObject([{ order: '1', moveTo: '3' }]);
    expect([units(item), freeForSure(item, 'depot')]).toEqual([[2, 1], 0]);
  });
});

describe('a shortage at a location that nobody new takes from', () => {
  const layout = layoutOf({ arbitrationWindowMs: 250 }, place('store-a', '1', 'main'), place('store-b', '2', 'depot'));

  it('makes no claim wait', () => {
    const { item } = decided(claimed(at(-2, 100), layout, claim('1')), 1_000, layout);
    expect(item.promises).toMatchObject([{ accepted: 1, decideAt: null }]);
  });

  it('takes no acceptance back', () => {
    const { item } = decided(claimed(at(0, 100), layout, claim('1')), 1_000, layout);
    const sold = decided(show(item, -1, 1, { location: 'depot' }), 1_100, layout);
    expect(sold.item.promises).toMatchObject([{ accepted: 1, decideAt: null }]);
  });
});

describe('a line that moves to another place of its store', () => {
  const unpaid = (
    order: string,
    channel: string,
    storeLocation: string,
    ordered: number,
    more: Partial<LineClaim> = {},
  ) => claim(order, { channel, storeLocation, ordered, paid: false, ...more });

  it('may be moved back after others were, and everybody is still decided', () => {
    const layout = layoutOf(
      { moveLosers: true },
      place('store-a', '1', 'main'),
      place('store-a', '2', 'depot'),
      place('store-a', '3', 'attic'),
      place('store-b', '1', 'main'),
      place('store-b', '2', 'depot'),
    );
    const stock = show(at(1, 0), 2, 0, { location: 'attic' });
    const first = decided(claimed(stock, layout, unpaid('1', 'store-a', '2', 2)), 1_000, layout).item;
    const rivals = [unpaid('2', 'store-b', '1', 1), unpaid('1', 'store-a', '2', 3)];
    const { item, losses } = decided(claimed(first, layout, ...rivals), 2_000, layout);
    expect(losses.filter(({ moveTo }) => moveTo !== null)).toEqual([]);
    expect(item.promises.every(({ accepted, owed }) => accepted === owed)).toBe(true);
  });

  it('and back in one decision has lost nothing', () => {
    const layout = layoutOf(
      { moveLosers: true },
      place('store-a', '1', 'main'),
      place('store-a', '3', 'attic'),
      place('store-b', '1', 'main'),
      place('store-b', '3', 'attic'),
    );
    const both = [unpaid('1', 'store-a', '3', 1), unpaid('2', 'store-b', '1', 3, { paid: true })];
    const stock = show(stocked(1), 4, 0, { location: 'attic' });
    const moving = decided(claimed(stock, layout, ...both), 1_000, layout).item;
    const { item, losses } = decided(show(moving, 2, 10, { location: 'attic' }), 20_000, layout);
    for (const { order, moveTo } of losses) {
      const { movingTo, short } = item.promises.find((promise) => promise.order === order)!;
      expect(moveTo === null ? short > 0 : movingTo === moveTo).toBe(true);
    }
    expect(units(item)).toEqual([1, 1]);
  });

  it('is a claim again where it comes back to, also if what it gained there was provisional', () => {
    const layout = layoutOf(
      { moveLosers: true, arbitrationWindowMs: 250 },
      place('store-a', '1', 'main'),
      place('store-a', '3', 'depot'),
      place('store-b', '2', 'main'),
    );
    const waiting = decided(claimed(at(9, 1), layout, claim('1', ofB)), 0, layout).item;
    const accepted = decided(waiting, 250, layout).item;
    const two = decided(claimed(accepted, layout, claim('2', { ordered: 2 })), 1_000, layout).item;
    const moving = decided(two, 1_250, layout).item;
    const grown = decided(claimed(moving, layout, claim('2', { ordered: 3 })), 2_000, layout).item;
    const back = moveRefused(grown, { channel: 'store-a', order: '2' }, layout);
    const reopened = decided(back, 2_100, layout);
    const { item, losses } = decided(reopened.item, 2_350, layout);
    expect(units(item)).toEqual([1, 0]);
    expect([...reopened.losses, ...losses]).toMatchObject([
      { order: '2', units: 3, reason: expect.stringContaining('when it arrived') },
    ]);
  });
});

describe('an order whose store says where it is served from', () => {
  it('after it was told short, from where its units are, is not told so again', () => {
    const layout = layoutOf({ arbitrationWindowMs: 250 });
    const line = (storeLocation: string | null) => claim('1', { storeLocation, ordered: 2 });
    const waiting = decided(claimed(stocked(1), layout, line(null)), 1_000, layout).item;
    const short = decided(waiting, 1_250, layout);
    expect(short.losses).toMatchObject([{ order: '1', units: 1 }]);
    const routed = decided(claimed(short.item, layout, line('1')), 1_300, layout);
    expect([routed.losses, units(routed.item)]).toEqual([[], [1]]);
    expect(routed.item.promises).toMatchObject([{ short: 1, decideAt: null, storeLocation: '1' }]);
  });
});
