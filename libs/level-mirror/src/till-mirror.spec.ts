import { reclaim, takeInTillFinding, type TillFinding } from './take-in-till';
import {
  certainFree,
  expectedAtTill,
  grossOf,
  isDoubtedTwice,
  lowerFree,
  missingUnits,
  roundIsOpen,
  unreadTillMirror,
  upperFree,
  type TillMirror,
  type TillPost,
} from './till-mirror';

const G = 5_000;

const finding = (seconds: number, more: Partial<TillFinding> & { level?: number; version?: number }): TillFinding => ({
  recordChanges: more.recordChanges ?? [],
  reading:
    more.level === undefined
      ? null
      : {
          level: more.level,
          version: more.version === undefined ? null : BigInt(more.version),
          requestedAt: seconds * 1_000,
          answeredAt: seconds * 1_000 + 200,
        },
  recordsComplete: more.recordsComplete ?? true,
  seenAt: seconds * 1_000 + 200,
});

const take = (mirror: TillMirror, posts: readonly TillPost[], found: TillFinding) =>
  takeInTillFinding(mirror, posts, found, G);

const base = (level: number): TillMirror => take(unreadTillMirror, [], finding(0, { level, version: 1 })).mirror;

const sale = (more: Partial<TillPost> = {}): TillPost => ({
  postId: 'p',
  kind: 'sale',
  units: 1,
  state: 'posting',
  versionBefore: 1n,
  firstSentAt: 1_000,
  answeredAt: null,
  maybeInRow: false,
  ...more,
});

