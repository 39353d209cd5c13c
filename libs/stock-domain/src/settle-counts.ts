import { isExact, rebase } from '@tillbridge/level-mirror';
import { isUnsent } from './adjustments';
import { isOnTop, unitsOf } from './counted-lines';
import { endedCount } from './decide-count';
import { isSameLine } from './keys';
import { levelAt, postsAt, withLevel } from './level';
import { isWaiting, planPosts } from './posts';
import type {
  Adjustment,
  CountedLine,
  CountMark,
  ItemState,
  LevelState,
  Millis,
  PlacedPost,
  PromiseState,
} from './item-state';

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
 * the sum of facts begins anew at that level. Waits as long as anything is under way that the level may contain: another count,
 * too, may have set it without anybody having seen yet that it is over.
 */
export function settleCount(item: ItemState, location: string, countId: string, settleMs: Millis): ItemState {
  const count = levelAt(item, location).counts.find((mark) => mark.countId === countId);
  if (count === undefined || !isAnswered(count)) return item;
  if (levelAt(item, location).counts.some(({ state }) => state === 'open')) return item;
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

/**
 * What of this promise the counted level contains, as posts; what it lacks or holds too much of is planned anew. Of a line
 * that the count had not in view, all that the till shows was recorded since.
 */
function recounted(promise: PromiseState, location: string, count: AnsweredCount): PromiseState {
  const line = count.lines.find((each) => isSameLine(each, promise));
  if (line === undefined) return promise;
  const isHere = (post: PlacedPost) => post.location === location && !isWaiting(post) && post.state !== 'refused';
  const here = promise.posts.filter(isHere);
  const elsewhere = promise.posts.filter((post) => !isHere(post));
  const later = here.filter((post) => isOnTop(post, count.closedAt));
  const earlier = here.filter((post) => !later.includes(post));
  // Counted along, their units are in the level again, whatever was recorded before.
  const kept = count.setAside === 'counted' ? [] : earlier;
  const missing = lackingOf(line, count) - unitsOf(kept);
  const made = missing === 0 ? [] : [madeByCount(location, missing, count.closedAt)];
  return planPosts({ ...promise, posts: [...elsewhere, ...kept, ...made, ...later] });
}

/**
 * Units that the level lacks of this line since the count. What had come back by then lies on the shelf and was counted there,
 * whether or not the till had booked it: that many more.
 */
function lackingOf({ units, left = 0 }: CountedLine, { setAside }: AnsweredCount): number {
  return setAside === 'notCounted' ? units : Math.min(units, left);
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
