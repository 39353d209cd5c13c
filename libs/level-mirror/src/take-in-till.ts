import { clampClaim, surplus } from './residual';
import {
  expectedAtTill,
  isUnderWay,
  roundIsOpen,
  type TillMirror,
  type TillPost,
  type TillReading,
} from './till-mirror';

/** How far the clocks of two hosts that are kept in time may lie apart. */
export const clockSkewMs = 2_000;

/** What one poll found, records first. */
export interface TillFinding {
  /** Signed changes of record effects since they were last seen: -2 for a new sale of two, +2 for its void. */
  readonly recordChanges: readonly number[];
  readonly reading: TillReading | null;
  /** true when a records poll that started after the reading's answer completed. */
  readonly recordsComplete: boolean;
  /** When the records were seen, milliseconds. */
  readonly seenAt: number;
  /** Set while the level may hold, or lack, what a count of the shelf made of web orders: a surplus may be these. */
  readonly isCounting?: boolean;
}

export interface TakenIn {
  readonly mirror: TillMirror;
  readonly posts: readonly TillPost[];
  /** Signed units concluded without a record by this finding; 0 for none. */
  readonly concluded: number;
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
  let mirror = seeRecords(before, finding, settleMs);
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

/** Records may come after a row that is certain to hold them: no other row has to follow for that. */
function seeRecords(mirror: TillMirror, finding: TillFinding, settleMs: number): TillMirror {
  const isCertain = mirror.row !== null && mirror.row.requestedAt >= finding.seenAt + settleMs;
  const sold = isCertain ? [] : finding.recordChanges.filter((change) => change < 0);
  return {
    ...mirror,
    recorded: mirror.recorded + finding.recordChanges.reduce((total, change) => total + change, 0),
    uncertain: [...mirror.uncertain, ...sold.map((change) => ({ units: -change, seenAt: finding.seenAt }))],
  };
}

/**
 * The records behind this row are not known: more may count as gone, nothing may be raised. The posts that the row may
 * contain are judged for it as for any other, or our own sales would count as a loss. What it lacks is kept apart from the
 * claim: most of it is explained once the records are known, and a claim would be given up only as far as it must.
 */
function distrust(mirror: TillMirror, posts: readonly TillPost[], reading: TillReading): TakenIn {
  if (mirror.row === null || isOlder(mirror, reading)) return { mirror, posts, concluded: 0 };
  const { lo } = expectedAtTill(mirror, withinRow(posts, reading));
  const before = mirror.doubt ?? { level: reading.level, claim: 0, times: 0 };
  const doubt = {
    level: Math.min(before.level, reading.level),
    claim: Math.max(before.claim, lo - reading.level),
    times: before.times + 1,
  };
  return { mirror: { ...mirror, doubt }, posts, concluded: 0 };
}

/** By version; of two readings of one version the one requested later says more, however late the other arrives. */
function isOlder({ row }: TillMirror, reading: TillReading): boolean {
  if (row === null) return false;
  if (row.version !== null && reading.version !== null && row.version !== reading.version)
    return reading.version < row.version;
  return reading.requestedAt < row.requestedAt;
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
  const openedAt = first ? reading.requestedAt : mirror.openedAt;
  return { mirror: { ...mirror, base, openedAt, row: reading, doubt: null }, posts: withinRow(posts, reading) };
}

/** Marks the posts that a row may contain: first sent before it was answered and, where it has versions, below it. */
function withinRow(posts: readonly TillPost[], reading: TillReading): readonly TillPost[] {
  const isAbove = (post: TillPost) =>
    reading.version === null || post.versionBefore === null || reading.version > post.versionBefore;
  // A grant is dated by another process, whose clock may be ahead. Too wide a range hides a loss for one round at most;
  // too narrow a one takes our own sale for a loss.
  const isEarlier = (post: TillPost) => (post.firstSentAt as number) - clockSkewMs < reading.answeredAt;
  return posts.map((post) => ({ ...post, maybeInRow: isUnderWay(post) && isEarlier(post) && isAbove(post) }));
}

/** An equal row confirms, too: it does not change the level but proves what it must contain. */
function settle(mirror: TillMirror, posts: readonly TillPost[], reading: TillReading, settleMs: number) {
  const row = { ...(mirror.row as TillReading), requestedAt: reading.requestedAt, answeredAt: reading.answeredAt };
  return {
    mirror: {
      ...mirror,
      row,
      doubt: null,
      uncertain: mirror.uncertain.filter((sale) => reading.requestedAt < sale.seenAt + settleMs),
    },
    posts: settleByRow(posts, row, settleMs),
  };
}

/**
 * Settles the posts that this row is certain to contain: it was requested long enough after their answer and has moved
 * since they were granted. Also called when an answer arrives after the row that proves it.
 */
export function settleByRow<Post extends TillPost>(
  posts: readonly Post[],
  row: TillReading | null,
  settleMs: number,
): readonly Post[] {
  const proves = (post: TillPost) =>
    row !== null &&
    post.state === 'posted' &&
    post.answeredAt !== null &&
    row.requestedAt >= post.answeredAt + settleMs &&
    (row.version === null || post.versionBefore === null || row.version > post.versionBefore);
  return posts.map((post) => (proves(post) ? { ...post, state: 'settled' as const, maybeInRow: false } : post));
}

/** Brings the claim into the range that records, posts and row now allow. Call it after any of them changed. */
export function reclaim(mirror: TillMirror, posts: readonly TillPost[]): TillMirror {
  if (mirror.row === null) return mirror;
  const claim = clampClaim(mirror.claim, expectedAtTill(mirror, posts), mirror.row.level);
  return claim === mirror.claim ? mirror : { ...mirror, claim };
}

/**
 * true while everything that the row may contain is known, and it shows more than that: no reading is left to come of which the
 * surplus could be concluded, for what explains the rest of the row came after the last one.
 */
export function isUnconcluded(mirror: TillMirror, posts: readonly TillPost[]): boolean {
  if (mirror.row === null || mirror.doubt !== null || !isAllKnown(mirror, posts)) return false;
  return surplus(expectedAtTill(mirror, posts), mirror.row.level) > 0;
}

const isAllKnown = ({ claim, uncertain }: TillMirror, posts: readonly TillPost[]): boolean =>
  claim === 0 && uncertain.length === 0 && !roundIsOpen(posts);

/** A surplus is a receipt or a count only if nothing under way, unread or uncertain could still explain it. */
function concludable(
  mirror: TillMirror,
  posts: readonly TillPost[],
  reading: TillReading,
  finding: TillFinding,
): number {
  if (mirror.row === null || isOlder(mirror, reading) || !finding.recordsComplete) return 0;
  if (finding.isCounting === true) return 0;
  if (!isAllKnown(mirror, posts)) return 0;
  return surplus(expectedAtTill(mirror, posts), mirror.row.level);
}
