import { reclaim, roundIsOpen, settleByRow, type TillPost } from '@tillbridge/level-mirror';
import { withAdjustments } from './adjustments';
import { isSameOrder, type OrderKey } from './keys';
import { isBeingCounted, isLevelKnown, levelAt, postsAt, sumUnits, withLevel } from './level';
import { dueAt, hasReturnsToBook, locationsMovedBy, setAside } from './parts';
import type { Adjustment, ItemState, Millis, PlacedPost, PromiseState } from './item-state';

/** A post that is to be made and was never sent. */
export const isWaiting = (post: TillPost): boolean => post.state === 'unposted' && post.firstSentAt === null;
const isRefused = (post: TillPost): boolean => post.state === 'refused';
export const refused = (post: PlacedPost): PlacedPost => ({ ...post, state: 'refused', maybeInRow: false });

/**
 * Keeps what is to be recorded at the till equal to what the promise sets aside, location by location; attempted posts are
 * never rewritten. While the till refuses one, nothing else is tried: a person removes the reason first, unless there is
 * nothing left to record.
 */
export function planPosts(promise: PromiseState): PromiseState {
  const fixed = promise.posts.filter((post) => !isWaiting(post) && !isRefused(post));
  const locations = new Set([...locationsMovedBy(promise), ...fixed.map((post) => post.location)]);
  const missing = [...locations]
    .map((location) => freshPost(location, missingAt(promise, fixed, location)))
    .filter((post) => post !== null);
  const blocked = promise.posts.filter(isRefused);
  if (blocked.length > 0 && missing.length > 0) return { ...promise, posts: [...fixed, ...blocked] };
  return { ...promise, posts: [...fixed, ...missing] };
}

/** Units that the till still lacks of this promise at this location; negative when it shows too many. */
function missingAt(promise: PromiseState, fixed: readonly PlacedPost[], location: string): number {
  const here = fixed.filter((post) => post.location === location);
  const booked = sumUnits(here, (post) => post.kind === 'sale') - sumUnits(here, (post) => post.kind === 'reverse');
  return dueAt(promise, location) - booked;
}

function freshPost(location: string, units: number): PlacedPost | null {
  if (units === 0) return null;
  return {
    location,
    postId: null,
    kind: units > 0 ? 'sale' : 'reverse',
    units: Math.abs(units),
    state: 'unposted',
    versionBefore: null,
    firstSentAt: null,
    answeredAt: null,
    maybeInRow: false,
  };
}

/**
 * Whether a waiting post may be sent: the round of its item and location is closed, the till has told the level there, and
 * nobody counts the shelf. A post before the first row would be counted twice: once in the row, once by us.
 */
export function isGrantable(item: ItemState, post: PlacedPost): boolean {
  const { location } = post;
  return isLevelKnown(item, location) && !roundIsOpen(postsAt(item, location)) && !isBeingCounted(item, location);
}

/** What waits to be posted of it: at most one at a location at a time, for the till cannot tell two of them apart. */
export function grantableAdjustments(item: ItemState): readonly Adjustment[] {
  const waiting = item.adjustments.filter(({ post }) => isWaiting(post) && isGrantable(item, post));
  return waiting.filter(
    (adjustment, index) => waiting.findIndex(({ location }) => location === adjustment.location) === index,
  );
}

/** Commits that this waiting post is being sent under `postId`. Must be stored before anything is sent. */
export function grantPost(item: ItemState, waiting: PlacedPost, postId: string, now: Millis): ItemState {
  const versionBefore = levelAt(item, waiting.location).mirror.row?.version ?? null;
  const granted: PlacedPost = { ...waiting, postId, state: 'posting', versionBefore, firstSentAt: now };
  return withPosts(item, [waiting], [granted]);
}

/** Puts `after[n]` where `before[n]` stood. */
export function withPosts(item: ItemState, before: readonly PlacedPost[], after: readonly TillPost[]): ItemState {
  const replaced = new Map(before.map((post, index) => [post, { ...after[index], location: post.location }]));
  const promises = item.promises.map((promise) =>
    promise.posts.some((post) => replaced.has(post))
      ? { ...promise, posts: promise.posts.map((post) => replaced.get(post) ?? post) }
      : promise,
  );
  return withAdjustments({ ...item, promises }, (adjustment) => {
    const post = replaced.get(adjustment.post);
    return post === undefined ? adjustment : { ...adjustment, post };
  });
}

export interface PostAnswer {
  readonly postId: string;
  readonly outcome: 'closed' | 'refused';
  readonly answeredAt: Millis;
}

/**
 * The till shows the post as closed, or refused it for good. Later repeats of the same answer change nothing. The row that
 * proves a closed post may have been taken in before its answer.
 */
