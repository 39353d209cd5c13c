import type { OrderLine, OrderObserved } from '@tillbridge/contracts';
import fc from 'fast-check';
import { countOrder, mergeOrder, type LevelCount } from './order-counts';

function line(change: Partial<OrderLine> = {}): OrderLine {
  return {
    line: '1',
    externalId: 'v1',
    storeLocation: 'l1',
    ordered: 2,
    current: 2,
    fulfilled: 0,
    restocked: 0,
    unitPrice: '5.00',
    ...change,
  };
}

function order(change: Partial<OrderObserved> = {}, ...lines: OrderLine[]): OrderObserved {
  return {
    channel: 'store-a',
    order: '1',
    name: '#1',
    placedAt: '2026-11-23T10:00:00.000Z',
    updatedAt: '2026-11-23T10:00:00.000Z',
    cancelledAt: null,
    paid: true,
    currency: 'EUR',
    cart: null,
    lines: lines.length > 0 ? lines : [line()],
    ...change,
  };
}

describe('merging copies of an order', () => {
  const later = '2026-11-23T10:00:01.000Z';

  it('takes the first copy as it is and a second one as nothing new', () => {
    const first = order();
    expect(mergeOrder(null, first)).toBe(first);
    expect(mergeOrder(first, order())).toBeNull();
  });

  it('never lets an older copy overwrite', () => {
    const known = order({ updatedAt: later, cancelledAt: later });
    expect(mergeOrder(known, order())).toBeNull();
  });

  it('keeps a location that was known when a newer copy does not name it', () => {
    const merged = mergeOrder(order(), order({ updatedAt: later }, line({ storeLocation: null })));
    expect(merged?.lines[0]?.storeLocation).toBe('l1');
  });

  it('merges copies of the same second to the same thing in either order', () => {
    const placed = order({ paid: false });
    const cancelled = order({ cancelledAt: later }, line({ current: 0, restocked: 2 }));
    const [a, b] = [mergeOrder(placed, cancelled), mergeOrder(cancelled, placed)];
    expect(a).toMatchObject({ cancelledAt: later, lines: [{ current: 0, restocked: 2 }] });
    expect(b ?? cancelled).toEqual(a);
  });
});

describe('counting an order at its levels', () => {
  it('counts a copy that comes again by the difference only: nothing', () => {
    const first = countOrder([], order());
    expect(first.seen).toEqual([{ externalId: 'v1', storeLocation: 'l1', ordered: 2, restocked: 0 }]);
    expect(countOrder(first.counts, order()).seen).toEqual([]);
  });

  it('counts a restock once', () => {
    const first = countOrder([], order());
    const refunded = order({}, line({ current: 1, restocked: 1 }));
    const second = countOrder(first.counts, refunded);
    expect(second.seen).toEqual([{ externalId: 'v1', storeLocation: 'l1', ordered: 0, restocked: 1 }]);
    expect(countOrder(second.counts, refunded).seen).toEqual([]);
  });

  it('leaves a line without an item or a location uncounted until it has both', () => {
    const unrouted = countOrder([], order({}, line({ storeLocation: null }), line({ line: '2', externalId: null })));
    expect(unrouted.counts).toEqual([]);
    expect(countOrder(unrouted.counts, order()).seen).toHaveLength(1);
  });

  it('gives the units back where a moved line came from', () => {
    const first = countOrder([], order());
    const moved = countOrder(first.counts, order({}, line({ storeLocation: 'l2' })));
    expect(moved.seen).toEqual([
      { externalId: 'v1', storeLocation: 'l1', ordered: 0, restocked: 2 },
      { externalId: 'v1', storeLocation: 'l2', ordered: 2, restocked: 0 },
    ]);
  });

  it('knows how many units are still to be shipped, and none once cancelled', () => {
    expect(countOrder([], order({}, line({ fulfilled: 1 }))).counts[0]?.outstanding).toBe(1);
    expect(countOrder([], order({ cancelledAt: '2026-11-23T10:00:00.000Z' })).counts[0]?.outstanding).toBe(0);
  });

  it('never lowers a sum, and always ends at what the last copy says, whatever came before', () => {
    const copy = fc
      .record({
        location: fc.constantFrom('l1', 'l2', null),
        ordered: fc.integer({ min: 0, max: 5 }),
        restocked: fc.integer({ min: 0, max: 5 }),
      })
      .map(({ location, ordered, restocked }) =>
        order({}, line({ storeLocation: location, ordered, restocked: Math.min(restocked, ordered) })),
      );
    fc.assert(
      fc.property(fc.array(copy, { minLength: 1, maxLength: 8 }), (copies) => {
        let counts: readonly LevelCount[] = [];
        for (const each of copies) {
          const counted = countOrder(counts, each);
          for (const moved of counted.seen) {
            expect(moved.ordered).toBeGreaterThanOrEqual(0);
            expect(moved.restocked).toBeGreaterThanOrEqual(0);
          }
          counts = counted.counts;
        }
        const last = copies.at(-1)!.lines[0]!;
        for (const count of counts) {
          const here = count.storeLocation === last.storeLocation ? last.ordered - last.restocked : 0;
          expect(count.ordered - count.restocked).toBe(here);
        }
      }),
    );
  });
});
