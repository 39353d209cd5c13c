import { clampClaim, surplus, type Expected } from './residual';

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
  /** Signed sum of the seen sale and return records: -2 for two units sold. */
  readonly recorded: number;
  /** Signed sum of what was concluded without a record: receipts, counts, transfers. */
  readonly concluded: number;
  readonly row: TillReading | null;
  /** Units missing from the row without a fact that explains them. */
  readonly claim: number;
  readonly uncertain: readonly UncertainSale[];
  /** A row was answered without its records: nothing may be raised until a complete reading. */
  readonly doubtful: boolean;
}

/** What one poll found, records first. */
export interface TillFinding {
  /** Signed changes of record effects since they were last seen: -2 for a new sale of two, +2 for its void. */
  readonly recordChanges: readonly number[];
  readonly reading: TillReading | null;
  /** true when a records poll that started after the reading's answer completed. */
  readonly recordsComplete: boolean;
  /** When the records were seen, milliseconds. */
  readonly seenAt: number;
}

export const unreadTillMirror: TillMirror = {
  base: null,
  recorded: 0,
  concluded: 0,
  row: null,
  claim: 0,
  uncertain: [],
  doubtful: false,
};

export interface TakenIn {
  readonly mirror: TillMirror;
  readonly posts: readonly TillPost[];
  /** Signed units concluded without a record by this finding; 0 for none. */
  readonly concluded: number;
}

/** Units at the location by the sum of facts; our own posts never enter it. */
export function grossOf(mirror: TillMirror): number {
  return (mirror.base ?? 0) + mirror.recorded + mirror.concluded;
}

const wasAttempted = (post: TillPost): boolean => post.firstSentAt !== null;
const isUnderWay = (post: TillPost): boolean =>
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

/** Free units as they may at most be (`upper`): a store is lowered to this. `live` = units of promises not released. */
export function upperFree(mirror: TillMirror, live: number): number {
  return grossOf(mirror) - live - mirror.claim;
}

/**
 * Free units as they are certain to be (`lower`): a store is raised, and a hold granted, only from this. `live` must
 * still count a released promise whose reversal the till has not settled.
 */
export function lowerFree(mirror: TillMirror, posts: readonly TillPost[], live: number): number {
  return mirror.doubtful ? Number.NEGATIVE_INFINITY : certainFree(mirror, posts, live);
}

/** As {@link lowerFree}, by the last row whose records are known: where a doubt holds up raises, it may still lower. */
export function certainFree(mirror: TillMirror, posts: readonly TillPost[], live: number): number {
  if (mirror.row === null) return Number.NEGATIVE_INFINITY;
  return grossOf(mirror) - live - Math.max(0, mostExpected(mirror, posts) - mirror.row.level);
}

/** The most the row could show: every seen sale and every post that may be in it counted as not in it. */
function mostExpected(mirror: TillMirror, posts: readonly TillPost[]): number {
  const unseen = mirror.uncertain.reduce((total, sale) => total + sale.units, 0);
  return expectedAtTill(mirror, posts).hi + unseen;
}

/**
 * Takes in one poll's finding: records first, then the row, then the claim, in one step. `settleMs` is how long the till
 * may take until a read is certain to contain what it has answered (G of the protocol).
 */
export function takeInTillFinding(
  before: TillMirror,
  postsBefore: readonly TillPost[],
  finding: TillFinding,
  settleMs: number,
): TakenIn {
  let mirror = seeRecords(before, finding);
  let posts = postsBefore;
  const { reading } = finding;
  if (reading !== null && !finding.recordsComplete) return distrust(mirror, posts, reading);
  if (reading !== null && accepts(mirror, reading, settleMs)) {
    const proves = isConclusive(mirror, reading, settleMs);
    if (isNewer(mirror, reading)) ({ mirror, posts } = applyRow(mirror, posts, reading));
    if (proves) ({ mirror, posts } = settle(mirror, posts, reading, settleMs));
  }
  mirror = reclaim(mirror, posts);
  const concluded = reading === null ? 0 : concludable(mirror, posts, reading, finding);
  if (concluded !== 0) mirror = { ...mirror, concluded: mirror.concluded + concluded };
  return { mirror, posts, concluded };
}

function seeRecords(mirror: TillMirror, finding: TillFinding): TillMirror {
  const sold = finding.recordChanges.filter((change) => change < 0);
  return {
    ...mirror,
    recorded: mirror.recorded + finding.recordChanges.reduce((total, change) => total + change, 0),
    uncertain: [...mirror.uncertain, ...sold.map((change) => ({ units: -change, seenAt: finding.seenAt }))],
  };
}

