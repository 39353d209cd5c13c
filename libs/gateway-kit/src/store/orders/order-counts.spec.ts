import type { OrderLine, OrderObserved } from '@tillbridge/contracts';
import fc from 'fast-check';
import { countsOf, keyOf, mergeOrder, newlySeen } from './order-counts';

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

  it('keeps a line that a newer copy does not list any more: it was ordered all the same', () => {
    const known = order({}, line(), line({ line: '2', externalId: 'v2' }));
    const merged = mergeOrder(known, order({ updatedAt: later }, line({ current: 1, restocked: 1 })));
    expect(merged?.lines[1]).toEqual(known.lines[1]);
    expect(newlySeen(known, merged!)).toEqual([{ externalId: 'v1', storeLocation: 'l1', ordered: 0, restocked: 1 }]);
  });

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

  it('remembers where a line was, with the units that were counted there each time', () => {
    const places = ['l2', 'l1', 'l2', null, 'l2'];
    const moved = places.reduce<OrderObserved>((known, storeLocation, index) => {
      const updatedAt = new Date(Date.parse(later) + index * 1_000).toISOString();
      const seen = order({ updatedAt }, line({ storeLocation, ordered: index > 1 ? 3 : 2 }));
      return mergeOrder(known, seen) ?? known;
    }, order());
    expect(moved.lines[0]).toMatchObject({
      storeLocation: 'l2',
      movedFrom: [
        { storeLocation: 'l2', units: 2 },
        { storeLocation: 'l1', units: 4 },
      ],
    });
  });

  it('says nothing of moves of a line that was never served from anywhere else', () => {
    const routed = mergeOrder(order({}, line({ storeLocation: null })), order({ updatedAt: later }));
    expect(routed?.lines[0]).toEqual(line());
  });

  it('takes a shipment back when a newer copy does, and not for an older or an equal one', () => {
    const shipped = order({ updatedAt: later }, line({ fulfilled: 2 }));
    expect(mergeOrder(shipped, order({ updatedAt: later }, line({ fulfilled: 1 })))).toBeNull();
    expect(mergeOrder(shipped, order({}, line({ fulfilled: 1 })))).toBeNull();
    const takenBack = order({ updatedAt: '2026-11-23T10:00:02.000Z' }, line({ fulfilled: 1 }));
    expect(mergeOrder(shipped, takenBack)?.lines[0]?.fulfilled).toBe(1);
  });

  it('takes of two copies of one moment the one that saw more shipments taken back, in either order', () => {
    const shipped = order({}, line({ fulfilled: 2 }));
    const takenBack = order({}, line({ fulfilled: 1, unshipped: 1 }));
    const [a, b] = [mergeOrder(shipped, takenBack), mergeOrder(takenBack, shipped)];
    expect((a ?? shipped).lines).toEqual([line({ fulfilled: 1, unshipped: 1 })]);
    expect((b ?? takenBack).lines).toEqual((a ?? shipped).lines);
  });

  it('lets both sums rise when units that were put back are ordered again', () => {
    const removed = mergeOrder(order(), order({ updatedAt: later }, line({ current: 0, restocked: 2 })))!;
    const again = mergeOrder(removed, order({ updatedAt: '2026-11-23T10:00:02.000Z' }, line()))!;
    expect(again.lines[0]).toMatchObject({ ordered: 4, current: 2, restocked: 2 });
    const once = mergeOrder(again, order({ updatedAt: '2026-11-23T10:00:03.000Z' }, line()))!;
    expect(once.lines[0]).toMatchObject({ ordered: 4, current: 2, restocked: 2 });
    const oneLess = line({ current: 1, restocked: 1 });
    const fewer = mergeOrder(once, order({ updatedAt: '2026-11-23T10:00:04.000Z' }, oneLess))!;
    expect(fewer.lines[0]).toMatchObject({ ordered: 4, current: 1, restocked: 3 });
  });

  it('is not set back by the copy of one of two refunds of the same second that comes after the copy of both', () => {
    const here = { storeLocation: 'l1', units: 1, shipped: 1 };
    const there = { storeLocation: 'l2', units: 1, shipped: 1 };
    const first = order({}, line({ fulfilled: 2, restocked: 1, putBackAt: [here] }));
    const both = order({}, line({ fulfilled: 2, restocked: 2, putBackAt: [here, there] }));
    const known = mergeOrder(order(), both)!;
    expect(known.lines[0]?.putBackAt).toEqual([there]);
    expect(mergeOrder(known, first)).toBeNull();
    expect(mergeOrder(mergeOrder(order(), first)!, both)).toEqual(known);
  });

  it('merges copies of the same second to the same thing in either order', () => {
    const placed = order({ paid: false });
    const cancelled = order({ cancelledAt: later }, line({ current: 0, restocked: 2 }));
    const [a, b] = [mergeOrder(placed, cancelled), mergeOrder(cancelled, placed)];
    expect(a).toMatchObject({ cancelledAt: later, lines: [{ current: 0, restocked: 2 }] });
    expect(b ?? cancelled).toEqual(a);
  });

  it('keeps a unit that was added within the second in which the order was placed, in either order', () => {
    const [placed, grown] = [order({}, line({ ordered: 1, current: 1 })), order({}, line({ ordered: 2, current: 2 }))];
    expect(mergeOrder(placed, grown)?.lines).toEqual([line()]);
    expect((mergeOrder(grown, placed) ?? grown).lines).toEqual([line()]);
  });
});

