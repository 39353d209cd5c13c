import type { Tx } from '@tillbridge/persistence';
import type { PushCall } from '../store-adapter';

export interface StoredPushCall extends PushCall {
  readonly channel: string;
  readonly attempts: number;
  readonly firstSentAt: Date;
}

/**
 * Calls that were, or are about to be, sent and have no definite answer yet. Stored before they are sent, so that after a
 * crash the very same call can be sent again under the same key.
 */
export interface PushCalls {
  open(tx: Tx, channel: string, call: PushCall, times: { sentAt: Date; notBefore: Date }): Promise<void>;
  /** Due to be sent again, oldest first. */
  due(tx: Tx, channel: string, now: Date, limit: number): Promise<StoredPushCall[]>;
  /** When the next one falls due; null when none is open. */
  nextDueAt(tx: Tx, channel: string): Promise<Date | null>;
  postpone(tx: Tx, key: string, notBefore: Date): Promise<void>;
  /** Makes every open call of a channel due now: nothing of an earlier process can still be sending it. */
  hasten(tx: Tx, channel: string, now: Date): Promise<void>;
  close(tx: Tx, key: string): Promise<void>;
}