describe('the mirror of a till level', () => {
  it('takes the first row as its base, records before it included', () => {
    const early = take(unreadTillMirror, [], finding(0, { recordChanges: [-1] })).mirror;
    const first = take(early, [], finding(1, { level: 4, version: 7 })).mirror;
    expect(grossOf(first)).toBe(4);
    expect(upperFree(first, 0)).toBe(4);
  });

  it('takes a record that comes after the row which is certain to hold it for certain', () => {
    const sold = take(base(5), [], finding(20, { level: 4, version: 2 })).mirror;
    const late = take(sold, [], finding(10, { recordChanges: [-1] })).mirror;
    expect([upperFree(late, 0), lowerFree(late, [], 0)]).toEqual([4, 4]);
    const young = take(sold, [], finding(18, { recordChanges: [-1] })).mirror;
    expect(lowerFree(young, [], 0)).toBe(3);
  });

  it('lowers at once by a record seen before its row, and not again by the row', () => {
    const seen = take(base(5), [], finding(1, { recordChanges: [-2] })).mirror;
    expect(upperFree(seen, 0)).toBe(3);
    const row = take(seen, [], finding(2, { level: 3, version: 2 })).mirror;
    expect(upperFree(row, 0)).toBe(3);
    expect(row.claim).toBe(0);
  });

  it('keeps units that vanish without a record as a claim until the record comes', () => {
    const lost = take(base(5), [], finding(1, { level: 3, version: 2 })).mirror;
    expect(lost.claim).toBe(2);
    expect(upperFree(lost, 0)).toBe(3);
    const explained = take(lost, [], finding(2, { recordChanges: [-2] })).mirror;
    expect(explained.claim).toBe(0);
    expect(upperFree(explained, 0)).toBe(3);
  });

  it('never takes on hand back to an older row', () => {
    const newer = take(base(5), [], finding(2, { level: 3, version: 9 })).mirror;
    expect(take(newer, [], finding(3, { level: 5, version: 8 })).mirror.row?.level).toBe(3);
  });

  it('takes no proof from an older row, however late it was read', () => {
    const posted = sale({ state: 'posted', answeredAt: 1_500 });
    const newer = take(base(5), [posted], finding(2, { level: 4, version: 9 }));
    const older = take(newer.mirror, newer.posts, finding(20, { level: 5, version: 8 }));
    expect([older.mirror.row, older.posts[0].state]).toEqual([newer.mirror.row, 'posted']);
    expect(take(newer.mirror, newer.posts, finding(20, { level: 4, version: 9 })).posts[0].state).toBe('settled');
  });

  // Q1b, first trace: sending a post must not hide a loss that was known before.
  it('keeps a known loss while later posts are under way', () => {
    const lost = take(base(2), [sale({ state: 'unposted', firstSentAt: null })], finding(1, { level: 1, version: 2 }));
    expect(lost.mirror.claim).toBe(1);
    const posted = reclaim(lost.mirror, [sale({ versionBefore: 2n, firstSentAt: 2_000 })]);
    expect(posted.claim).toBe(1);
  });

  // Q1b, second trace: a bump of the row without a stock change may be our post, but the claim stays.
  it('does not drop a claim because a row moved that may contain a post', () => {
    const lost = take(base(2), [], finding(1, { level: 1, version: 2 })).mirror;
    const post = sale({ versionBefore: 2n, firstSentAt: 2_000 });
    const bumped = take(lost, [post], finding(3, { level: 1, version: 3 }));
    expect(bumped.posts[0].maybeInRow).toBe(true);
    expect(bumped.mirror.claim).toBe(1);
  });

  // Q1, "first newer observation": a newer row may hold the till sale instead of our post.
  it('does not settle a post by the first newer row, only by a read requested long enough after the answer', () => {
    const posted = sale({ state: 'posted', answeredAt: 2_000 });
    const early = take(base(3), [posted], finding(3, { level: 2, version: 2 }));
    expect(early.posts[0].state).toBe('posted');
    const later = take(early.mirror, early.posts, finding(8, { level: 2, version: 2 }));
    expect(later.posts[0]).toMatchObject({ state: 'settled', maybeInRow: false });
    expect(later.mirror.claim).toBe(0);
  });

  it('does not settle a post while the row has not moved since it was granted', () => {
    const posted = sale({ state: 'posted', answeredAt: 2_000, versionBefore: 1n });
    expect(take(base(3), [posted], finding(9, { level: 3, version: 1 })).posts[0].state).toBe('posted');
  });

  it('never dips while a post travels: the set-aside unit stays the only one gone', () => {
    const live = 1;
    let mirror = base(3);
    let posts: readonly TillPost[] = [sale()];
    for (const found of [finding(2, { level: 3, version: 1 }), finding(3, { level: 2, version: 2 })]) {
      ({ mirror, posts } = take(mirror, posts, found));
      expect(upperFree(mirror, live)).toBe(2);
    }
    posts = posts.map((post) => ({ ...post, state: 'posted' as const, answeredAt: 3_000 }));
    ({ mirror, posts } = take(mirror, posts, finding(9, { level: 2, version: 2 })));
    expect(upperFree(mirror, live)).toBe(2);
    expect(lowerFree(mirror, posts, live)).toBe(2);
  });

  // Q1b, fifth trace: the look-up found nothing, but the first request executes late.
  it('keeps an attempted post in the range after a look-up found nothing', () => {
    const absent = sale({ state: 'unposted' });
    const row = take(base(3), [absent], finding(3, { level: 2, version: 2 }));
    expect(row.mirror.claim).toBe(0);
    expect(roundIsOpen([absent])).toBe(true);
  });

  // Q1b, sixth trace: the surplus may still be a till record whose row has not moved.
  it('concludes a surplus as a receipt only once every seen record is certain to be in the row', () => {
    const seen = take(base(2), [], finding(1, { recordChanges: [-1] })).mirror;
    const soon = take(seen, [], finding(2, { level: 3, version: 2 }));
    expect(soon.concluded).toBe(0);
    const certain = take(soon.mirror, [], finding(9, { level: 3, version: 2 }));
    expect(certain.concluded).toBe(2);
    expect(upperFree(certain.mirror, 0)).toBe(3);
  });

  it('concludes nothing while a post is under way, a claim is open, or the records are incomplete', () => {
    expect(take(base(2), [sale()], finding(9, { level: 4, version: 2 })).concluded).toBe(0);
    expect(take(base(2), [], finding(9, { level: 4, version: 2, recordsComplete: false })).concluded).toBe(0);
    expect(take(base(2), [], finding(9, { level: 4, version: 2 })).concluded).toBe(2);
  });

  // The poll behind it began before the newer row was read: a record of what that row shows may be out there.
  it('concludes nothing from an older row about the surplus that a newer one shows', () => {
    const newer = take(base(2), [sale()], finding(9, { level: 4, version: 9 })).mirror;
    const settled = [sale({ state: 'settled' })];
    expect(take(newer, settled, finding(20, { level: 2, version: 8 })).concluded).toBe(0);
    expect(take(newer, settled, finding(20, { level: 4, version: 9 })).concluded).toBe(3);
  });

  it('lets a row without its records only raise the claim, and raises nothing until a complete one', () => {
    const doubted = take(base(5), [], finding(1, { level: 3, version: 2, recordsComplete: false }));
    expect(doubted.mirror).toMatchObject({ claim: 0, doubt: { level: 3, claim: 2, times: 1 } });
    expect(upperFree(doubted.mirror, 0)).toBe(3);
    expect(lowerFree(doubted.mirror, [], 0)).toBe(Number.NEGATIVE_INFINITY);
    const complete = take(doubted.mirror, [], finding(2, { level: 3, version: 2, recordChanges: [-2] })).mirror;
    expect(complete).toMatchObject({ claim: 0, doubt: null });
  });

  describe('while the records behind a row cannot be read', () => {
    const unknown = (
      mirror: TillMirror,
      posts: readonly TillPost[],
      seconds: number,
      level: number,
      version = seconds,
    ) => take(mirror, posts, finding(seconds, { level, version, recordsComplete: false })).mirror;

    it('takes no post of ours that the row may contain for a loss', () => {
      const doubted = unknown(base(1), [sale()], 12, 0, 50);
      expect(missingUnits(doubted)).toBe(0);
      expect(upperFree(doubted, 1)).toBe(0);
    });

    // Q1b rule 9: twice, a store is lowered to what is certain; what is promised is not touched by it.
    it('knows after the second time how little is certain, and claims no more than the rows force', () => {
      const once = unknown(base(3), [sale()], 12, 1);
      expect(once).toMatchObject({ doubt: { level: 1, claim: 1, times: 1 } });
      expect(isDoubtedTwice(once)).toBe(false);
      const twice = unknown(once, [sale()], 13, 1);
      expect(isDoubtedTwice(twice)).toBe(true);
      expect(upperFree(twice, 1)).toBe(1);
      expect(certainFree(twice, [sale()], 1)).toBe(0);
    });

    // Found by a random life: 3 units, one sold, one promised and posted, one sold; only then the records were told.
    it('claims nothing for what was in doubt once the records explain it, though a post may hide as much', () => {
      const doubted = unknown(base(3), [sale()], 12, 0);
      expect(missingUnits(doubted)).toBe(2);
      const known = take(doubted, [sale()], finding(13, { level: 0, version: 12, recordChanges: [-1, -1] })).mirror;
      expect(known).toMatchObject({ claim: 0, doubt: null });
      expect(upperFree(known, 1)).toBe(0);
    });

    it('forgets no claim, whatever else becomes known, until a complete reading', () => {
      const doubted = unknown(base(5), [sale()], 12, 2, 50);
      expect(missingUnits(doubted)).toBe(2);
      const answered = [sale({ state: 'posted', answeredAt: 12_500 })];
      expect(missingUnits(reclaim(doubted, answered))).toBe(2);
      const known = take(doubted, answered, finding(20, { level: 2, version: 50, recordChanges: [-2] }));
      expect(known.mirror).toMatchObject({ claim: 0, doubt: null });
      expect(known.posts[0].state).toBe('settled');
    });

    it('is not put in doubt by a copy that was requested before a complete reading of the same version', () => {
      const known = take(base(5), [], finding(12, { level: 3, version: 50, recordChanges: [-2] })).mirror;
      expect(unknown(known, [], 11, 3, 50)).toEqual(known);
    });
  });

  // Core and gateway are two processes: a grant may be dated after the row that already contains its sale.
  it('finds its own post in a row although the clock that dated the post is ahead', () => {
    const post = sale({ firstSentAt: 13_000 });
    const row = take(base(1), [post], finding(12, { level: 0, version: 50 }));
    expect(row.mirror.claim).toBe(0);
    const later = sale({ firstSentAt: 20_000 });
    expect(take(base(1), [later], finding(12, { level: 0, version: 50 })).mirror.claim).toBe(1);
  });

  it('raises nothing on the strength of a sale record that the row may not contain yet', () => {
    const seen = take(base(2), [], finding(1, { recordChanges: [-1], level: 4, version: 2 })).mirror;
    expect(lowerFree(seen, [], 0)).toBeLessThanOrEqual(1);
  });

  // What the row lacks may be a loss, and the sale that was seen still to come.
  it('is not certain of a unit that would be gone if the row did not contain the sale that was seen', () => {
    const seen = take(base(3), [], finding(1, { recordChanges: [-1], level: 2, version: 2 })).mirror;
    expect([upperFree(seen, 0), lowerFree(seen, [], 0)]).toEqual([2, 1]);
    const certain = take(seen, [], finding(9, { level: 2, version: 2 })).mirror;
    expect(lowerFree(certain, [], 0)).toBe(2);
  });

  it('takes a void back as a surplus of its record', () => {
    const sold = take(base(5), [], finding(1, { recordChanges: [-2], level: 3, version: 2 })).mirror;
    const voided = take(sold, [], finding(10, { recordChanges: [2], level: 5, version: 3 })).mirror;
    expect(upperFree(voided, 0)).toBe(5);
    expect(voided.claim).toBe(0);
  });

  it('spans what the row may show by the posts that it may contain', () => {
    const maybe = sale({ maybeInRow: true });
    expect(expectedAtTill(base(3), [maybe])).toEqual({ lo: 2, hi: 3 });
    expect(expectedAtTill(base(3), [sale({ state: 'settled' })])).toEqual({ lo: 2, hi: 2 });
    expect(expectedAtTill(base(3), [{ ...maybe, kind: 'reverse' }])).toEqual({ lo: 3, hi: 4 });
  });

  describe('where the till has no versions', () => {
    const first = take(unreadTillMirror, [], finding(0, { level: 5 })).mirror;

    it('lets a read that follows closely lower the level but not raise it', () => {
      expect(take(first, [], finding(1, { level: 4 })).mirror.row?.level).toBe(4);
      expect(take(first, [], finding(1, { level: 6 })).mirror.row?.level).toBe(5);
      expect(take(first, [], finding(9, { level: 6 })).mirror.row?.level).toBe(6);
    });

    it('settles no post by a read that follows closely: it may be an older replica’s', () => {
      const posted = sale({ state: 'posted', answeredAt: 2_000, versionBefore: null });
      const seen = take(first, [posted], finding(6, { level: 5 }));
      const soon = take(seen.mirror, seen.posts, finding(8, { level: 4 }));
      expect(soon.mirror.row?.level).toBe(4);
      expect(soon.posts[0].state).toBe('posted');
      expect(take(soon.mirror, soon.posts, finding(14, { level: 4 })).posts[0].state).toBe('settled');
    });

    it('ignores a read requested before the newest one', () => {
      const later = take(first, [], finding(20, { level: 4 })).mirror;
      expect(take(later, [], finding(10, { level: 5 })).mirror.row?.level).toBe(4);
    });
  });
});
