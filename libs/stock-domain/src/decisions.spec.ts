import fc from 'fast-check';
import { availabilityAt, changedAvailability, withPublished } from './availability';
import { decideOrderLine } from './decide-order';
import { decideStoreReport } from './decide-store';
import { sellingAt } from './escrow-mode';
import { yieldHolds } from './holds';
import { assertItem } from './invariants';
import { freeAtMost, freeForSure, heldAt, reservedAt } from './level';
import { movementsBetween } from './movements';
import { answered, claim, fill, grant, order, paperLayout, sell, settled, show, stocked } from './paper-item';
import { foldFinished } from './posts';
import { settleShortage } from './settle-shortage';
import { emptyItem, type ItemState } from './item-state';

const shortOf = (item: ItemState): Record<string, number> =>
  Object.fromEntries(item.promises.map((promise) => [promise.order, promise.short]));
const placeA = paperLayout.places[0];
const answer = (item: ItemState, postId: string, answeredAt: number): ItemState =>
  answered(item, { postId, outcome: 'closed', answeredAt });

describe('promises', () => {
  it('set units aside while there are any', () => {
    const item = settled(order(stocked(3), claim('1'), claim('2', { ordered: 2 })));
    expect(shortOf(item)).toEqual({ '1': 0, '2': 0 });
    expect(freeAtMost(item, 'main')).toBe(0);
  });

  it('go short in claim order when they come in one batch: paid first, then rank, then time', () => {
    const claims = [
      claim('4', { channel: 'store-b', placedAt: 1 }),
      claim('3', { paid: false, placedAt: 0 }),
      claim('2'),
      claim('1'),
    ];
    const item = settled(order(stocked(2), ...claims));
    expect(shortOf(item)).toEqual({ '1': 0, '2': 0, '3': 1, '4': 1 });
  });

  it('have the same winners in every arrival order', () => {
    const claims = [claim('1'), claim('2', { paid: false }), claim('3', { channel: 'store-b' }), claim('4')];
    const expected = shortOf(settled(order(stocked(2), ...claims)));
    fc.assert(
      fc.property(fc.shuffledSubarray(claims, { minLength: 4 }), (shuffled) => {
        expect(shortOf(settled(order(stocked(2), ...shuffled)))).toEqual(expected);
      }),
    );
  });

  it('an accepted one is not displaced by a better claim that comes later', () => {
    const accepted = settled(order(stocked(1), claim('9', { channel: 'store-b' })));
    expect(shortOf(settled(order(accepted, claim('1'))))).toEqual({ '9': 0, '1': 1 });
  });

  it('an accepted one is displaced by a till sale, the last in claim order first', () => {
    const accepted = settled(order(stocked(2), claim('1'), claim('2')));
    const decision = settleShortage(sell(accepted, 1, 3), paperLayout, 0);
    expect(decision.losses).toMatchObject([
      { order: '2', units: 1, reason: expect.stringContaining('left the shelf') },
    ]);
  });

  it('what has been shipped cannot be displaced', () => {
    const shipped = order(settled(order(stocked(1), claim('1'))), claim('1', { fulfilled: 1 }));
    expect(settleShortage(sell(shipped, 1, 3), paperLayout, 0).losses).toEqual([]);
  });

  it('nothing is judged short against a level that is not known yet', () => {
    expect(shortOf(settled(order(emptyItem('item'), claim('1'))))).toEqual({ '1': 0 });
  });

  it('an order taken in again changes nothing', () => {
    const once = settled(order(stocked(3), claim('1')));
    expect(settled(order(once, claim('1')))).toEqual(once);
  });

  it('two lines of one order on the same item are judged on their sum', () => {
    const item = settled(order(stocked(3), claim('1', { ordered: 2 }), claim('1', { line: '2', ordered: 2 })));
    expect(item.promises.reduce((total, promise) => total + promise.short, 0)).toBe(1);
  });

  it('gives units back when the store restocks them, and never below zero', () => {
    const item = settled(order(stocked(2), claim('1')));
    const back = order(item, claim('1', { current: 0, restocked: 1 }));
    expect(freeAtMost(back, 'main')).toBe(2);
    const twice = order(back, claim('1', { current: 0, restocked: 5 }));
    expect(reservedAt(twice, 'main')).toBe(0);
  });

  it('gives an unshipped unit back when it is wanted no more, restocked by the store or not', () => {
    const item = settled(order(stocked(2), claim('1')));
    expect(freeAtMost(order(item, claim('1', { current: 0 })), 'main')).toBe(2);
  });

  it('keeps a shipped unit gone when its order is refunded without restock', () => {
    const item = settled(order(stocked(2), claim('1')));
    expect(freeAtMost(order(item, claim('1', { current: 0, fulfilled: 1 })), 'main')).toBe(1);
  });

  it('books a unit that was short and is shipped all the same', () => {
    const short = settled(order(stocked(0), claim('1')));
    expect(short.promises[0]).toMatchObject({ short: 1, posts: [] });
    const shipped = order(short, claim('1', { fulfilled: 1 }));
    expect(shipped.promises[0]).toMatchObject({ short: 0, posts: [{ kind: 'sale', units: 1 }] });
  });

  it('counts an order where its store serves it from, and not before a store with several places has chosen', () => {
    const manyPlaces = { ...paperLayout, places: [...paperLayout.places, { ...placeA, storeLocation: '9' }] };
    const unrouted = decideOrderLine(stocked(5), claim('1', { storeLocation: null }), manyPlaces);
    expect(unrouted.views).toEqual([]);
    const routed = decideOrderLine(unrouted, claim('1', { storeLocation: '9' }), manyPlaces);
    const counted = routed.views.map(({ storeLocation, ordersCounted }) => [storeLocation, ordersCounted]);
    expect(counted).toEqual([['9', 1]]);
  });

  it('a line is served from the nearest location that has enough', () => {
    const item = stocked(5, 'depot', stocked(0, 'main'));
    const [promise] = order(item, claim('1', { channel: 'store-b' })).promises;
    expect(promise.location).toBe('depot');
  });
});

