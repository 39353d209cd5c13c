import { isExact, rebase } from './rebase';
import { expectedAtTill, grossOf, unreadTillMirror, type TillMirror, type TillPost } from './till-mirror';

const closedAt = 10_000;

/** A level that has shown five units since the count closed. */
const counted: TillMirror = {
  ...unreadTillMirror,
  base: 8,
  openedAt: 0,
  recorded: -2,
  row: { level: 5, version: 7n, requestedAt: closedAt, answeredAt: closedAt + 200 },
};
const sale: TillPost = {
  ...{ postId: 'p', kind: 'sale', units: 1, state: 'settled', versionBefore: 1n },
  ...{ firstSentAt: 1_000, answeredAt: 1_500, maybeInRow: false },
};

describe('a level is exact', () => {
  it('once it was read after the count, with its records, and nothing is under way', () => {
    expect(isExact(counted, [sale], closedAt)).toBe(true);
  });

  it.each<[string, Partial<TillMirror>, Partial<TillPost>]>([
    ['the till has never told it', { row: null }, {}],
    ['its records could not be read', { doubt: { level: 5, claim: 0, times: 1 } }, {}],
    ['a sale was seen that it may lack', { uncertain: [{ units: 1, seenAt: closedAt }] }, {}],
    ['it was read before', { row: { ...counted.row!, requestedAt: closedAt - 1 } }, {}],
    ['a post is under way', {}, { state: 'posting' }],
    ['a post was tried and not found', {}, { state: 'unposted' }],
  ])('not while %s', (_why, mirror, post) => {
    expect(isExact({ ...counted, ...mirror }, [{ ...sale, ...post }], closedAt)).toBe(false);
  });
});

describe('beginning the sum of facts anew', () => {
  it('makes of it what the row shows, with nothing missing and nothing left over', () => {
    const missing = rebase({ ...counted, claim: 1 }, []);
    expect([grossOf(missing), missing.claim, missing.recorded]).toEqual([5, 0, -2]);
  });

  it('counts our own sales as in the row', () => {
    const after = rebase(counted, [sale]);
    expect([grossOf(after), expectedAtTill(after, [sale])]).toEqual([6, { lo: 5, hi: 5 }]);
  });
});
