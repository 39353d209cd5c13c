import fc from 'fast-check';
import { capOf, withAcknowledgement, withGrant } from './cap';
import { viewOf } from './decide-store';
import { emptyItem, type LevelBound, type StoreView } from './item-state';

const blank = viewOf(emptyItem('item'), 'store-a', '1');
const told = { version: 1, shown: 5, ordersSeen: 0, restocksSeen: 0, missing: 0, seq: 1 };
const settledView = withAcknowledgement(blank, told, 0);
const grant = (view: StoreView, version: number, raiseTo: number, dealt = false) =>
  withGrant(
    view,
    {
      channel: 'store-a',
      storeLocation: '1',
      lowerTo: raiseTo,
      raiseTo,
      version,
      dealt,
      counted: { ordersSeen: view.ordersCounted, claim: view.claim, edits: view.edits },
    },
    version,
  );

describe('what a store may show', () => {
  it('is unknown until its gateway has said so', () => {
    expect([capOf(blank), capOf(settledView)]).toEqual([Number.POSITIVE_INFINITY, 5]);
  });

  it('is unknown again when units begin to be dealt out, until it has said so since', () => {
    const dealt = grant(settledView, 7, 2, true);
    expect(capOf(dealt)).toBe(Number.POSITIVE_INFINITY);
    expect(capOf(withAcknowledgement(dealt, { ...told, version: 6, seq: 2 }, 0))).toBe(Number.POSITIVE_INFINITY);
    expect(capOf(withAcknowledgement(dealt, { ...told, version: 7, shown: 2, seq: 3 }, 0))).toBe(2);
  });

  it('is the most of what it said and what it was told since', () => {
    const raised = grant(grant(settledView, 2, 8), 3, 1);
    expect(capOf(raised)).toBe(8);
    expect(capOf(withAcknowledgement(raised, { ...told, version: 2, shown: 8, seq: 2 }, 0))).toBe(8);
    expect(capOf(withAcknowledgement(raised, { ...told, version: 3, shown: 1, seq: 2 }, 0))).toBe(1);
  });

  it('still counts what it was told after the version that it acknowledges', () => {
    const raised = grant(grant(settledView, 2, 1), 3, 8);
    expect(capOf(withAcknowledgement(raised, { ...told, version: 2, shown: 1, seq: 2 }, 0))).toBe(8);
  });

  it('falls with an order and rises with what is put back', () => {
    expect(capOf({ ...settledView, ordersCounted: 2 })).toBe(3);
    expect(capOf({ ...settledView, ordersCounted: 2, restocksCounted: 1 })).toBe(4);
    expect(capOf({ ...settledView, ordersCounted: 9 })).toBe(0);
  });

  it('does not fall with orders that may be the units it misses', () => {
    const missing = withAcknowledgement(blank, { ...told, shown: 4, missing: 1 }, 0);
    expect([1, 2].map((ordersCounted) => capOf({ ...missing, ordersCounted }))).toEqual([4, 3]);
  });

  it('takes no older word for a newer one', () => {
    const newer = withAcknowledgement(settledView, { ...told, shown: 2, seq: 3 }, 0);
    expect(withAcknowledgement(newer, { ...told, shown: 5, seq: 2 }, 0)).toBe(newer);
  });

  it('measures how long a publication takes', () => {
    const first = withAcknowledgement(grant(settledView, 1_000, 5), { ...told, version: 1_000, seq: 2 }, 1_400);
    expect(first.latencyMs).toBe(400);
    const second = withAcknowledgement(grant(first, 2_000, 5), { ...told, version: 2_000, seq: 3 }, 2_800);
    expect(second.latencyMs).toBe(500);
  });

  it('is remembered in few words, and never as less than every word says', () => {
    const steps = fc.array(
      fc.record({ raiseTo: fc.nat(9), orders: fc.nat(2), restocks: fc.nat(1), claim: fc.nat(2) }),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(steps, fc.nat(6), (all, later) => {
        let view = settledView;
        const every: LevelBound[] = [];
        all.forEach(({ raiseTo, orders, restocks, claim }, index) => {
          const ordersCounted = view.ordersCounted + orders;
          view = { ...view, ordersCounted, restocksCounted: view.restocksCounted + restocks, claim };
          const only = grant({ ...view, granted: [] }, index + 2, raiseTo);
          every.push(...only.granted);
          view = grant(view, index + 2, raiseTo);
          expect(view.granted.length).toBeLessThanOrEqual(8);
        });
        const after = { ordersCounted: view.ordersCounted + later };
        expect(capOf({ ...view, ...after })).toBeGreaterThanOrEqual(capOf({ ...view, ...after, granted: every }));
      }),
    );
  });
});
