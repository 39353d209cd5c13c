import type { Tx } from '@tillbridge/persistence';
import type { Place } from '../findings';

/** Why a row has to be read on purpose: a feed shows a change once, but only a read late enough proves what is in it. */
export type ReadReason = 'post' | 'record' | 'drift' | 'tie' | 'count';

export interface NewDueRead {
  externalId: string;
  /** null: any location. */
  location: string | null;
  reason: ReadReason;
  /** Satisfied only by a row version above this; null: by any row. */
  above: string | null;
  dueAt: Date;
}

export interface DueRead extends NewDueRead {
  id: string;
  attempts: number;
}

export interface DueReads {
  add(tx: Tx, till: string, reads: readonly NewDueRead[]): Promise<void>;
  /** Oldest first. */
  due(tx: Tx, till: string, now: Date, limit: number): Promise<DueRead[]>;
  done(tx: Tx, ids: readonly string[]): Promise<void>;
  /** Counts an attempt and tries again at `dueAt`. */
  again(tx: Tx, reads: readonly { id: string; dueAt: Date }[]): Promise<void>;
  /** Open reads with fewer than `attemptsMax` attempts: those worth waiting for. */
  count(tx: Tx, till: string, attemptsMax: number): Promise<number>;
  nextDueAt(tx: Tx, till: string): Promise<Date | null>;
}

export const isSatisfiedBy = (read: DueRead, row: Place & { version: string | null }): boolean =>
  row.externalId === read.externalId &&
  (read.location === null || row.location === read.location) &&
  (read.above === null || row.version === null || BigInt(row.version) > BigInt(read.above));
