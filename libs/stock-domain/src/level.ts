import {
  certainFree,
  grossOf,
  lowerFree,
  missingUnits,
  unprovenUnits,
  unreadTillMirror,
  upperFree,
  type TillPost,
} from '@tillbridge/level-mirror';
import { adjustedAt, adjustedForRaise } from './adjustments';
import {
  upsert,
  type CountMark,
  type HoldBucket,
  type ItemState,
  type LevelState,
  type Millis,
  type PlacedPost,
  type PromiseState,
} from './item-state';
import { dueAt, locationsMovedBy } from './parts';

/**
 * As {@link dueAt}, but what was sold there at the till counts until its reversal is settled: nothing is
 * raised before. What the till refused is not there.
 */
function setAsideForRaise(promise: PromiseState, location: string): number {
  const here = promise.posts.filter((post) => post.location === location && post.state !== 'refused');
  const attempted = sumUnits(here, (post) => post.kind === 'sale' && post.firstSentAt !== null);
  const reversed = sumUnits(here, (post) => post.kind === 'reverse' && post.state === 'settled');
  return Math.max(dueAt(promise, location), attempted - reversed);
}

export function sumUnits(posts: readonly TillPost[], matches: (post: TillPost) => boolean): number {
  return posts.reduce((total, post) => (matches(post) ? total + post.units : total), 0);
}

const unreadLevel: Omit<LevelState, 'location'> = {
  mirror: unreadTillMirror,
  dealt: null,
  tillDemand: null,
  counts: [],
  countedAt: null,
};

export function levelAt(item: ItemState, location: string): LevelState {
  return item.levels.find((level) => level.location === location) ?? { ...unreadLevel, location };
}

/** Whether the till has ever told it. */
export function isLevelKnown(item: ItemState, location: string): boolean {
  return levelAt(item, location).mirror.row !== null;
}

/**
 * Nothing is judged short against a level that the till has not told us yet, or whose records could not be read: what such
 * a row lacks may be our own posts, and a promise once broken is not mended by better weather.
 */
export function canBeJudged(item: ItemState, location: string): boolean {
  const level = levelAt(item, location);
  return level.mirror.row !== null && level.mirror.doubt === null && !mayBeACounts(level);
}

/** A count that is completed and not taken over yet; as long as it is under way, what is missing may be its doing, too. */
function mayBeACounts({ counts, mirror }: LevelState): boolean {
  return counts.some((count) => isUnsettled(count) || (count.state === 'open' && mirror.claim > 0));
}

/** The level holds, or lacks, units that were set aside or adjusted when the shelf was counted, and the sum does not say so. */
export function isUnsettled({ state, lines, adjustments, question }: CountMark): boolean {
  return state === 'closed' && (lines.length > 0 || adjustments.length > 0 || question !== null);
}

/** Whether a count keeps web orders from being recorded here: it may or may not undo what is recorded meanwhile. */
export function isBeingCounted(item: ItemState, location: string): boolean {
  return levelAt(item, location).counts.some((count) => count.state === 'open' || isUnsettled(count));
}

export function withLevel(item: ItemState, level: LevelState): ItemState {
  return { ...item, levels: upsert(item.levels, (other) => other.location === level.location, level) };
}

export function promisesAt(item: ItemState, location: string): readonly PromiseState[] {
  return item.promises.filter((promise) => locationsMovedBy(promise).includes(location));
}

export function postsAt(item: ItemState, location: string): readonly PlacedPost[] {
  return postsOf(item).filter((post) => post.location === location);
}

/** All that is recorded, or to be recorded, at the till. */
export function postsOf({ promises, adjustments }: ItemState): readonly PlacedPost[] {
  return [...promises.flatMap((promise) => promise.posts), ...adjustments.map(({ post }) => post)];
}

/** Units that are not free: promised to orders, or off the shelf by an adjustment that the level is not certain to show. */
export function reservedAt(item: ItemState, location: string): number {
  return promisedAt(item, location) + adjustedAt(item, location);
}

export function promisedAt(item: ItemState, location: string): number {
  return promisesAt(item, location).reduce((total, promise) => total + dueAt(promise, location), 0);
}

/** Units in unexpired holds; expiry is judged here, at read time. */
export function heldAt(item: ItemState, location: string, now: Millis): number {
  return heldUnits(item, (bucket) => bucket.location === location && bucket.expiresAt > now);
}

/** Units in unexpired holds of one channel, wherever they lie. */
export function heldBy(item: ItemState, channel: string, now: Millis): number {
  return heldUnits(item, (bucket) => bucket.channel === channel && bucket.expiresAt > now);
}

/** What carts elsewhere keep from this channel. Its own shoppers it serves itself: their holds must not block them. */
export function heldFrom(item: ItemState, channel: string, location: string, now: Millis): number {
  return heldUnits(
    item,
    (bucket) => bucket.location === location && bucket.channel !== channel && bucket.expiresAt > now,
  );
}

/** What carts and callers of this channel hold at one location. */
export function heldOf(item: ItemState, channel: string, location: string, now: Millis): number {
  return heldAt(item, location, now) - heldFrom(item, channel, location, now);
}

function heldUnits(item: ItemState, counts: (bucket: HoldBucket) => boolean): number {
  let units = 0;
  for (const bucket of item.holds) if (counts(bucket)) units += bucket.units;
  return units;
}

/** Free units as they may at most be, before holds; negative when promises outnumber units. */
export function freeAtMost(item: ItemState, location: string): number {
  return upperFree(levelAt(item, location).mirror, reservedAt(item, location));
}

/**
 * Units that {@link freeAtMost} leaves out and that may lie there all the same, by the till's own row: a delivery that is not
 * concluded yet, or a return. No promise is broken for want of them.
 */
export function mayBeThereAt(item: ItemState, location: string): number {
  return unprovenUnits(levelAt(item, location).mirror, postsAt(item, location));
}

/**
 * Free units as they are certain to be, before holds; minus infinity while the level is unknown or doubtful, or while
 * nobody knows what a completed count made of the units that were set aside.
 */
export function freeForSure(item: ItemState, location: string): number {
  if (levelAt(item, location).counts.some(isUnsettled)) return Number.NEGATIVE_INFINITY;
  return lowerFree(levelAt(item, location).mirror, postsAt(item, location), liveForRaise(item, location));
}

/** As {@link freeForSure} by the last trusted row: a doubt that holds up raises must not empty a store. */
export function freeByTrustedRow(item: ItemState, location: string): number {
  return certainFree(levelAt(item, location).mirror, postsAt(item, location), liveForRaise(item, location));
}

function liveForRaise(item: ItemState, location: string): number {
  const promised = item.promises.reduce((total, promise) => total + setAsideForRaise(promise, location), 0);
  return promised + adjustedForRaise(item, location);
}

/** What the level table shows; `onHand` is the till's own number, `gross` the sum of facts without our posts. */
export interface LevelFigures {
  readonly location: string;
  readonly onHand: number | null;
  readonly gross: number;
  readonly reserved: number;
  readonly held: number;
  readonly claim: number;
  readonly available: number;
}

export function figuresAt(item: ItemState, location: string, now: Millis): LevelFigures {
  const { mirror } = levelAt(item, location);
  const held = heldAt(item, location, now);
  return {
    location,
    onHand: mirror.row?.level ?? null,
    gross: grossOf(mirror),
    reserved: reservedAt(item, location),
    held,
    claim: missingUnits(mirror),
    available: freeAtMost(item, location) - held,
  };
}
