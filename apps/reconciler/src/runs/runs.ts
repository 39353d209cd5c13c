import type { Tx } from '@tillbridge/persistence';
import type { Comparison } from '../compare';

export type RunState = 'running' | 'finished' | 'failed';

export interface Run {
  id: string;
  /** The one channel that was looked at; null for all of them. */
  channel: string | null;
  state: RunState;
  startedAt: Date;
  finishedAt: Date | null;
  /** Levels compared, and how many of them agreed, lagged or drifted at the last look. */
  compared: number;
  agreeing: number;
  lagging: number;
  drifting: number;
  unlinked: number;
  /** Why it failed; null otherwise. */
  error: string | null;
}

/** A level that drifted in both looks of a run. */
export type Finding = Pick<
  Comparison,
  'channel' | 'place' | 'itemId' | 'externalId' | 'expected' | 'observed' | 'reason'
>;

/** Runs and what they found, kept as a record. */
export interface Runs {
  begin(tx: Tx, run: Run): Promise<void>;
  /** Writes the end of a run with its findings. @throws StaleVersion unless it is running. */
  end(tx: Tx, run: Run, findings: readonly Finding[]): Promise<void>;
  /** Runs that a process left behind when it was killed: nobody will end them any more. Returns how many. */
  abandon(tx: Tx, at: Date): Promise<number>;
  find(id: string): Promise<{ run: Run; findings: Finding[] } | null>;
  /** Newest first. */
  latest(limit: number): Promise<Run[]>;
}
