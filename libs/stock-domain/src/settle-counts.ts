import { isExact, rebase } from '@tillbridge/level-mirror';
import { isUnsent } from './adjustments';
import { unitsOf, wasSentAfter } from './counted-lines';
import { endedCount } from './decide-count';
import { isSameLine } from './keys';
import { levelAt, postsAt, withLevel } from './level';
import { dueAt } from './parts';
import { isWaiting, planPosts } from './posts';
import type { Adjustment, CountMark, ItemState, LevelState, Millis, PlacedPost, PromiseState } from './item-state';

/** A completed count of which it is known what it made of web orders. */
type AnsweredCount = CountMark & { readonly closedAt: Millis; readonly seenAt: Millis };

const isAnswered = (mark: CountMark): mark is AnsweredCount =>
  mark.state === 'closed' && mark.setAside !== null && mark.closedAt !== null && mark.seenAt !== null;

/** Completed counts that can be taken over once the level was read exactly, at most one for each location. */
export function countsToSettle(item: ItemState): readonly { readonly location: string; readonly countId: string }[] {
  return item.levels.flatMap(({ location, counts }) => {
    const count = counts.find(isAnswered);
    return count === undefined ? [] : [{ location, countId: count.countId }];
  });
}

/**
 * Takes over a completed count of which it is known what it made of web orders, as soon as the level was read exactly since:
 * the sum of facts begins anew at that level. Waits as long as anything is under way that the level may contain.
 */
export function settleCount(item: ItemState, location: string, countId: string, settleMs: Millis): ItemState {
  const count = levelAt(item, location).counts.find((mark) => mark.countId === countId);
  if (count === undefined || !isAnswered(count)) return item;
  if (!isExact(levelAt(item, location).mirror, postsAt(item, location), count.seenAt + settleMs)) return item;
  const promises = item.promises.map((promise) => recounted(promise, location, count));
  const state = { ...item, promises, adjustments: item.adjustments.filter((each) => !isAbsorbed(each, count)) };
  const level = levelAt(state, location);
  return withLevel(state, {
    ...level,
    mirror: rebase(level.mirror, postsAt(state, location)),
    countedAt: count.closedAt,
    counts: ended(level, count),
  });
}

/** What a person had said of the shelf the count has found there; taken off at the till now, it would be taken off twice. */
const isAbsorbed = (adjustment: Adjustment, count: AnsweredCount): boolean =>
  isUnsent(adjustment) && count.adjustments.includes(adjustment.id);

const ended = ({ counts }: LevelState, count: CountMark): readonly CountMark[] =>
  counts.map((other) => (other === count ? endedCount(other) : other));

/** What of this promise the counted level contains, as posts; what it lacks or holds too much of is planned anew. */
function recounted(promise: PromiseState, location: string, count: AnsweredCount): PromiseState {
  const isHere = (post: PlacedPost) => post.location === location && !isWaiting(post) && post.state !== 'refused';
  const here = promise.posts.filter(isHere);
  const aside = count.lines.find((line) => isSameLine(line, promise))?.units ?? 0;
  // What came back lies on the shelf and was counted there, whether or not the till had booked it.
  const back = Math.min(0, dueAt(promise, location));
  if (here.length === 0 && aside === 0 && back === 0) return promise;
  const elsewhere = promise.posts.filter((post) => !isHere(post));
  const later = here.filter((post) => wasSentAfter(post, count.closedAt));
  const earlier = here.filter((post) => !later.includes(post));
  // Counted along, their units are in the level again, whatever was recorded before.
  const kept = count.setAside === 'counted' ? [] : earlier;
  const contained = count.setAside === 'counted' || aside === 0 ? back : aside;
  const missing = contained - unitsOf(kept);
  const made = missing === 0 ? [] : [madeByCount(location, missing, count.closedAt)];
  return planPosts({ ...promise, posts: [...elsewhere, ...kept, ...made, ...later] });
}

/** The count did what the post would have done: the level lacks these units, and no sale stands behind them. */
function madeByCount(location: string, units: number, at: Millis): PlacedPost {
  return {
    location,
    postId: null,
    kind: units > 0 ? 'sale' : 'reverse',
    units: Math.abs(units),
    state: 'settled',
    versionBefore: null,
    firstSentAt: at,
    answeredAt: at,
    maybeInRow: false,
  };
}
