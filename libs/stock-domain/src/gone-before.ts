import { clockSkewMs } from '@tillbridge/level-mirror';
import { isOnTop, unitsOf } from './counted-lines';
import type { LineClaim } from './decide-order';
import type { CountedLine, CountMark, ItemState, LevelState, PromiseState } from './item-state';
import { changePromise, isSameLine } from './keys';
import { levelAt, withLevel } from './level';
import { isWaiting } from './posts';

// What is heard of an order only after the level was read, or the shelf counted, that the sum of facts begins with. Units that
// had left by then nobody found there: there is nothing to set aside and nothing to record at the till.

/** `owed` as of this very order. */
type News = Pick<LineClaim, 'placedAt' | 'fulfilled' | 'asOf' | 'storeLocation'> & { readonly owed: number };

/** A completed count, by the till's clock. */
type ClosedCount = CountMark & { readonly closedAt: number };

/**
 * How far the clock of a store may be behind ours. Orders are dated by it: in doubt their units are taken off, for what lies there
 * and has been sold must not be sold again.
 */
const storeClockSkewMs = 300_000;

/** Of a line that we first hear of, units that had left before. */
export function goneBefore(item: ItemState, location: string, news: News): number {
  const isUnread = levelAt(item, location).mirror.openedAt === null;
  return isUnread || isOfBefore(item, location, news) ? leftOf(news) : 0;
}

/**
 * Whether the level lacks what has left of a line that we first hear of, and holds what came back. Before the first row:
 * whatever became of an order placed earlier. Before a count: only what its store had said as people began, for an order that
 * was shipped since may as well be heard of late.
 */
export function isOfBefore(item: ItemState, location: string, news: Pick<News, 'placedAt' | 'asOf'>): boolean {
  const level = levelAt(item, location);
  const { openedAt } = level.mirror;
  if (openedAt !== null && news.placedAt < openedAt - storeClockSkewMs) return true;
  const count = countBefore(level);
  return count !== null && count.setAside !== null && isBefore(count, news);
}

/**
 * Takes in what had become of a line before people counted, where we hear of it only now: the count was taken to have found
 * units that had left, or not to have found units that were put back. What may have happened before counts only where that
 * is a unit less at worst.
 */
export function withLateNews(item: ItemState, known: PromiseState, news: News): ItemState {
  const { location, elsewhere, storeLocation } = known;
  const level = levelAt(item, location);
  const count = countBefore(level);
  // Of a line that is divided, or moves, nobody can tell what was where.
  const isElsewhere = elsewhere.length > 0 || (news.storeLocation ?? storeLocation) !== storeLocation;
  if (count === null || isElsewhere || !isPerhapsBefore(count, news)) return item;
  const line = count.state === 'closed' ? count.lines.find((each) => isSameLine(each, known)) : undefined;
  if (line !== undefined) return withLevel(item, withLine(level, count, line, found(line, count, news)));
  const folded = foldedBefore(known, count, news);
  return folded === known.folded ? item : changePromise(item, known, (promise) => ({ ...promise, folded }));
}

/** The count that the sum of facts begins with, or will begin with. */
function countBefore({ counts, countedAt }: LevelState): ClosedCount | null {
  const isClosed = (mark: CountMark): mark is ClosedCount => mark.closedAt !== null;
  const closed = counts.filter(isClosed);
  const settled = closed.find(({ state, closedAt }) => state === 'over' && closedAt === countedAt);
  return closed.find(({ state }) => state === 'closed') ?? settled ?? null;
}

/** The store's order was so before anybody began to count. */
const isBefore = ({ openedAt }: ClosedCount, { asOf }: Pick<News, 'asOf'>): boolean =>
  asOf !== undefined && asOf + clockSkewMs <= openedAt;

/** It may have been so before the count was completed. */
const isPerhapsBefore = ({ closedAt }: ClosedCount, { asOf }: News): boolean =>
  asOf !== undefined && asOf - clockSkewMs <= closedAt;

/** Units that have left and did not come back. */
const leftOf = ({ fulfilled, owed }: News): number => Math.min(fulfilled, owed);

function found(line: CountedLine, count: ClosedCount, news: News): CountedLine {
  const units = Math.min(line.units, news.owed);
  const left = isBefore(count, news) ? Math.min(Math.max(0, units), Math.max(line.left ?? 0, leftOf(news))) : line.left;
  return units === line.units && left === (line.left ?? 0) ? line : { ...line, units, left };
}

function withLine(level: LevelState, count: CountMark, before: CountedLine, line: CountedLine): LevelState {
  if (before === line) return level;
  const lines = count.lines.map((each) => (each === before ? line : each));
  return { ...level, counts: level.counts.map((other) => (other === count ? { ...count, lines } : other)) };
}

/** So many of its units the level lacks for good: what it was taken to lack since the count, mended by what is known now. */
function foldedBefore({ location, posts, folded }: PromiseState, count: ClosedCount, news: News): number {
  const isPart = (post: (typeof posts)[number]): boolean =>
    post.location === location && !isWaiting(post) && post.state !== 'refused' && !isOnTop(post, count.closedAt);
  const lacked = folded + unitsOf(posts.filter(isPart));
  const most = Math.min(lacked, count.setAside === 'notCounted' ? news.owed : leftOf(news));
  const lacks = isBefore(count, news) ? Math.max(most, leftOf(news)) : most;
  return folded + lacks - lacked;
}
