import fc from 'fast-check';
import type { LineClaim } from './decide-order';
import { freeAtMost, reservedAt } from './level';
import { claim, order, sell, show, stocked } from './paper-item';
import { revisitAt } from './revisit';
import { arrive, decided, kept, ofB, shop } from './spec-claims';

const windowed = shop({ arbitrationWindowMs: 250 });

describe('claims on a scarce item', () => {
  const late = claim('1', { placedAt: 0 });
  const early = claim('2', { ...ofB, placedAt: 0 });

  it.each([
    [0, ['1']],
    [100, ['1']],
    [249, ['1']],
    [500, ['2']],
  ])('%i ms apart: the better one wins within the window, the first one after it', (apart, winners) => {
    const groups = [
      { at: 1_000, claims: [early] },
      { at: 1_000 + apart, claims: [late] },
    ];
    expect(kept(arrive(stocked(1), groups, windowed))).toEqual(winners);
  });

  it('take their units off sale before they are decided, and are decided by time alone', () => {
    const waiting = decided(order(stocked(1), early), 1_000, windowed);
    expect([reservedAt(waiting.item, 'main'), freeAtMost(waiting.item, 'main')]).toEqual([1, 0]);
    expect(revisitAt(waiting.item, 1_000)).toBe(1_250);
    expect(decided(waiting.item, 1_250, windowed).item.promises).toMatchObject([{ accepted: 1, decideAt: null }]);
  });

  it('are decided at once where there is enough', () => {
    expect(decided(order(stocked(9), early), 1_000, windowed).item.promises).toMatchObject([{ accepted: 1 }]);
  });

  it('take nothing from an accepted one while they wait, and lose nothing either when the shelf does', () => {
    const accepted = decided(order(stocked(1), claim('3')), 1_000, shop({ arbitrationWindowMs: 0 })).item;
    const waiting = decided(order(accepted, late), 2_000, windowed);
    expect(waiting.losses).toEqual([]);
    const sold = decided(sell(waiting.item, 1, 2), 2_100, windowed);
    expect(sold.losses).toMatchObject([{ order: '3', units: 1, reason: expect.stringContaining('left the shelf') }]);
    expect(decided(sold.item, 2_250, windowed).losses).toMatchObject([{ order: '1', units: 1 }]);
  });

  it('of an unpaid order yield to a paid one, however late, until it is paid', () => {
    const unpaid = decided(order(stocked(1), claim('1', { paid: false })), 1_000, shop({})).item;
    const rival = claim('2', ofB);
    expect(decided(order(unpaid, rival), 9_000, shop({})).losses).toMatchObject([{ order: '1' }]);
    const paid = decided(order(unpaid, claim('1')), 2_000, shop({})).item;
    expect(decided(order(paid, rival), 9_000, shop({})).losses).toMatchObject([{ order: '2' }]);
  });

  it('that come while the till’s records cannot be read are decided together once they can', () => {
    const doubted = show(stocked(1), 1, 5, { complete: false });
    const atOnce = shop({ arbitrationWindowMs: 0 });
    const second = decided(order(decided(order(doubted, early), 6_000, atOnce).item, late), 7_000, atOnce);
    expect(second.losses).toEqual([]);
    expect(second.item.promises.map(({ accepted }) => accepted)).toEqual([0, 0]);
    expect(decided(show(second.item, 1, 9), 9_000, atOnce).losses).toMatchObject([
      { order: '2', reason: expect.stringContaining('when it arrived') },
    ]);
  });

  const claims = fc.uniqueArray(
    fc.record({
      order: fc.integer({ min: 1, max: 30 }).map(String),
      channel: fc.constantFrom('store-a', 'store-b'),
      paid: fc.boolean(),
      placedAt: fc.nat(3),
      ordered: fc.integer({ min: 1, max: 3 }),
    }),
    { minLength: 1, maxLength: 6, selector: (each) => each.order },
  );
  /** When each claim arrives, in steps of 60 ms: all before the window closes that the first of them opens. */
  const arrivals = fc.array(fc.nat(4), { minLength: 6, maxLength: 6 });

  const timed = (all: readonly Partial<LineClaim>[], times: readonly number[]) => {
    const groups = new Map<number, LineClaim[]>();
    all.forEach(({ order: id, ...more }, index) => {
      const at = 1_000 + times[index] * 60;
      groups.set(at, [...(groups.get(at) ?? []), claim(id!, more)]);
    });
    return [...groups].map(([at, own]) => ({ at, claims: own })).sort((a, b) => a.at - b.at);
  };

  it('have the same winners in any order of arrival within the window', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 }), claims, arrivals, arrivals, (units, all, one, other) => {
        const first = arrive(stocked(units), timed(all, one), windowed);
        const second = arrive(stocked(units), timed(all.toReversed(), other), windowed);
        expect(kept(second)).toEqual(kept(first));
      }),
      { numRuns: 500 },
    );
  });

  it('have not without the window: the order of arrival decides then', () => {
    const unwindowed = shop({ arbitrationWindowMs: 0 });
    const same = fc.property(claims, arrivals, arrivals, (all, one, other) => {
      const first = arrive(stocked(1), timed(all, one), unwindowed);
      const second = arrive(stocked(1), timed(all.toReversed(), other), unwindowed);
      return kept(first).join() === kept(second).join();
    });
    expect(fc.check(same, { seed: 1, numRuns: 500 }).failed).toBe(true);
  });
});
