import { clampClaim, expectedAtTill, grossOf, reclaim, surplus, type TillMirror } from '@tillbridge/level-mirror';
import {
  isWaiting,
  levelAt,
  planPosts,
  reservedAt,
  withLevel,
  withPosts,
  postsAt,
  type ItemState,
  type PlacedPost,
} from '@tillbridge/stock-domain';
import { productRules, type Rules } from './rules';

// Rules that were taken back, each as a small change around the product's own. None of them is anywhere else.

const place = 'main';
const mirrorOf = (item: ItemState): TillMirror => levelAt(item, place).mirror;
const withMirror = (item: ItemState, mirror: TillMirror): ItemState =>
  withLevel(item, { ...levelAt(item, place), mirror });

type TakeIn = Rules['takeIn'];

/** What is done to an item after the product has taken in a finding. */
const andThen =
  (change: (item: ItemState, before: ItemState) => ItemState): TakeIn =>
  (item, finding, policy) =>
    change(productRules.takeIn(item, finding, policy), item);

function withPostsAs(item: ItemState, change: (post: PlacedPost) => PlacedPost): ItemState {
  const posts = postsAt(item, place);
  const changed = withPosts(item, posts, posts.map(change));
  return withMirror(changed, reclaim(mirrorOf(changed), postsAt(changed, place)));
}

const settled = (post: PlacedPost): PlacedPost => ({ ...post, state: 'settled', maybeInRow: false });
const isSentToTill = ({ state }: PlacedPost): boolean => state === 'posting' || state === 'posted';

/** "The row has moved since, so it holds the post." */
export const settlesByNewerRow: Partial<Rules> = {
  takeIn: andThen((item) => {
    const version = mirrorOf(item).row?.version ?? null;
    const hasMoved = ({ versionBefore }: PlacedPost) =>
      version !== null && versionBefore !== null && version > versionBefore;
    return withPostsAs(item, (post) => (isSentToTill(post) && hasMoved(post) ? settled(post) : post));
  }),
};

/** "The row shows what we expect once the post is in it, so it is." */
export const settlesByExpectedLevel: Partial<Rules> = {
  takeIn: andThen((item, before) => {
    const isAsExpected = mirrorOf(item).row?.level === (mirrorOf(before).row?.level ?? 0) - 1;
    return withPostsAs(item, (post) => (isSentToTill(post) && isAsExpected ? settled(post) : post));
  }),
};

/** "A read that was asked after the answer holds what was answered." */
export const waitsForNoSettling: Partial<Rules> = {
  takeIn: (item, finding, policy) => productRules.takeIn(item, finding, { ...policy, tillSettleMs: 0 }),
  answer: (item, answer) => productRules.answer(item, answer, 0),
};

/** "A row that says nothing new says nothing." */
export const ignoresEqualRows: Partial<Rules> = {
  takeIn: (item, finding, policy) => {
    const isEqual = finding.reading !== null && finding.reading.version === mirrorOf(item).row?.version;
    return productRules.takeIn(item, isEqual ? { ...finding, reading: null } : finding, policy);
  },
};

/** "The feed tells of every change, so nobody need ask." */
export const readsChangesOnly: Partial<Rules> = {
  mayRead: ({ mirror, rows }) => rows[rows.length - 1].version !== mirror.row?.version,
};

/** "A request sent again is a new attempt: what counts is the row before it." */
export const forgetsVersionBefore: Partial<Rules> = {
  sendAgain: (item, postId) =>
    withPostsAs(item, (post) => {
      const versionBefore = mirrorOf(item).row?.version ?? null;
      return post.postId === postId && post.state === 'posting' ? { ...post, versionBefore } : post;
    }),
};

/** "What a look-up does not find was never sent." */
export const trustsAbsence: Partial<Rules> = {
  absent: (item, postId) =>
    withPostsAs(item, (post) =>
      post.postId === postId && post.state === 'posting'
        ? { ...post, state: 'unposted', firstSentAt: null, versionBefore: null, maybeInRow: false }
        : post,
    ),
};

/** "Each attempt is a sale of its own." */
export const sendsUnderNewIds: Partial<Rules> = { hasOneIdForAllAttempts: false };

/** "What the till refuses it does not have", also when an earlier request may still arrive. */
export const tellsRefusalsAtOnce: Partial<Rules> = { waitsForEarlierRequests: false };

/** "Whatever is under way may explain what is missing", also what was sent after the row was read. */
export const hidesLossBehindLaterPosts: Partial<Rules> = {
  grant: (item, post, postId, now) => {
    const granted = productRules.grant(item, post, postId, now);
    return recomputed(withPostsAs(granted, (each) => (each.postId === postId ? { ...each, maybeInRow: true } : each)));
  },
};