/**
 * The records behind this row are not known: the claim may rise, nothing may fall and nothing may be raised. Once is
 * weather; when it happens again, everything that the row may hide counts as missing (protocol Q1b rule 9).
 */
function distrust(mirror: TillMirror, posts: readonly TillPost[], reading: TillReading): TakenIn {
  if (mirror.row === null || isOlder(mirror, reading)) return { mirror, posts, concluded: 0 };
  const expected = mirror.doubtful ? mostExpected(mirror, posts) : expectedAtTill(mirror, posts).lo;
  const missing = Math.max(0, expected - reading.level);
  return { mirror: { ...mirror, claim: Math.max(mirror.claim, missing), doubtful: true }, posts, concluded: 0 };
}

function isOlder(mirror: TillMirror, reading: TillReading): boolean {
  if (mirror.row === null) return false;
  if (mirror.row.version !== null && reading.version !== null) return reading.version < mirror.row.version;
  return reading.requestedAt < mirror.row.requestedAt;
}

function isNewer(mirror: TillMirror, reading: TillReading): boolean {
  if (mirror.row === null) return true;
  if (mirror.row.version !== null && reading.version !== null) return reading.version > mirror.row.version;
  return reading.requestedAt > mirror.row.requestedAt;
}

/** Without versions a read that follows closely may be an older replica's: it may lower the level but not raise it. */
function accepts(mirror: TillMirror, reading: TillReading, settleMs: number): boolean {
  if (isOlder(mirror, reading)) return false;
  return isConclusive(mirror, reading, settleMs) || reading.level < (mirror.row as TillReading).level;
}

/** Whether a read may prove what the row contains, and not only that units are gone. */
function isConclusive(mirror: TillMirror, reading: TillReading, settleMs: number): boolean {
  if (mirror.row === null || reading.version !== null) return true;
  return reading.requestedAt >= mirror.row.answeredAt + settleMs;
}

function applyRow(mirror: TillMirror, posts: readonly TillPost[], reading: TillReading) {
  const first = mirror.base === null;
  // Everything that happened before the first row is inside it.
  const base = first ? reading.level - mirror.recorded - mirror.concluded : mirror.base;
  const isAbove = (post: TillPost) =>
    reading.version === null || post.versionBefore === null || reading.version > post.versionBefore;
  return {
    mirror: { ...mirror, base, row: reading, doubtful: false },
    posts: posts.map((post) => ({
      ...post,
      maybeInRow: isUnderWay(post) && (post.firstSentAt as number) < reading.answeredAt && isAbove(post),
    })),
  };
}

/** An equal row confirms, too: it does not change the level but proves what it must contain. */
function settle(mirror: TillMirror, posts: readonly TillPost[], reading: TillReading, settleMs: number) {
  const row = mirror.row as TillReading;
  const proves = (post: TillPost) =>
    post.state === 'posted' &&
    post.answeredAt !== null &&
    reading.requestedAt >= post.answeredAt + settleMs &&
    (row.version === null || post.versionBefore === null || row.version > post.versionBefore);
  return {
    mirror: {
      ...mirror,
      row: { ...row, requestedAt: reading.requestedAt, answeredAt: reading.answeredAt },
      doubtful: false,
      uncertain: mirror.uncertain.filter((sale) => reading.requestedAt < sale.seenAt + settleMs),
    },
    posts: posts.map((post) => (proves(post) ? { ...post, state: 'settled' as const, maybeInRow: false } : post)),
  };
}

/** Brings the claim into the range that records, posts and row now allow. Call it after any of them changed. */
export function reclaim(mirror: TillMirror, posts: readonly TillPost[]): TillMirror {
  if (mirror.row === null) return mirror;
  const claim = clampClaim(mirror.claim, expectedAtTill(mirror, posts), mirror.row.level);
  return claim === mirror.claim ? mirror : { ...mirror, claim };
}

/** A surplus is a receipt or a count only if nothing under way, unread or uncertain could still explain it. */
function concludable(
  mirror: TillMirror,
  posts: readonly TillPost[],
  reading: TillReading,
  finding: TillFinding,
): number {
  if (mirror.row === null || isOlder(mirror, reading) || !finding.recordsComplete) return 0;
  if (mirror.claim !== 0 || mirror.uncertain.length > 0 || roundIsOpen(posts)) return 0;
  return surplus(expectedAtTill(mirror, posts), mirror.row.level);
}
