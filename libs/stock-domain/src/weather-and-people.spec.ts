import { availabilityAt } from './availability';
import { decideOrderLine } from './decide-order';
import { decideStoreReport } from './decide-store';
import { decideTillFinding } from './decide-till';
import { assertItem } from './invariants';
import { freeAtMost, freeForSure, reservedAt } from './level';
import { answered, claim, grant, order, paperLayout, settled, show, stocked } from './paper-item';
import { foldFinished, isClosed } from './posts';
import { settleShortage } from './settle-shortage';
import type { ItemState } from './item-state';
import type { ShopLayout } from './policy';
import { voidPosts } from './void-posts';

// What must not cost anybody a unit: a till that cannot be read, facts that overtake each other, people who edit, refund,
// void, refuse and re-route.

const close = (item: ItemState, postId: string, answeredAt = 2_000) =>
  answered(item, { postId, outcome: 'closed', answeredAt });
const refuse = (item: ItemState, postId: string) => answered(item, { postId, outcome: 'refused', answeredAt: 2_000 });
const losses = (item: ItemState) => settleShortage(item, paperLayout, 0).losses;
const shelf = (item: ItemState, location = 'main') => [freeAtMost(item, location), freeForSure(item, location)];
const postsOf = (item: ItemState) =>
  item.promises.flatMap(({ posts }) => posts.map(({ kind, state }) => [kind, state]));

/** A row whose records could not be read. */
const doubted = (item: ItemState, level: number, seconds: number) =>
  decideTillFinding(
    item,
    'main',
    {
      recordChanges: [],
      reading: {
        level,
        version: BigInt(seconds + 1),
        requestedAt: seconds * 1_000,
        answeredAt: seconds * 1_000 + 100,
      },
      recordsComplete: false,
      seenAt: seconds * 1_000 + 100,
    },
    paperLayout.policy,
  );

describe('a till whose sales cannot be read', () => {
  const sold = grant(settled(order(stocked(3), claim('1'), claim('2'), claim('3'))), 1_000);

  it('costs no promise its unit, however often it fails', () => {
    const failing = [2, 3, 4].reduce((item, seconds) => doubted(item, 0, seconds), sold);
    expect(losses(failing)).toEqual([]);
    expect(() => assertItem(settled(failing), 5_000)).not.toThrow();
  });

  it('costs none even when units are gone that nobody can explain, until somebody can', () => {
    const failing = doubted(settled(order(stocked(1), claim('1'))), 0, 2);
    expect(losses(failing)).toEqual([]);
    expect(losses(show(failing, 0, 9))).toHaveLength(1);
  });

  it('lowers the stores to what is certain once it has failed twice', () => {
    const masked = grant(settled(order(stocked(3), claim('1'))), 1_000);
    const offered = (item: ItemState) => availabilityAt(item, paperLayout.places[0], paperLayout, 5_000);
    expect(offered(doubted(masked, 2, 2))).toMatchObject({ lowerTo: 2, raiseTo: 0 });
    expect(offered(doubted(doubted(masked, 2, 2), 2, 3))).toMatchObject({ lowerTo: 1, raiseTo: 0 });
  });
});

describe('a post whose answer comes late', () => {
  it('is settled by the row that was read before its answer arrived', () => {
    const read = show(grant(settled(order(stocked(3), claim('1'))), 1_000), 2, 20);
    expect(postsOf(close(read, 'post-1'))).toEqual([['sale', 'settled']]);
    expect(postsOf(close(read, 'post-1', 18_000))).toEqual([['sale', 'posted']]);
  });
});

