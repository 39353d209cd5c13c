import { unprovenUnits, unreadTillMirror, type TillMirror, type TillPost } from './till-mirror';

/** Facts explain two units, and the row shows `level`. */
const read = (level: number, more: Partial<TillMirror> = {}): TillMirror => ({
  ...unreadTillMirror,
  base: 2,
  row: { level, version: 1n, requestedAt: 0, answeredAt: 100 },
  ...more,
});

const post = (more: Partial<TillPost> = {}): TillPost => ({
  postId: 'p',
  kind: 'sale',
  units: 1,
  state: 'posting',
  versionBefore: null,
  firstSentAt: 50,
  answeredAt: null,
  maybeInRow: true,
  ...more,
});

describe('units that may be there beyond those that may be sold', () => {
  it('are what a row shows beyond what the facts explain', () => {
    expect([0, 2, 5].map((level) => unprovenUnits(read(level, { claim: Math.max(0, 2 - level) }), []))).toEqual([
      0, 0, 3,
    ]);
  });

  it('are our own sales, too, that the row may hold, and reversals that it may lack', () => {
    expect(unprovenUnits(read(2), [post()])).toBe(1);
    expect(unprovenUnits(read(2), [post({ kind: 'reverse' })])).toBe(0);
    expect(unprovenUnits(read(3), [post({ kind: 'reverse' })])).toBe(1);
    expect(unprovenUnits(read(2), [post({ maybeInRow: false })])).toBe(0);
    expect(unprovenUnits(read(1), [post({ state: 'settled', maybeInRow: false })])).toBe(0);
  });

  it('are those that a seen sale has taken already, as long as the row may lack it', () => {
    expect(unprovenUnits(read(2, { recorded: -1 }), [])).toBe(1);
    expect(unprovenUnits(read(1, { recorded: -1 }), [])).toBe(0);
  });

  it('are those of a claim that posts on their way may explain', () => {
    const claimed = read(1, { claim: 1 });
    expect([unprovenUnits(claimed, []), unprovenUnits(claimed, [post()])]).toEqual([0, 1]);
  });

  it('are none before the first row', () => {
    expect(unprovenUnits(unreadTillMirror, [post()])).toBe(0);
  });
});
