import fc from 'fast-check';
import { assertItem } from './invariants';
import { emptyItem, type ItemState } from './item-state';
import { claim, order, sell, stocked } from './paper-item';
import type { ShopLayout } from './policy';
import { settleClaims } from './settle-claims';
import { kept, ofB, shop } from './spec-claims';

/** Orders one after the other, each served if there is enough of everything for it. */
function servedInOrder(
  units: readonly number[],
  lines: readonly { order: string; item: number; ordered: number }[],
): ReadonlySet<string> {
  const left = [...units];
  const ids = [...new Set(lines.map((line) => line.order))].sort();
  return new Set(
    ids.filter((id) => {
      const own = lines.filter((line) => line.order === id);
      const wanted = left.map((_, item) => own.reduce((sum, line) => sum + (line.item === item ? line.ordered : 0), 0));
      if (!left.every((has, item) => has >= wanted[item])) return false;
      wanted.forEach((taken, item) => (left[item] -= taken));
      return true;
    }),
  );
}

describe('orders that are served whole or not at all', () => {
  const whole = shop({ orders: 'whole' });
  const one = (itemId: string, units: number) => stocked(units, 'main', emptyItem(itemId));
  const settle = (items: readonly ItemState[], layout: ShopLayout, now = 0) => settleClaims(items, layout, now);

  /** Order 1 wants a tee and a mug, order 2 a tee alone; there are one tee and no mug. */
  const tee = order(one('tee', 1), claim('1'), claim('2', ofB));
  const mug = order(one('mug', 0), claim('1', { line: '2' }));

  it('get nothing where one line is short, and what they had claimed serves the next', () => {
    const { items, losses } = settle([tee, mug], whole);
    expect(kept(items[0])).toEqual(['2']);
    expect(losses.filter((loss) => loss.order === '1')).toMatchObject([
      { line: '1', units: 1, reason: expect.stringContaining('served whole') },
      { line: '2', units: 1 },
    ]);
    expect(losses.filter((loss) => loss.order === '2')).toEqual([]);
  });

  it('keep what there is where the policy serves them in parts', () => {
    const { items } = settle([tee, mug], shop({ orders: 'partial' }));
    expect(kept(items[0])).toEqual(['1']);
  });

  it('keep what was accepted when the shelf loses a unit of another line later', () => {
    const [accepted, cups] = settle(
      [order(one('tee', 1), claim('1')), order(one('mug', 1), claim('1', { line: '2' }))],
      whole,
    ).items;
    const { items, losses } = settle([accepted, sell(cups, 1, 1)], whole);
    expect(losses).toMatchObject([{ line: '2' }]);
    expect(kept(items[0])).toEqual(['1']);
  });

  it('are decided in one moment, when the first of their windows closes', () => {
    const waiting = shop({ orders: 'whole', arbitrationWindowMs: 250 });
    const plenty = order(one('tee', 9), claim('1'));
    const scarce = order(one('mug', 1), claim('1', { line: '2' }));
    const { items } = settle([plenty, scarce], waiting, 1_000);
    expect(items.map(({ promises }) => promises[0].decideAt)).toEqual([1_250, 1_250]);
    const { items: later } = settle(items, waiting, 1_250);
    expect(later.map(({ promises }) => [promises[0].accepted, promises[0].decideAt])).toEqual([
      [1, null],
      [1, null],
    ]);
  });

  it('never keep a part of a new order, whatever competes', () => {
    const lines = fc.array(
      fc.record({
        order: fc.integer({ min: 1, max: 6 }).map(String),
        item: fc.nat(2),
        ordered: fc.integer({ min: 1, max: 2 }),
      }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 3, maxLength: 3 }), lines, (units, all) => {
        const items = units.map((level, index) =>
          order(
            one(`item-${index}`, level),
            ...all.flatMap((each, line) =>
              each.item === index ? [claim(each.order, { line: String(line), ordered: each.ordered })] : [],
            ),
          ),
        );
        const { items: after } = settle(items, whole);
        after.forEach((item) => assertItem(item, 0));
        const promises = after.flatMap((item) => item.promises);
        for (const id of new Set(promises.map((promise) => promise.order))) {
          const own = promises.filter((promise) => promise.order === id);
          expect(
            new Set(own.map(({ short, owed }) => (short === 0 ? 'kept' : short === owed ? 'lost' : 'part'))).size,
          ).toBe(1);
          expect(own.every(({ short, owed }) => short === 0 || short === owed)).toBe(true);
        }
        expect(new Set(after.flatMap(kept))).toEqual(servedInOrder(units, all));
      }),
      { numRuns: 500 },
    );
  });
});
