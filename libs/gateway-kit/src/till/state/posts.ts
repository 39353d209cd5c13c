import type { Cause, TillPostAnswered, TillPostGranted } from '@tillbridge/contracts';
import type { Tx } from '@tillbridge/persistence';

/**
 * granted: never attempted. sending: an attempt may have reached the till. answered: closed, or refused for good.
 * The move to `sending` is committed before the request leaves, so a crash never forgets an attempt.
 */
export type PostState = 'granted' | 'sending' | 'answered';

export interface StoredPost {
  grant: TillPostGranted;
  /** Handed on to the fact that answers it. */
  cause: Cause;
  state: PostState;
  attempts: number;
  firstSentAt: Date | null;
  /** When the till refused it while an earlier attempt could still arrive; from then on it is looked for, not sent. */
  refusedAt: Date | null;
  nextAttemptAt: Date;
  answeredAt: Date | null;
  outcome: TillPostAnswered['outcome'] | null;
  /** Of the refusal, also of one that is not final yet. */
  reason: string | null;
  /** What the till would have come to; null unless that was the reason. Kept as the reason is. */
  saleTotal: string | null;
  /** Of an adjustment, kept before it is sent: behind this place of the till's feed it is to be looked for. */
  searchFrom: string | null;
  /** Of an adjustment: when its last request left. */
  lastSentAt: Date | null;
}

/** Not final before `until`: an earlier attempt may still arrive at the till. */
export interface EarlyRefusal {
  refusedAt: Date;
  reason: string;
  saleTotal: string | null;
  until: Date;
}

/** A post that a person has to look at. */
export interface RefusedPost {
  postId: string;
  channel: string;
  order: string;
  orderName: string;
  reason: string;
  /** What it has to come to by its store; null for one granted before that was known. */
  orderTotal: string | null;
  saleTotal: string | null;
  /** null for an adjustment, which has no value. */
  currency: string | null;
  answeredAt: Date;
}

/** `tillId`: what the till calls it, where that is not our id. */
export type PostAnswer = Pick<TillPostAnswered, 'outcome' | 'reason'> & {
  answeredAt: Date;
  saleTotal: string | null;
  tillId?: string;
};

export interface PostCounts {
  waiting: number;
  unanswered: number;
}

export interface TillPosts {
  /** Keeps each post once, whatever it is called with later under the same id; returns the ids that were new. */
  grant(tx: Tx, posts: readonly { grant: TillPostGranted; cause: Cause }[], now: Date): Promise<string[]>;
  /**
   * Takes the oldest due post for one attempt: counts it, stamps `firstSentAt` the first time, and makes it due again
   * only after `leaseMs`, so that nobody else sends it meanwhile. A reversal waits for the sale it reverses, and an
   * adjustment for an older one of the same item and location.
   */
  claimNext(tx: Tx, till: string, now: Date, leaseMs: number): Promise<StoredPost | null>;
  postpone(tx: Tx, postId: string, until: Date): Promise<void>;
  /** Remembers, the first time only, from where an adjustment is to be looked for. @returns that place. */
  searchFrom(tx: Tx, postId: string, place: string): Promise<string>;
  /** Commits that the request of an adjustment leaves now. */
  leaving(tx: Tx, postId: string, at: Date): Promise<void>;
  /** Those of the till's ids that are known to be other posts of ours. */
  taken(tx: Tx, till: string, tillIds: readonly string[]): Promise<Set<string>>;
  /** Remembers a refusal that is not final yet. */
  doubt(tx: Tx, postId: string, refusal: EarlyRefusal): Promise<void>;
  /** false when it was answered before. */
  answer(tx: Tx, postId: string, answer: PostAnswer): Promise<boolean>;
  find(tx: Tx, postId: string): Promise<StoredPost | null>;
  /** Those of `ids` that are posts of ours. */
  among(tx: Tx, till: string, ids: readonly string[]): Promise<Set<string>>;
  /** Those refused for good, newest first. */
  refused(tx: Tx, till: string, limit: number): Promise<RefusedPost[]>;
  counts(tx: Tx, till: string): Promise<PostCounts>;
  /** When the next attempt is due; null when nothing is open. */
  nextDueAt(tx: Tx, till: string): Promise<Date | null>;
}
