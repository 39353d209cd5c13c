import { reclaim, roundIsOpen, type TillPost } from '@tillbridge/level-mirror';
import { levelAt, postsAt, setAside, sumUnits, withLevel } from './level';
import type { ItemState, Millis, PromiseState } from './item-state';

const isRefused = (post: TillPost): boolean => post.state === 'refused';
const unattempted = (post: TillPost): boolean => post.state === 'unposted' && post.firstSentAt === null;

/** Keeps what is to be recorded at the till equal to what the promise sets aside; attempted posts are never rewritten. */
export function planPosts(promise: PromiseState): PromiseState {
  if (promise.posts.some(isRefused)) return promise;
  const fixed = promise.posts.filter((post) => !unattempted(post));
  const booked = sumUnits(fixed, (post) => post.kind === 'sale') - sumUnits(fixed, (post) => post.kind === 'reverse');
  const missing = setAside(promise) - booked;
  if (missing === 0) return { ...promise, posts: fixed };
  return { ...promise, posts: [...fixed, freshPost(missing > 0 ? 'sale' : 'reverse', Math.abs(missing))] };
}

function freshPost(kind: TillPost['kind'], units: number): TillPost {
  return {
    postId: null,
    kind,
    units,
    state: 'unposted',
    versionBefore: null,
    firstSentAt: null,
    answeredAt: null,
    maybeInRow: false,
  };
}

/** true when this promise waits for the till and the round of its item and location allows it. */
export function isGrantable(item: ItemState, promise: PromiseState): boolean {
  return waitsForPost(promise) && !roundIsOpen(postsAt(item, promise.location)) && isLevelKnown(item, promise);
}

export function waitsForPost(promise: PromiseState): boolean {
  return promise.posts.some(unattempted);
}

/** A post before the first row would be counted twice: once in the row, once by us. */
function isLevelKnown(item: ItemState, promise: PromiseState): boolean {
  return levelAt(item, promise.location).mirror.row !== null;
}

export function waitingKind(promise: PromiseState): TillPost['kind'] | null {
  return promise.posts.find(unattempted)?.kind ?? null;
}

/** Commits that the waiting post of this promise is being sent under `postId`. Must be stored before anything is sent. */
export function grantPost(promise: PromiseState, item: ItemState, postId: string, now: Millis): PromiseState {
  const versionBefore = levelAt(item, promise.location).mirror.row?.version ?? null;
  return {
    ...promise,
    posts: promise.posts.map((post) =>
      unattempted(post) ? { ...post, postId, state: 'posting' as const, versionBefore, firstSentAt: now } : post,
    ),
  };
}

/** The till shows the post as closed, or refused it for good. Later repeats of the same answer change nothing. */
export function answerPost(
  item: ItemState,
  answer: { postId: string; outcome: 'closed' | 'refused'; answeredAt: Millis },
): ItemState {
  const answered = (post: TillPost): TillPost => {
    if (post.postId !== answer.postId || post.state !== 'posting') return post;
    if (answer.outcome === 'refused') return { ...post, state: 'refused', maybeInRow: false };
    return { ...post, state: 'posted', answeredAt: answer.answeredAt };
  };
  const promises = item.promises.map((promise) => ({ ...promise, posts: promise.posts.map(answered) }));
  return reclaimAll({ ...item, promises });
}

/** What the till refused of one order is to be recorded again, under a new id: a person has removed the reason. */
export function postAgain(item: ItemState, of: { channel: string; order: string }): ItemState {
  const wasRefused = (promise: PromiseState) =>
    promise.channel === of.channel && promise.order === of.order && promise.posts.some(isRefused);
  if (!item.promises.some(wasRefused)) return item;
  return {
    ...item,
    promises: item.promises.map((promise) =>
      wasRefused(promise)
        ? planPosts({ ...promise, posts: promise.posts.filter((post) => !isRefused(post)) })
        : promise,
    ),
  };
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
 * the level's base together, so that free units stay the same. Returns the item and the promises that are done.
 */
export function foldFinished(item: ItemState): ItemState {
  return item.promises.filter(isFinished).reduce((state, promise) => {
    const units = setAside(promise);
    if (units === 0 && promise.posts.length === 0) return state;
    const level = levelAt(state, promise.location);
    const folded = { ...promise, folded: promise.folded + units, posts: [] };
    const moved = withLevel(state, {
      ...level,
      mirror: { ...level.mirror, base: (level.mirror.base ?? 0) - units },
    });
    return { ...moved, promises: moved.promises.map((other) => (other === promise ? folded : other)) };
  }, item);
}

function isFinished(promise: PromiseState): boolean {
  return promise.current <= promise.fulfilled && promise.posts.every((post) => post.state === 'settled');
}

/** true once nothing of this promise can matter to the level any more; it is kept for the record alone. */
export function isClosed(promise: PromiseState): boolean {
  return isFinished(promise) && setAside(promise) === 0 && promise.posts.length === 0;
}