describe('posts to the till', () => {
  const posted = () => answer(grant(settled(order(stocked(3), claim('1'))), 1_000), 'post-1', 2_000);

  it('wait until the level is known and the round before is settled', () => {
    const granted = (item: ItemState) => grant(item, 90_000).promises.at(-1)?.posts[0].postId ?? null;
    expect(granted(settled(order(emptyItem('item'), claim('1'))))).toBeNull();
    const next = settled(order(posted(), claim('2')));
    expect(granted(next)).toBeNull();
    const read = show(next, 2, 9);
    expect(granted(read)).toBe('post-2');
  });

  it('are taken back under an id of their own when the order is cancelled, and nothing is raised before that settles', () => {
    const sold = show(posted(), 2, 9);
    const cancelled = order(sold, claim('1', { current: 0, restocked: 1 }));
    expect(cancelled.promises[0].posts.map(({ kind, state }) => ({ kind, state }))).toEqual([
      { kind: 'sale', state: 'settled' },
      { kind: 'reverse', state: 'unposted' },
    ]);
    expect(freeAtMost(cancelled, 'main')).toBe(3);
    expect(freeForSure(cancelled, 'main')).toBe(2);
  });

  it('are answered once: the same answer, told again later, changes nothing', () => {
    const read = show(posted(), 2, 9);
    expect(read.promises[0].posts[0].state).toBe('settled');
    expect(answer(read, 'post-1', 60_000).promises).toEqual(read.promises);
    expect(answer(posted(), 'post-1', 60_000).promises).toEqual(posted().promises);
  });

  it('are dropped when the order is cancelled before the first attempt', () => {
    const item = order(settled(order(stocked(3), claim('1'))), claim('1', { current: 0, restocked: 1 }));
    expect(item.promises[0].posts).toEqual([]);
  });

  it('fold into the level once shipped and settled, with the free units unchanged', () => {
    const unshipped = show(posted(), 2, 9);
    expect(foldFinished(unshipped)).toBe(unshipped);
    const shipped = order(unshipped, claim('1', { fulfilled: 1 }));
    const folded = foldFinished(shipped);
    expect(reservedAt(folded, 'main')).toBe(0);
    expect(freeAtMost(folded, 'main')).toBe(freeAtMost(shipped, 'main'));
    expect(freeForSure(folded, 'main')).toBe(2);
  });

  it('a unit returned after it was folded is free again and goes back to the till as a reversal', () => {
    const folded = foldFinished(order(show(posted(), 2, 9), claim('1', { fulfilled: 1 })));
    const returned = order(folded, claim('1', { current: 0, fulfilled: 1, restocked: 1 }));
    expect(freeAtMost(returned, 'main')).toBe(3);
    expect(freeForSure(returned, 'main')).toBe(2);
    expect(returned.promises[0].posts).toMatchObject([{ kind: 'reverse', units: 1 }]);
  });
});