describe('counting an order at its levels', () => {
  const moved = (...from: [string, number][]) => from.map(([storeLocation, units]) => ({ storeLocation, units }));

  it('counts a copy that comes again by the difference only: nothing', () => {
    expect(newlySeen(null, order())).toEqual([{ externalId: 'v1', storeLocation: 'l1', ordered: 2, restocked: 0 }]);
    expect(newlySeen(order(), order())).toEqual([]);
  });

  it('counts a restock once', () => {
    const refunded = order({}, line({ current: 1, restocked: 1 }));
    expect(newlySeen(order(), refunded)).toEqual([{ externalId: 'v1', storeLocation: 'l1', ordered: 0, restocked: 1 }]);
    expect(newlySeen(refunded, refunded)).toEqual([]);
  });

  it('leaves a line without an item or a location uncounted until it has both', () => {
    const unrouted = order({}, line({ storeLocation: null }), line({ line: '2', externalId: null }));
    expect(countsOf(unrouted)).toEqual([]);
    expect(newlySeen(unrouted, order())).toHaveLength(1);
  });

  it('gives the units back where a moved line came from', () => {
    expect(newlySeen(order(), order({}, line({ storeLocation: 'l2', movedFrom: moved(['l1', 2]) })))).toEqual([
      { externalId: 'v1', storeLocation: 'l1', ordered: 0, restocked: 2 },
      { externalId: 'v1', storeLocation: 'l2', ordered: 2, restocked: 0 },
    ]);
  });

  it('counts what was put back elsewhere there, and not where the line is', () => {
    const returned = line({ fulfilled: 2, restocked: 2, putBackAt: [{ storeLocation: 'l2', units: 1, shipped: 1 }] });
    expect(newlySeen(order(), order({}, returned))).toEqual([
      { externalId: 'v1', storeLocation: 'l2', ordered: 0, restocked: 1 },
      { externalId: 'v1', storeLocation: 'l1', ordered: 0, restocked: 1 },
    ]);
  });

  it('tells as put back elsewhere neither what is where the line is, nor what its move put back anyway', () => {
    const everywhere = ['l1', 'l2', 'l3'].map((storeLocation) => ({ storeLocation, units: 2, shipped: 1 }));
    const told = mergeOrder(
      order(),
      order({ updatedAt: '2026-11-23T10:00:01.000Z' }, line({ storeLocation: 'l2', putBackAt: everywhere })),
    );
    expect(told?.lines[0]?.putBackAt).toEqual([
      { storeLocation: 'l1', units: 1, shipped: 1 },
      { storeLocation: 'l3', units: 2, shipped: 1 },
    ]);
    expect(
      mergeOrder(null, order({}, line({ putBackAt: everywhere.slice(0, 1) })))?.lines[0]?.putBackAt,
    ).toBeUndefined();
  });

  it('knows how many units are still to be shipped, and none where they were moved from, or once cancelled', () => {
    const outstanding = (seen: OrderObserved) =>
      countsOf(seen).map((count) => [count.storeLocation, count.outstanding]);
    expect(outstanding(order({}, line({ fulfilled: 1 })))).toEqual([['l1', 1]]);
    const elsewhere = line({ storeLocation: 'l2', movedFrom: moved(['l1', 2]) });
    expect(outstanding(order({}, elsewhere))).toEqual([
      ['l1', 0],
      ['l2', 2],
    ]);
    expect(outstanding(order({ cancelledAt: '2026-11-23T10:00:00.000Z' }))).toEqual([['l1', 0]]);
  });

  it('never lowers a sum for where units were put back, in whatever order the copies of one second come', () => {
    const refund = fc.record({ place: fc.constantFrom('l1', 'l2', 'l3'), units: fc.integer({ min: 1, max: 3 }) });
    /** The line is moved before it is shipped, and what comes back comes later. Only what is read says where it is, and is no older. */
    const snapshot = fc.record({ age: fc.nat(7), saysWhere: fc.boolean() });
    const copyOf = (refunds: readonly { place: string; units: number }[], age: number, saysWhere: boolean) => {
      const made = refunds.slice(0, Math.max(0, age - 1));
      const unitsAt = (place: string) => made.reduce((sum, each) => sum + (each.place === place ? each.units : 0), 0);
      const putBackAt = ['l1', 'l2', 'l3']
        .map((storeLocation) => ({ storeLocation, units: unitsAt(storeLocation), shipped: unitsAt(storeLocation) }))
        .filter(({ units }) => units > 0);
      const restocked = made.reduce((sum, { units }) => sum + units, 0);
      const storeLocation = saysWhere ? (age === 0 ? 'l1' : 'l2') : null;
      const shipped = { ordered: 18, current: 18, fulfilled: 18 };
      return order({}, line({ ...shipped, restocked, storeLocation, ...(putBackAt.length > 0 && { putBackAt }) }));
    };
    fc.assert(
      fc.property(
        fc.array(refund, { maxLength: 6 }),
        fc.array(snapshot, { minLength: 1, maxLength: 8 }),
        (refunds, snapshots) => {
          let known: OrderObserved | null = null;
          let newest = 0;
          for (const { age, saysWhere } of snapshots) {
            newest = Math.max(newest, age);
            const merged: OrderObserved | null = mergeOrder(
              known,
              copyOf(refunds, saysWhere ? newest : age, saysWhere),
            );
            for (const { ordered, restocked } of merged ? newlySeen(known, merged) : [])
              expect(Math.min(ordered, restocked)).toBeGreaterThanOrEqual(0);
            known = merged ?? known;
          }
        },
      ),
    );
  });

  it('never lowers a sum, and always ends at what the last copy says, whatever came before', () => {
    const copy = fc.record({
      location: fc.constantFrom('l1', 'l2', null),
      ordered: fc.integer({ min: 0, max: 5 }),
      restocked: fc.integer({ min: 0, max: 5 }),
    });
    fc.assert(
      fc.property(fc.array(copy, { minLength: 1, maxLength: 8 }), (copies) => {
        let known: OrderObserved | null = null;
        const net = new Map<string, number>();
        for (const { location, ordered, restocked } of copies) {
          const counts = { storeLocation: location, ordered, restocked: Math.min(restocked, ordered) };
          const merged: OrderObserved | null = mergeOrder(known, order({}, line(counts)));
          if (merged === null) continue;
          for (const seen of newlySeen(known, merged)) {
            expect(Math.min(seen.ordered, seen.restocked)).toBeGreaterThanOrEqual(0);
            net.set(keyOf(seen), (net.get(keyOf(seen)) ?? 0) + seen.ordered - seen.restocked);
          }
          known = merged;
        }
        const last = known!.lines[0]!;
        for (const { storeLocation, ...count } of countsOf(known!)) {
          const here = storeLocation === last.storeLocation ? last.ordered - last.restocked : 0;
          expect(count.ordered - count.restocked).toBe(here);
          expect(net.get(keyOf({ externalId: 'v1', storeLocation })) ?? 0).toBe(here);
        }
      }),
    );
  });
});
