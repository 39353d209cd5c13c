import fc from 'fast-check';
import { availabilityAt } from './availability';
import { assertItem } from './invariants';
import { freeAtMost, heldAt, reservedAt } from './level';
import { claim, fill, letGo, order, paperLayout, sell, settled, show, stocked } from './paper-item';
import { settleShortage } from './settle-shortage';
import type { ItemState } from './item-state';

// Bugs that other systems had, as behaviour that ours must keep. Where each comes from: docs/known-races.md.

const reserved = (item: ItemState, location = 'main') => reservedAt(item, location);
const offered = (item: ItemState, channel: string, now = 0) =>
  availabilityAt(
    item,
    paperLayout.places.find((place) => place.channel === channel)!,
    paperLayout,
    now,
  ).lowerTo;
const cancelled = (name: string, ordered = 1, line = '1') =>
  claim(name, { ordered, line, current: 0, restocked: ordered });

describe('holds of two carts on one item', () => {
  it('are both counted, whichever is told first, and each is let go alone', () => {
    const one = fill(fill(stocked(5), 'c', 2), 'd', 1);
    const other = fill(fill(stocked(5), 'd', 1), 'c', 2);
    expect([heldAt(one, 'main', 0), heldAt(other, 'main', 0)]).toEqual([3, 3]);
    expect(heldAt(letGo(one, 'c'), 'main', 0)).toBe(1);
  });

  it('never hold more together than there is', () => {
    const item = fill(fill(stocked(3), 'c', 3), 'd', 3);
    expect(heldAt(item, 'main', 0)).toBe(3);
  });

  it('are released once, however often that is asked', () => {
    const released = letGo(fill(fill(stocked(5), 'c', 2), 'd', 1), 'c');
    expect(letGo(released, 'c')).toBe(released);
    expect(heldAt(released, 'main', 0)).toBe(1);
  });
});

describe('a cancelled order', () => {
  it('gives its units back once, however often it is told', () => {
    const item = order(stocked(5), claim('1', { ordered: 2 }), claim('2'));
    const once = order(item, cancelled('1', 2));
    expect([reserved(item), reserved(once)]).toEqual([3, 1]);
    expect(order(once, cancelled('1', 2), cancelled('1', 2))).toEqual(once);
  });

  it('gives back each line once, and not each line once per line', () => {
    const lines = ['1', '2', '3'];
    const placed = settled(order(stocked(9), ...lines.map((line) => claim('1', { line, ordered: 2 }))));
    const back = order(placed, ...lines.map((line) => cancelled('1', 2, line)));
    expect([reserved(placed), reserved(back), freeAtMost(back, 'main')]).toEqual([6, 0, 9]);
  });

  it('gives back only what had not been shipped', () => {
    const part = claim('1', { ordered: 3, current: 1, fulfilled: 1 });
    const item = order(order(stocked(5), claim('1', { ordered: 3, fulfilled: 1 })), part);
    expect([reserved(item), freeAtMost(item, 'main')]).toEqual([1, 4]);
  });

  it('gives its units back although more are promised than lie there', () => {
    const oversold = settled(sell(order(stocked(2), claim('1'), claim('2')), 2, 1));
    const back = settled(order(oversold, cancelled('1'), cancelled('2')));
    expect([reserved(back), freeAtMost(back, 'main')]).toEqual([0, 0]);
    expect(() => assertItem(back, 0)).not.toThrow();
    const below = settled(show(settled(order(stocked(1), claim('1'))), -2, 9));
    expect(reserved(settled(order(below, cancelled('1'))))).toBe(0);
  });

  it('never drives what is set aside below zero, in whatever order copies of its life arrive', () => {
    const life = [
      claim('1', { ordered: 3 }),
      claim('1', { ordered: 3, current: 2, restocked: 1 }),
      claim('1', { ordered: 3, current: 2, restocked: 1, fulfilled: 1 }),
      claim('1', { ordered: 3, current: 0, restocked: 3 }),
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...life), { minLength: 1, maxLength: 8 }), (copies) => {
        copies.reduce((before, copy) => {
          const after = settled(order(before, copy));
          expect(reserved(after)).toBeGreaterThanOrEqual(0);
          expect(() => assertItem(after, 0)).not.toThrow();
          return after;
        }, stocked(2));
      }),
    );
  });
});

describe('an order that is edited', () => {
  it('in its price alone sets nothing aside again', () => {
    const item = settled(order(stocked(5), claim('1', { ordered: 2 })));
    expect(order(item, claim('1', { ordered: 2 }))).toEqual(item);
  });
});

describe('every line of an order', () => {
  it('has one promise, also where nothing is left for it', () => {
    const claims = Array.from({ length: 12 }, (_, n) => claim(String(n + 1), { line: String(n % 3) }));
    fc.assert(
      fc.property(fc.shuffledSubarray(claims, { minLength: 12 }), fc.nat(12), (arriving, level) => {
        const item = settled(order(stocked(level), ...arriving, ...arriving));
        const lines = item.promises.map((promise) => `${promise.order}/${promise.line}`);
        expect([new Set(lines).size, lines.length]).toEqual([12, 12]);
        const shorts = item.promises.reduce((total, promise) => total + promise.short, 0);
        expect(shorts).toBe(12 - level);
      }),
    );
  });
});

describe('a paid order whose cart hold has run out', () => {
  const held = fill(stocked(1), 'c', 1);

  it('gives its unit to whoever asks from the moment on that it runs out, with nobody to sweep it', () => {
    expect([offered(held, 'store-b', 59_999), offered(held, 'store-b', 60_000)]).toEqual([0, 1]);
  });

  it('is kept where its unit is still there', () => {
    const item = settled(order(held, claim('1')));
    expect(item.promises[0]).toMatchObject({ short: 0, accepted: 1 });
  });

  it('is short, with the reason, where somebody else had the unit meanwhile', () => {
    const taken = settled(order(held, claim('1', { channel: 'store-b' })));
    const { item, losses } = settleShortage(order(taken, claim('2')), paperLayout, 0);
    expect(losses).toEqual([
      expect.objectContaining({ order: '2', units: 1, reason: expect.stringContaining('earlier claims') }),
    ]);
    expect(item.promises.map(({ order: name, short }) => [name, short])).toEqual([
      ['1', 0],
      ['2', 1],
    ]);
  });
});

describe('a location that owes units', () => {
  const owing = show(stocked(3, 'depot', stocked(1)), -2, 5);

  it('hides nothing of what lies at another', () => {
    expect([offered(owing, 'store-a'), offered(owing, 'store-b')]).toEqual([0, 3]);
  });

  it('serves no order while another has enough', () => {
    const item = settled(order(owing, claim('1', { channel: 'store-b', ordered: 2 })));
    expect(item.promises[0]).toMatchObject({ location: 'depot', short: 0 });
  });

  it('gets no order that another has promised its last units for', () => {
    const lone = stocked(1, 'depot', stocked(1));
    const claims = [claim('1', { channel: 'store-b' }), claim('2', { channel: 'store-b' })];
    expect(order(lone, ...claims).promises.map(({ location }) => location)).toEqual(['main', 'depot']);
  });
});

describe('a shopper who buys what their own cart holds', () => {
  it('is blocked by no hold of theirs, however old', () => {
    const held = fill(stocked(2), 'c', 2);
    expect(offered(held, 'store-a')).toBe(2);
    expect(offered(fill(held, 'c', 2, 30_000), 'store-a', 30_000)).toBe(2);
  });
});