describe('what a store may sell', () => {
  it('leaves off what a store shows as gone and nobody has explained', () => {
    const item = decideStoreReport(stocked(5), {
      channel: 'store-b',
      storeLocation: '2',
      claim: 2,
      edits: 0,
      ordersSeen: 1,
      seq: 1,
    });
    expect(availabilityAt(item, placeA, paperLayout, 0).lowerTo).toBe(2);
  });

  it('ignores an older report', () => {
    const report = { channel: 'store-b', storeLocation: '2', claim: 2, edits: 0, ordersSeen: 0, seq: 5 };
    const item = decideStoreReport(stocked(5), report);
    expect(decideStoreReport(item, { ...report, claim: 0, seq: 4 })).toBe(item);
  });

  it('is told only to linked stores whose level is known, and only when it changed', () => {
    const item = stocked(5);
    const linked = sellingAt(['store-a']);
    const changed = changedAvailability(item, linked, paperLayout, 0);
    expect(changed.map(({ channel, lowerTo }) => [channel, lowerTo])).toEqual([['store-a', 5]]);
    expect(changedAvailability(withPublished(item, changed), linked, paperLayout, 0)).toEqual([]);
    expect(changedAvailability(emptyItem('item'), linked, paperLayout, 0)).toEqual([]);
  });

  it('is never negative and never raised above what it is lowered to', () => {
    fc.assert(
      fc.property(fc.nat(6), fc.nat(6), fc.nat(6), (level, sold, orders) => {
        const claims = Array.from({ length: orders }, (_, index) => claim(String(index + 1)));
        const item = settled(sell(order(stocked(level), ...claims), sold, 2));
        const wanted = availabilityAt(item, placeA, paperLayout, 0);
        expect(wanted.lowerTo).toBeGreaterThanOrEqual(0);
        expect(wanted.raiseTo).toBeLessThanOrEqual(wanted.lowerTo);
        expect(() => assertItem(item, 0)).not.toThrow();
      }),
    );
  });
});

describe('cart holds', () => {
  it('count until they expire, swept or not', () => {
    const item = fill(stocked(5), 'c', 2);
    expect(heldAt(item, 'main', 59_999)).toBe(2);
    expect(heldAt(item, 'main', 60_000)).toBe(0);
  });

  it('replace the same cart’s older hold instead of adding to it, within the cap', () => {
    const first = fill(stocked(5), 'c', 2);
    const again = fill(first, 'c', 9);
    expect(heldAt(again, 'main', 0)).toBe(3);
  });

  it('keep their units from the other stores, and not from the shopper who holds them', () => {
    const held = fill(stocked(2), 'c', 2);
    const offered = paperLayout.places.map((place) => availabilityAt(held, place, paperLayout, 0).lowerTo);
    expect(offered).toEqual([2, 0]);
  });

  it('are not touched by an older state of their cart that arrives late', () => {
    const newer = fill(stocked(5), 'c', 1, 10_000);
    expect(fill(newer, 'c', 3, 9_000, 11_000)).toBe(newer);
    expect(heldAt(fill(newer, 'c', 3, 12_000), 'main', 12_000)).toBe(3);
  });

  it('run out a fixed time after the cart stood so, however late that was told', () => {
    const late = fill(stocked(5), 'c', 2, 0, 50_000);
    expect(heldAt(late, 'main', 59_999)).toBe(2);
    expect(heldAt(late, 'main', 60_000)).toBe(0);
    expect(fill(stocked(5), 'c', 2, 0, 60_000).holds).toEqual([]);
  });

  it('always yield to promises, as many units as those need', () => {
    const held = fill(stocked(2), 'c', 2);
    const item = settled(order(held, claim('1')));
    const yielded = yieldHolds(item, (location) => freeAtMost(item, location), paperLayout, 0);
    expect(heldAt(yielded, 'main', 0)).toBe(1);
    expect(() => assertItem(item, 0)).toThrow('I1');
    expect(() => assertItem(yielded, 0)).not.toThrow();
  });
});

describe('movements', () => {
  it('fold to the level, whatever happens to it', () => {
    const steps: ((item: ItemState) => ItemState)[] = [
      (item) => show(item, 8, 1),
      (item) => order(item, claim('1', { ordered: 3 })),
      (item) => sell(item, 2, 2),
      (item) => show(item, 6, 3),
      settled,
      (item) => order(item, claim('1', { ordered: 3, current: 1, restocked: 2 })),
      (item) => show(item, 9, 20),
      foldFinished,
    ];
    let item = emptyItem('item');
    const sums = { gross: 0, reserved: 0, claim: 0 };
    for (const step of steps) {
      const after = step(item);
      for (const movement of movementsBetween(item, after, 'till')) {
        sums.gross += movement.gross;
        sums.reserved += movement.reserved;
        sums.claim += movement.claim;
      }
      item = after;
    }
    expect(sums.gross - sums.reserved - sums.claim).toBe(freeAtMost(item, 'main'));
    expect(sums.reserved).toBe(reservedAt(item, 'main'));
  });
});

describe('the invariants', () => {
  it('find promises that exceed the shelf', () => {
    expect(() => assertItem({ ...order(stocked(1), claim('1'), claim('2')), version: 1 }, 0)).toThrow(
      /left undecided|I1/,
    );
  });

  it('find accepted promises that nobody was found short for', () => {
    const promised = settled(order(stocked(2), claim('1'), claim('2')));
    expect(() => assertItem(promised, 0)).not.toThrow();
    expect(() => assertItem({ ...promised, levels: stocked(1).levels }, 0)).toThrow('I1 broken');
  });

  it('find two promises for one order line', () => {
    const item = settled(order(stocked(5), claim('1')));
    expect(() => assertItem({ ...item, promises: [...item.promises, ...item.promises] }, 0)).toThrow('I3');
  });
});