describe('an order that people change', () => {
  it('refunded by the unit that is missing keeps the one that lies there', () => {
    const short = settled(order(stocked(1), claim('1', { ordered: 2 })));
    const refunded = settled(order(short, claim('1', { ordered: 2, current: 1, restocked: 1 })));
    expect(refunded.promises[0]).toMatchObject({ owed: 1, short: 0 });
    expect(reservedAt(refunded, 'main')).toBe(1);
    expect(freeAtMost(refunded, 'main')).toBe(0);
  });

  it('is short of what it was short of when another unit of it comes back', () => {
    const short = settled(order(stocked(1), claim('1', { ordered: 2 })));
    const shipped = settled(order(short, claim('1', { ordered: 2, fulfilled: 1 })));
    const back = claim('1', { ordered: 2, fulfilled: 1, restocked: 1 });
    const returned = order(shipped, back);
    expect(returned.promises[0]).toMatchObject({ owed: 1, short: 1 });
    expect(freeAtMost(returned, 'main')).toBe(1);
    expect(order(returned, back).promises[0]).toMatchObject({ owed: 1, short: 1 });
  });

  it('edited to more units displaces nobody who was accepted before', () => {
    const accepted = settled(order(stocked(2), claim('1'), claim('2')));
    expect(losses(order(accepted, claim('1', { ordered: 2 })))).toMatchObject([
      { order: '1', units: 1, reason: expect.stringContaining('when it arrived') },
    ]);
  });

  it('keeps its accepted units even if it ranks last, when a better one is edited to more', () => {
    const accepted = settled(order(stocked(2), claim('1'), claim('9', { paid: false })));
    expect(losses(order(accepted, claim('1', { ordered: 2 })))).toMatchObject([{ order: '1' }]);
  });
});

describe('an order that had left before the level was first seen', () => {
  const opened = 600_000;
  const longBefore = opened - 300_001;
  const level = show(stocked(0, 'depot'), 5, opened / 1_000);

  it('takes nothing off the shelf and nothing to the till', () => {
    const old = settled(order(level, claim('1', { placedAt: longBefore, fulfilled: 1 })));
    expect(shelf(old)).toEqual([5, 5]);
    expect(postsOf(old)).toEqual([]);
    expect(isClosed(old.promises[0])).toBe(true);
  });

  it('sets aside only what had not left', () => {
    const half = settled(order(level, claim('1', { placedAt: longBefore, ordered: 3, fulfilled: 2 })));
    expect(freeAtMost(half, 'main')).toBe(4);
  });

  it('is not one that only the slow clock of its store dates before that', () => {
    const late = settled(order(level, claim('1', { placedAt: opened - 300_000, fulfilled: 1 })));
    expect(shelf(late)).toEqual([4, 4]);
  });

  it('is not one that was placed later and shipped before we heard of it', () => {
    const missed = settled(order(level, claim('1', { placedAt: opened + 1, fulfilled: 1 })));
    expect(freeAtMost(missed, 'main')).toBe(4);
    expect(postsOf(missed)).toEqual([['sale', 'unposted']]);
  });

  it('counts again once it is brought back', () => {
    const old = settled(order(level, claim('1', { placedAt: longBefore, fulfilled: 1 })));
    const returned = settled(order(old, claim('1', { placedAt: longBefore, current: 0, fulfilled: 1, restocked: 1 })));
    expect(freeAtMost(returned, 'main')).toBe(6);
    expect(postsOf(returned)).toEqual([['reverse', 'unposted']]);
  });
});

describe('a web sale that is voided at the till', () => {
  const sale = close(grant(settled(order(stocked(3), claim('1'))), 1_000), 'post-1');
  const atTill = show(sale, 2, 9);

  it('frees no unit: its promise lives on, and the till shows one more than is free', () => {
    const voided = show(voidPosts(atTill, ['post-1']), 3, 20);
    expect(shelf(voided)).toEqual([2, 2]);
    expect(voided.levels[0].mirror.concluded).toBe(0);
    expect(postsOf(voided)).toEqual([['sale', 'refused']]);
  });

  // The negative control: without being told of the void, the unit would be taken for a receipt and sold again.
  it('would be taken for a receipt if nobody told', () => {
    expect(freeAtMost(show(atTill, 3, 20), 'main')).toBe(3);
  });
});

