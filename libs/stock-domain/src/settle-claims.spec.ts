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
    const arrivals = [
      { at: 1_000, item: 0, claim: early },
      { at: 1_000 + apart, item: 0, claim: late },
    ];
    expect(kept(arrive([stocked(1)], arrivals, windowed)[0])).toEqual(winners);
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

  it('are accepted by nobody while the records of a row could not be read, not even for now', () => {
    const doubted = show(stocked(9), 9, 2, { complete: false });
    const came = decided(order(doubted, early), 3_900, windowed).item;
    expect(came.promises).toMatchObject([{ accepted: 0, provisional: null, decideAt: null }]);
    // Their window opens once the records are read: what came meanwhile has seen no rivals that could be judged.
    expect(decided(show(came, 9, 4), 4_100, windowed).item.promises).toMatchObject([
      { accepted: 1, provisional: { until: 4_350 } },
    ]);
  });

  describe('that is not scarce before a second one comes', () => {
    const eight = claim('1', { ...ofB, ordered: 8 });
    const better = claim('2', { placedAt: 0, ordered: 8 });
    const lossAt = (apart: number) => {
      const accepted = decided(order(stocked(12), eight), 1_000, windowed).item;
      expect(accepted.promises).toMatchObject([{ accepted: 8, decideAt: null }]);
      const both = decided(order(accepted, better), 1_000 + apart, windowed);
      expect(both.losses).toEqual([]);
      expect(revisitAt(both.item, 1_000 + apart)).toBe(apart < 250 ? 1_250 : 1_250 + apart);
      return decided(both.item, 1_250 + apart, windowed);
    };

    it('are decided together while the first of them is young', () => {
      const { item, losses } = lossAt(249);
      expect(losses).toMatchObject([{ order: '1', units: 4 }]);
      expect(item.promises).toMatchObject([
        { accepted: 8, provisional: null },
        { accepted: 8, provisional: null },
      ]);
    });

    it('leave the first one what it was promised afterwards', () => {
      expect(lossAt(250).losses).toMatchObject([{ order: '2', units: 4 }]);
    });

    it('open only what was added, if the rest was accepted for good before', () => {
      const old = decided(order(stocked(12), claim('1', { ...ofB, ordered: 6 })), 0, windowed).item;
      const added = decided(order(old, eight), 1_000, windowed).item;
      expect(added.promises).toMatchObject([{ accepted: 8, provisional: { until: 1_250, accepted: 6 } }]);
      const rival = claim('2', { placedAt: 0, ordered: 9 });
      const waiting = decided(order(added, rival), 1_100, windowed).item;
      expect(waiting.promises).toMatchObject([{ accepted: 6 }, { accepted: 0 }]);
      expect(decided(waiting, 1_250, windowed).losses).toMatchObject([
        { order: '1', units: 2 },
        { order: '2', units: 3 },
      ]);
    });
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
});
