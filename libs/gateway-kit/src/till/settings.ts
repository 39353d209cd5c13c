import type { Backoff } from '@tillbridge/service-kit';

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
  /** Between attempts of a directed read that does not show its post yet. */
  directBackoff: Backoff;
  /** After this many attempts a person is warned, and the cap of the backoff is the pace. */
  directAttemptsMax: number;
  /** A row carries the records of this long before it, longer than a fact may be delayed by retries. */
  recentRecordsMs: number;
  /** After a failed step. */
  retry: Backoff;
}

export const defaultReaderSettings: TillReaderSettings = {
  settleMs: 5_000,
  confirmSlackMs: 250,
  pollIntervalMs: 60_000,
  itemsIntervalMs: 300_000,
  rowsSpacingMs: 400,
  directSpacingMs: 1_000,
  directReadsPerStepMax: 50,
  directBackoff: { firstMs: 1_000, capMs: 60_000 },
  directAttemptsMax: 7,
  recentRecordsMs: 300_000,
  retry: { firstMs: 250, capMs: 30_000 },
};
