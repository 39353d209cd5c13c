import type { Tx } from './unit-of-work';

/** Remembers which messages a consumer has handled, in the transaction that handles them. */
export interface Inbox {
  /**
   * Records `messageIds` for `consumer` and returns those that were not known before. An id given twice is returned
   * once, so a caller that filters messages by the result must have made them unique first.
   */
  admit(tx: Tx, consumer: string, messageIds: readonly string[]): Promise<Set<string>>;
  /** Forgets what was admitted before `before`; returns how many. Later copies of those would be handled again. */
  prune(before: Date): Promise<number>;
}
