/** One open transaction. Opaque: only `*.typeorm.ts` and `*.memory.ts` look inside. */
export interface Tx {
  /** Whether this work was stale before and is decided again. Whoever locks then what it reads gets through. */
  readonly isAgain: boolean;
  /**
   * Runs `hook` once this transaction has really been committed; never after a rollback, and only for the attempt that
   * was committed. A hook cannot fail the work: its error is reported and dropped.
   */
  afterCommit(hook: () => void): void;
  /**
   * Runs `hook` once this transaction has ended without a commit that is known of, before the work runs again. As with
   * {@link afterCommit}, its errors are reported and dropped.
   */
  afterRollback(hook: () => void): void;
}

/** The one door to the database. */
export interface UnitOfWork {
  /**
   * Runs `work` in one transaction and commits it. When the work turns out to be stale (StaleVersion, serialization
   * failure, deadlock, unique violation) everything is rolled back and `work` runs again from its beginning, a bounded
   * number of times with jitter; so `work` must have no effect outside of `tx`.
   *
   * `beforeAgain` is awaited before each further attempt, when the stale one has given its connection back: whoever waits
   * there keeps no connection from others.
   *
   * @throws RetryableError when it stayed stale; Unavailable when the database cannot be reached; else what `work` threw.
   */
  run<T>(work: (tx: Tx) => Promise<T>, beforeAgain?: () => Promise<void>): Promise<T>;
}

export interface UnitOfWorkOptions {
  /** How often the closure runs at most before it is left for later. */
  attemptsMax?: number;
  /** Told of errors in hooks; they are dropped otherwise. */
  onHookError?: (error: unknown) => void;
  /** Told each time the work is decided again: `attempt` counts from 1. */
  onStale?: (attempt: number, error: unknown) => void;
  /** Waits for `ms`; replaced where time is simulated. */
  sleep?: (ms: number) => Promise<void>;
  /** In [0, 1); replaced where chance is seeded. */
  random?: () => number;
}
