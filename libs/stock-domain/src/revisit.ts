import { isDoubtedTwice, type TillPost } from '@tillbridge/level-mirror';
import { freeAtMost, freeByTrustedRow, levelAt, postsAt, postsOf } from './level';
import type { ItemState, Millis } from './item-state';
import { countMoments } from './open-counts';

/** A post without an answer for this long is no passing weather: stores are lowered to what is certain. */
const strictAfterMs = 60_000;

/**
 * Protocol Q1b rule 9: while it stays unknown whether the till took a post, or while its records can't be read, the row
 * may hide units. Stores there are lowered to what is certain to be free and not only to what may be.
 */
export function isStrict(item: ItemState, location: string, now: Millis): boolean {
  if (isDoubtedTwice(levelAt(item, location).mirror)) return true;
  return strictMoments(postsAt(item, location)).some((moment) => moment <= now);
}

/** What may at most be free; what is certain to be, while a post stays unresolved. */
export function lowerableTo(item: ItemState, location: string, now: Millis): number {
  const atMost = freeAtMost(item, location);
  return isStrict(item, location, now) ? Math.min(atMost, freeByTrustedRow(item, location)) : atMost;
}

/** When time alone, without any fact, will next change what may be sold of this item, or what people hear; null if it never will. */
export function revisitAt(item: ItemState, now: Millis): Millis | null {
  const decisions = item.promises.flatMap(({ decideAt }) => decideAt ?? []);
  const reviews = item.levels.flatMap(({ dealt }) => dealt?.reviewAt ?? []);
  const expiries = item.holds.map((hold) => hold.expiresAt);
  const moments = [...expiries, ...decisions, ...reviews, ...strictMoments(postsOf(item)), ...countMoments(item)];
  const ahead = moments.filter((moment) => moment > now);
  return ahead.length === 0 ? null : Math.min(...ahead);
}

function strictMoments(posts: readonly TillPost[]): readonly Millis[] {
  return posts.flatMap(({ state, firstSentAt }) =>
    state === 'posting' && firstSentAt !== null ? [firstSentAt + strictAfterMs] : [],
  );
}
