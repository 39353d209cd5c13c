import type { Expected } from './residual';

/**
 * A web order, or its reversal, on its way into the till's records. `unposted` with a `firstSentAt` means that an attempt
 * was made and a look-up found nothing: the request may still be travelling, so it stays in the range of the possible.
 */
export interface TillPost {
  readonly postId: string | null;
  readonly kind: 'sale' | 'reverse';
  readonly units: number;
  readonly state: 'unposted' | 'posting' | 'posted' | 'settled' | 'refused';
  /** The newest applied row version when it was first granted; null where the till has no versions. */
  readonly versionBefore: bigint | null;
  /** Milliseconds; null until the first attempt. */
  readonly firstSentAt: number | null;
  /** When the till was first known to show it, milliseconds. */
  readonly answeredAt: number | null;
  /** true if the row taken in last may contain it. Fixed when the row is taken in. */
  readonly maybeInRow: boolean;
}

/** A level as the till answered it; times in milliseconds on the gateway's clock. */
export interface TillReading {
  readonly level: number;
  readonly version: bigint | null;
  readonly requestedAt: number;
  readonly answeredAt: number;
}

/** A seen sale that the row is not yet certain to contain. */
export interface UncertainSale {
  readonly units: number;
  readonly seenAt: number;
}

/** What we know of the till's level of one item at one location. All quantities are whole units. */
export interface TillMirror {
  /** null until the first row. */
  readonly base: number | null;
  /** When the first row was requested, milliseconds; what had left before that is no part of this sum. */
  readonly openedAt: number | null;
  /** Signed sum of the seen sale and return records: -2 for two units sold. */
  readonly recorded: number;
  /** Signed sum of what was concluded without a record: receipts, counts, transfers. */
  readonly concluded: number;
  readonly row: TillReading | null;
  /** Units missing from the row without a fact that explains them. */
  readonly claim: number;
  readonly uncertain: readonly UncertainSale[];
  /** Set while rows come without their records: nothing may be raised, and no claim falls, until a complete reading. */
  readonly doubt: Doubt | null;
}

/** Rows whose records could not be read. Once is weather; see `isDoubtedTwice`. */
export interface Doubt {
  /** The lowest level that such a row showed, and the units that it lacked whatever its records say. */
  readonly level: number;
  readonly claim: number;
  readonly times: number;
}

export const unreadTillMirror: TillMirror = {
  base: null,
  openedAt: null,
  recorded: 0,
  concluded: 0,
  row: null,
  claim: 0,
  uncertain: [],
  doubt: null,
};

/** Units at the location by the sum of facts; our own posts never enter it. */
export function grossOf(mirror: TillMirror): number {
  return (mirror.base ?? 0) + mirror.recorded + mirror.concluded;
}

const wasAttempted = (post: TillPost): boolean => post.firstSentAt !== null;
export const isUnderWay = (post: TillPost): boolean =>
  wasAttempted(post) && post.state !== 'settled' && post.state !== 'refused';
const sum = (posts: readonly TillPost[], matches: (post: TillPost) => boolean): number =>
  posts.reduce((total, post) => (matches(post) ? total + post.units : total), 0);

/** What the row may show: posts that it may or may not contain span the range. */
export function expectedAtTill(mirror: TillMirror, posts: readonly TillPost[]): Expected {
  const sure = (kind: TillPost['kind']) => sum(posts, (post) => post.state === 'settled' && post.kind === kind);
  const maybe = (kind: TillPost['kind']) => sum(posts, (post) => post.maybeInRow && post.kind === kind);
  const hi = grossOf(mirror) - sure('sale') + sure('reverse') + maybe('reverse');
  return { lo: hi - maybe('reverse') - maybe('sale'), hi };
}

/** true while a post of this item and location is unsettled: the next round waits, or it would mask a loss for ever. */
export function roundIsOpen(posts: readonly TillPost[]): boolean {
  return posts.some(isUnderWay);
}

/** Protocol Q1b rule 9: records that could not be read twice may hide as much as the row leaves room for. */
export function isDoubtedTwice(mirror: TillMirror): boolean {
  return mirror.doubt !== null && mirror.doubt.times >= 2;
}

/** Units that count as gone without a fact that explains them; what a doubt adds goes with the doubt. */
export function missingUnits(mirror: TillMirror): number {
  return Math.max(mirror.claim, mirror.doubt?.claim ?? 0);
}

/**
 * Units that may lie there beyond those that `upper` counts. The most that the row can mean: it holds every seen sale and
 * every sale of ours that may be in it, and no reversal that may be. Breaking a promise needs proof that its unit is gone,
 * so it rests on this; nothing is ever sold from it.
 */
export function unprovenUnits(mirror: TillMirror, posts: readonly TillPost[]): number {
  if (mirror.row === null) return 0;
  return Math.max(0, missingUnits(mirror) + mirror.row.level - expectedAtTill(mirror, posts).lo);
}

/** Free units as they may at most be (`upper`): a store is lowered to this. `live` = units of promises not released. */
export function upperFree(mirror: TillMirror, live: number): number {
  return grossOf(mirror) - live - missingUnits(mirror);
}

/**
 * Free units as they are certain to be (`lower`): a store is raised, and a hold granted, only from this. `live` must
 * still count a released promise whose reversal the till has not settled.
 */
export function lowerFree(mirror: TillMirror, posts: readonly TillPost[], live: number): number {
  return mirror.doubt === null ? certainFree(mirror, posts, live) : Number.NEGATIVE_INFINITY;
}

/** As {@link lowerFree}, and a number also in doubt: what holds up every raise must not empty a store. */
export function certainFree(mirror: TillMirror, posts: readonly TillPost[], live: number): number {
  if (mirror.row === null) return Number.NEGATIVE_INFINITY;
  const shown = Math.min(mirror.row.level, mirror.doubt?.level ?? mirror.row.level);
  return grossOf(mirror) - live - Math.max(0, mostExpected(mirror, posts) - shown);
}

/** The most the row could show: every seen sale and every post that may be in it counted as not in it. */
function mostExpected(mirror: TillMirror, posts: readonly TillPost[]): number {
  const unseen = mirror.uncertain.reduce((total, sale) => total + sale.units, 0);
  return expectedAtTill(mirror, posts).hi + unseen;
}