describe('a post that the till refuses', () => {
  const sent = grant(settled(order(stocked(3), claim('1'))), 1_000);
  const cancel = (item: ItemState) => settled(order(item, claim('1', { current: 0, restocked: 1 })));

  it('is not taken back at the till when its order was cancelled meanwhile', () => {
    const refused = refuse(cancel(sent), 'post-1');
    expect(postsOf(refused)).toEqual([]);
    expect(isClosed(foldFinished(refused).promises[0])).toBe(true);
    expect(shelf(show(refused, 3, 20))).toEqual([3, 3]);
  });

  it('locks no unit up when its order is cancelled afterwards', () => {
    const cancelled = cancel(refuse(sent, 'post-1'));
    expect(shelf(cancelled)).toEqual([3, 3]);
    expect(isClosed(cancelled.promises[0])).toBe(true);
  });
});

describe('a store with several locations', () => {
  const layout: ShopLayout = {
    ...paperLayout,
    places: [
      { channel: 'store-a', storeLocation: '1', serves: ['main'] },
      { channel: 'store-a', storeLocation: '9', serves: ['depot'] },
      { channel: 'store-b', storeLocation: '2', serves: ['main', 'depot'] },
    ],
  };
  const both = stocked(1, 'depot', stocked(5));
  const take = (item: ItemState, more: Parameters<typeof claim>[1] = {}) =>
    settleShortage(decideOrderLine(item, claim('1', more), layout), layout, 0).item;
  const shown = (item: ItemState, storeLocation: string) => {
    const place = layout.places.find((other) => other.storeLocation === storeLocation);
    if (place === undefined) throw new Error(`no place ${storeLocation}`);
    return availabilityAt(item, place, layout, 0).lowerTo;
  };

  it('moves an order to where the store routes it, and nothing to the till before', () => {
    const routed = take(take(both, { storeLocation: null }), { storeLocation: '9' });
    expect(routed.promises[0]).toMatchObject({ location: 'depot', posts: [{ location: 'depot', state: 'unposted' }] });
    expect([shown(routed, '1'), shown(routed, '9')]).toEqual([5, 0]);
  });

  it('takes a sale back where it was posted and posts it where the order went', () => {
    const posted = close(grant(take(both, { storeLocation: '1' }), 1_000), 'post-1');
    const moved = take(show(posted, 4, 9), { storeLocation: '9' });
    expect(moved.promises[0].posts.map(({ location, kind, state }) => [location, kind, state])).toEqual([
      ['main', 'sale', 'settled'],
      ['depot', 'sale', 'unposted'],
      ['main', 'reverse', 'unposted'],
    ]);
    expect([shelf(moved), shelf(moved, 'depot')]).toEqual([
      [5, 4],
      [0, 0],
    ]);
  });

  it('lets go of an order that the store serves from a location that is none of ours', () => {
    const posted = close(grant(take(both, { storeLocation: '1' }), 1_000), 'post-1');
    const elsewhere = take(show(posted, 4, 9), { storeLocation: '77' });
    expect(elsewhere.promises[0]).toMatchObject({ owed: 0, posts: [{ kind: 'sale' }, { kind: 'reverse' }] });
    expect(take(both, { storeLocation: '77' }).promises).toEqual([]);
  });

  it('stays where it is while its store still serves it from there', () => {
    const item = take(both, { storeLocation: '2', channel: 'store-b' });
    expect(take(item, { storeLocation: '2', channel: 'store-b' }).promises[0].location).toBe('main');
  });

  // A claim at a place that serves two locations may be about either of them.
  it('takes a claim off the sum of the locations it serves, and off every place that shares one', () => {
    const lone = stocked(1, 'depot', stocked(0));
    const missing = decideStoreReport(lone, {
      channel: 'store-b',
      storeLocation: '2',
      claim: 1,
      edits: 0,
      ordersSeen: 0,
      seq: 1,
    });
    expect([shown(lone, '2'), shown(missing, '2'), shown(missing, '9')]).toEqual([1, 0, 0]);
  });
});
