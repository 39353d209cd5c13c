import type { Tx } from '@tillbridge/persistence';
import type { Outcome } from './requests';

/** What a request was answered, under the key that its caller gave it. */
export interface StoredAnswer {
  readonly key: string;
  readonly fingerprint: string;
  readonly outcome: Outcome;
  readonly answeredAt: Date;
}

export interface AnswerBook {
  find(tx: Tx, keys: readonly string[]): Promise<ReadonlyMap<string, StoredAnswer>>;
  /** @throws StaleVersion (or a unique violation) when a key was taken meanwhile. */
  insert(tx: Tx, answers: readonly StoredAnswer[]): Promise<void>;
  /** Forgets what was answered before `before`, `limit` at most; returns how many. */
  prune(tx: Tx, before: Date, limit: number): Promise<number>;
}
