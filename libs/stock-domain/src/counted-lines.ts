import { clockSkewMs } from '@tillbridge/level-mirror';
import { adjustmentsAt } from './adjustments';
import { isSameLine, promiseOf, type LineKey } from './keys';
import { levelAt, postsAt, sumUnits } from './level';
import { dueAt } from './parts';
import { isWaiting } from './posts';
import type { CountedLine, ItemState, Millis, PlacedPost, PromiseState, SetAside } from './item-state';

/** When a count of the shelf began and when it was completed, by the till's clock. */
export interface CountTimes {
  readonly openedAt: Millis;
  readonly closedAt: Millis;
}

/**
 * The web orders whose units may be set aside here at `at`, as far as is known now: also those cancelled since, for which the
 * till shows a sale or which were set aside `before`; and, with units below 0, those of which units came back that it has not
 * booked.
 */
export function linesAside(
  item: ItemState,
  location: string,
  at: Millis,
  before: readonly CountedLine[] = [],
): readonly CountedLine[] {
  return item.promises
    .filter(({ placedAt }) => placedAt - clockSkewMs <= at)
    .map((promise) => {
      const { channel, order, line } = promise;
      const recorded = recordedSince(promise, location, at);
      const aside = Math.max(unitsAside(before, promise), dueAt(promise, location), recorded);
      return { channel, order, line, units: aside > 0 ? aside : Math.min(0, dueAt(promise, location)) };
    })
    .filter(({ units }) => units !== 0);
}

/** Units of a line that were set aside. */
export const unitsAside = (lines: readonly CountedLine[], of: LineKey): number =>
  Math.max(0, lines.find((each) => isSameLine(each, of))?.units ?? 0);

/** Units that the till shows, or will show, as sold here. */
export const recordedAt = (promise: PromiseState, location: string): number => unitsOf(sentAt(promise, location));

/** As {@link recordedAt}, now or as it was at `at`: a reversal may have been sent since. */
function recordedSince(promise: PromiseState, location: string, at: Millis): number {
  const before = sentAt(promise, location).filter((post) => !isOnTop(post, at));
  return Math.max(recordedAt(promise, location), unitsOf(before));
}

const sentAt = ({ posts }: PromiseState, location: string): readonly PlacedPost[] =>
  posts.filter((post) => post.location === location && !isWaiting(post) && post.state !== 'refused');

/** What these posts do to a level, as units sold. */
export const unitsOf = (posts: readonly PlacedPost[]): number =>
  sumUnits(posts, ({ kind }) => kind === 'sale') - sumUnits(posts, ({ kind }) => kind === 'reverse');

/** Recorded at the till for certain before the count was completed: the count has undone it, or had it in view. */
export function wasRecordedBefore(post: PlacedPost, closedAt: Millis): boolean {
  return post.answeredAt !== null && post.answeredAt + clockSkewMs <= closedAt;
}

/** First sent for certain after it was completed: the level holds it on top of the count. */
export function wasSentAfter({ firstSentAt }: PlacedPost, closedAt: Millis): boolean {
  return firstSentAt !== null && firstSentAt - clockSkewMs > closedAt;
}

/**
 * The level holds it on top of the count. A reversal that may have come before counts so, too: at worst that costs a unit,
 * and taken for undone it would be a unit too many.
 */
export const isOnTop = (post: PlacedPost, closedAt: Millis): boolean =>
  wasSentAfter(post, closedAt) || (post.kind === 'reverse' && !wasRecordedBefore(post, closedAt));

/** What was set aside when a count was completed, and when it was seen to be open; `begun` is null if it never was. */
export interface AsideLines {
  readonly lines: readonly CountedLine[];
  readonly begun: readonly CountedLine[] | null;
}

/**
 * Why nobody but a person can say what a completed count made of these web orders; null where the policy says it. In the
 * words of a shop.
 */
export function questionOf(
  item: ItemState,
  location: string,
  { lines, begun }: AsideLines,
  times: CountTimes,
  policy: SetAside | undefined,
): string | null {
  const isBetween = (post: PlacedPost) =>
    post.firstSentAt !== null &&
    post.state !== 'refused' &&
    !wasRecordedBefore(post, times.closedAt) &&
    !wasSentAfter(post, times.closedAt);
  if (adjustmentsAt(item, location).some(({ post }) => isBetween(post) || wasSentAfter(post, times.closedAt)))
    return 'a correction of the till was being recorded there when the count was completed, and may have been taken off twice';
  if (postsAt(item, location).some(isBetween))
    return 'a web order was being recorded at the till when the count was completed';
  const aside = lines.filter(({ units }) => units > 0);
  if (aside.length === 0) return null;
  if (policy === undefined) return `the policy does not say whether set-aside web orders are counted at ${location}`;
  const counted = aside.map((line) => promiseOf(item, line));
  const isGivenUp = (line: CountedLine) => line.units > dueAt(promiseOf(item, line), location);
  if (counted.some((promise) => promise.fulfilled > 0))
    return 'a web order was shipped, and nobody knows whether before or after it was counted';
  if (policy === 'notCounted' && aside.some(isGivenUp))
    return 'a web order was cancelled or found short, and nobody knows whether before or after it was counted';
  // Its units lay on the shelf when the count began, and on the table with the web orders when it ended.
  if (policy === 'notCounted' && counted.some(({ placedAt }) => placedAt + clockSkewMs > times.openedAt))
    return 'a web order was placed while the count was under way';
  if (policy === 'notCounted' && begun !== null && aside.some((line) => line.units > unitsAside(begun, line)))
    return 'units were added to a web order, or set aside for it here, while the count was under way';
  return null;
}

/** What happened before the count that the sum of this level begins with is inside it. */
export function isInsideCount(item: ItemState, location: string, at: Millis): boolean {
  const { countedAt } = levelAt(item, location);
  return countedAt !== null && at < countedAt;
}