/** "The claim is what is missing by the row of now", whatever was known to be missing before. */
export const forgetsClaim: Partial<Rules> = { takeIn: andThen((item) => recomputed(item)) };

function recomputed(item: ItemState): ItemState {
  const mirror = mirrorOf(item);
  if (mirror.row === null) return item;
  const claim = clampClaim(0, expectedAtTill(mirror, postsAt(item, place)), mirror.row.level);
  return withMirror(item, { ...mirror, claim });
}

/** "A post may be sent whenever there is one." */
export const sendsWithoutRounds: Partial<Rules> = { mayGrant: () => true };

/** "What there is too much of was delivered", whoever may explain it otherwise. */
export const concludesAtOnce: Partial<Rules> = {
  takeIn: andThen((item) => {
    const mirror = mirrorOf(item);
    if (mirror.row === null) return item;
    const units = surplus(expectedAtTill(mirror, postsAt(item, place)), mirror.row.level);
    return withMirror(item, { ...mirror, concluded: mirror.concluded + units });
  }),
};

/** "A sale that was seen is in the row." */
export const takesSeenSalesForCertain: Partial<Rules> = {
  takeIn: andThen((item) => withMirror(item, { ...mirrorOf(item), uncertain: [] })),
};

/** "What is not certain to be there is gone": one number, the lower one. */
export const lowersToCertain: Partial<Rules> = { upper: productRules.lower };

/** "What may be there can be sold": one number, the upper one. */
export const raisesToPossible: Partial<Rules> = { lower: productRules.upper };

/** "The level can be told without its records": they come by themselves. */
export const tellsRowsWithoutRecords: Partial<Rules> = { pollsRecordsAfterRow: false };

/** "The read that came last is the newest", whichever replica it came from. */
export const trustsLastRead: Partial<Rules> = {
  takeIn: (item, finding, policy) => {
    const { reading } = finding;
    const taken = productRules.takeIn(item, finding, policy);
    if (reading === null || mirrorOf(item).row === null) return taken;
    const mirror = mirrorOf(taken);
    return withPostsAs(withMirror(taken, { ...mirror, row: reading }), (post) => post);
  },
};

/** "A claim is settled with what is set aside": posts that are under way count as gone. */
export const countsPostsAsGone: Partial<Rules> = {
  upper: (item) => {
    const mirror = mirrorOf(item);
    const missing = Math.max(0, expectedAtTill(mirror, []).hi - (mirror.row?.level ?? 0));
    return grossOf(mirror) - reservedAt(item, place) - missing;
  },
};

/** "The till has said that it has the sale, so its level lacks the unit." */
export const settlesByAnswer: Partial<Rules> = {
  answer: (item, answer, settleMs) =>
    withPostsAs(productRules.answer(item, answer, settleMs), (post) =>
      post.postId === answer.postId ? settled(post) : post,
    ),
};

/** "A cancelled order has nothing at the till", even if its sale is on its way there. */
export const dropsSalesOfCancelled: Partial<Rules> = {
  wantedLess: (item) => {
    const promises = item.promises.map((promise) => (promise.owed > 0 ? promise : { ...promise, posts: [] }));
    return { ...item, promises };
  },
};

/** "No records were found" and "the records could not be read" are the same. */
export const takesFailedPollsForEmpty: Partial<Rules> = {
  takeIn: (item, finding, policy) => productRules.takeIn(item, { ...finding, recordsComplete: true }, policy),
};

/** "An order that is smaller now is recorded as it is now", though its sale has been sent. */
export const recordsSmallerAnew: Partial<Rules> = {
  wantedLess: (item) => ({
    ...item,
    promises: item.promises.map((promise) => planPosts({ ...promise, posts: promise.posts.filter(isWaiting) })),
  }),
};

/** "A post is one unit", whatever its quantity. */
export const countsPostsNotUnits: Partial<Rules> = {
  takeIn: (item, finding, policy) => {
    const unitsOf = new Map(postsAt(item, place).map(({ postId, kind, units }) => [`${postId} ${kind}`, units]));
    const taken = productRules.takeIn(
      withEach(item, (post) => ({ ...post, units: 1 })),
      finding,
      policy,
    );
    return withEach(taken, (post) => ({ ...post, units: unitsOf.get(`${post.postId} ${post.kind}`) ?? post.units }));
  },
};

function withEach(item: ItemState, change: (post: PlacedPost) => PlacedPost): ItemState {
  const posts = postsAt(item, place);
  return withPosts(item, posts, posts.map(change));
}

/** "What may be there may be kept", however long nobody knows whether the till has a post. */
export const isNeverStrict: Partial<Rules> = { strict: productRules.upper };