export function answerPost(item: ItemState, answer: PostAnswer, settleMs: Millis): ItemState {
  const isAnswered = (post: PlacedPost) => post.postId === answer.postId && post.state === 'posting';
  const closed = (post: PlacedPost): PlacedPost => {
    const posted: PlacedPost = { ...post, state: 'posted', answeredAt: answer.answeredAt };
    return settleByRow([posted], levelAt(item, post.location).mirror.row, settleMs)[0];
  };
  const answered = answer.outcome === 'closed' ? closed : refused;
  const promises = item.promises.map((promise) => {
    if (!promise.posts.some(isAnswered)) return promise;
    const posts = promise.posts.map((post) => (isAnswered(post) ? answered(post) : post));
    return planPosts({ ...promise, posts });
  });
  const adjusted = withAdjustments({ ...item, promises }, (adjustment) =>
    isAnswered(adjustment.post) ? { ...adjustment, post: answered(adjustment.post) } : adjustment,
  );
  return reclaimAll(adjusted);
}

/** What the till refused of one order is to be recorded again, under a new id: a person has removed the reason. */
export function postAgain(item: ItemState, of: OrderKey): ItemState {
  const wasRefused = (promise: PromiseState) => isSameOrder(promise, of) && promise.posts.some(isRefused);
  if (!item.promises.some(wasRefused)) return item;
  const again = (promise: PromiseState) =>
    planPosts({ ...promise, posts: promise.posts.filter((post) => !isRefused(post)) });
  return { ...item, promises: item.promises.map((promise) => (wasRefused(promise) ? again(promise) : promise)) };
}

/** Posts span what the row may show, so every change of a post re-judges the claims. */
export function reclaimAll(item: ItemState): ItemState {
  return item.levels.reduce((state, level) => {
    const mirror = reclaim(level.mirror, postsAt(state, level.location));
    return mirror === level.mirror ? state : withLevel(state, { ...level, mirror });
  }, item);
}

/**
 * Folds promises whose units left the shelf for good and whose posts the till has settled: they leave the set-aside and
 * the level's base together, so that free units stay the same. Adjustments that the till has settled do likewise. Not while
 * the shelf is counted: what has left meanwhile may have been counted before.
 */
export function foldFinished(item: ItemState): ItemState {
  return foldPromises(foldAdjustments(item));
}

function foldAdjustments(item: ItemState): ItemState {
  const isDone = ({ post, location }: Adjustment) => post.state === 'settled' && !isBeingCounted(item, location);
  const done = item.adjustments.filter(isDone);
  if (done.length === 0) return item;
  const rest: ItemState = { ...item, adjustments: item.adjustments.filter((adjustment) => !isDone(adjustment)) };
  return done.reduce((levels, { location, units }) => withoutUnits(levels, location, units), rest);
}

function foldPromises(item: ItemState): ItemState {
  const isLeft = (promise: PromiseState) =>
    !locationsMovedBy(promise).some((location) => isBeingCounted(item, location));
  return item.promises
    .filter((promise) => isFinished(promise) && isLeft(promise))
    .reduce((state, promise) => {
      const units = setAside(promise);
      if (units === 0 && promise.posts.length === 0 && !hasReturnsToBook(promise)) return state;
      const returned = promise.returned.map((back) => ({ ...back, folded: back.units }));
      const folded = { ...promise, folded: promise.folded + units, elsewhere: [], posts: [], returned };
      const lowered = locationsMovedBy(promise).reduce(
        (levels, location) => withoutUnits(levels, location, dueAt(promise, location)),
        state,
      );
      return { ...lowered, promises: lowered.promises.map((other) => (other === promise ? folded : other)) };
    }, item);
}

/** Units that leave the sum of facts of a level. That none do opens no level that the till has never told. */
export function withoutUnits(item: ItemState, location: string, units: number): ItemState {
  if (units === 0) return item;
  const level = levelAt(item, location);
  return withLevel(item, { ...level, mirror: { ...level.mirror, base: (level.mirror.base ?? 0) - units } });
}

function isFinished(promise: PromiseState): boolean {
  return promise.current <= promise.fulfilled && isSettledAtTill(promise);
}

/** Nothing of it waits, is on its way or was refused: as it stands now, the till shows all of it. */
export const isSettledAtTill = ({ posts }: PromiseState): boolean => posts.every((post) => post.state === 'settled');

/** true once nothing of this promise can matter to the level any more; it is kept for the record alone. */
export function isClosed(promise: PromiseState): boolean {
  return isFinished(promise) && setAside(promise) === 0 && promise.posts.length === 0 && !hasReturnsToBook(promise);
}
