/** Bounds and paces of one till's reader. All times in ms. */
export interface TillReaderSettings {
  /** How long the till may take until a read is certain to contain what it has answered. G of the protocol. */
  settleMs: number;
  /** Added to the settle time of records: the core stamps what it sees a moment after us. */
  confirmSlackMs: number;
  /** Everything is polled this often although nobody woke us, for wake-ups get lost. */
  pollIntervalMs: number;
  itemsIntervalMs: number;
  /** Rows follow the records of a burst at this pace; the records themselves never wait. */
  rowsSpacingMs: number;
  directSpacingMs: number;
  directReadsPerStepMax: number;
  /** First wait of a directed read that did not show its post yet; doubles with each attempt. */
  directBackoffMs: number;
  /** After this many attempts a person is warned and the reads slow down. */
  directAttemptsMax: number;
  directSlowMs: number;
  /** A row carries the records of this long before it, longer than a fact may be delayed by retries. */
  recentRecordsMs: number;
  /** Wait after a failed step; doubles up to the maximum. */
  retryMs: number;
  retryMaxMs: number;
}

export const defaultReaderSettings: TillReaderSettings = {
  settleMs: 5_000,
  confirmSlackMs: 250,
  pollIntervalMs: 60_000,
  itemsIntervalMs: 300_000,
  rowsSpacingMs: 400,
  directSpacingMs: 1_000,
  directReadsPerStepMax: 50,
  directBackoffMs: 1_000,
  directAttemptsMax: 8,
  directSlowMs: 60_000,
  recentRecordsMs: 300_000,
  retryMs: 250,
  retryMaxMs: 30_000,
};

/** Doubling wait, bounded. `failures` counts from 1. */
export function backoffMs(failures: number, firstMs: number, maxMs: number): number {
  return Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 30));
}
