import type { Tx } from '@tillbridge/persistence';

/** Things to ask of, or do at, a store that are no level push: each at most once at a time per subject. */
export type TaskKind = 'read-order' | 'read-group' | 'resolve-order' | 'list-item' | 'stock-level';

/** Those that change nothing at the store: they go on whatever holds the channel back. */
export const readingTasks: readonly TaskKind[] = ['read-order', 'read-group'];
export const allTasks: readonly TaskKind[] = [...readingTasks, 'resolve-order', 'list-item', 'stock-level'];

export interface NewTask {
  readonly channel: string;
  readonly kind: TaskKind;
  /** What it is about: an order, a group, an item, a level. One task per kind and subject. */
  readonly subject: string;
  readonly payload: unknown;
  /**
   * Of two tasks on one subject the higher rank stays, also once it is done; an equal one is the same wish again. 0: the wishes of
   * this subject have no order.
   */
  readonly rank: number;
  readonly notBefore: Date;
}

export interface StoreTask extends NewTask {
  /** How often the store has answered it. */
  readonly attempts: number;
  /** How often in a row, since then, the store gave no answer. */
  readonly unanswered: number;
  /** Changes whenever the task is wished for again, or replayed: finishing the old wish does not end the new one. */
  readonly revision: string;
}

/** What one attempt came to: it commits with the end of the task; null: the store is not ready, ask again. */
export type Attempt = ((tx: Tx) => Promise<void>) | null;

export interface ParkedTask {
  readonly channel: string;
  readonly kind: TaskKind;
  readonly subject: string;
  readonly reason: string;
  readonly attempts: number;
}

export interface StoreTasks {
  /** Those that a task of a higher rank has overtaken are left out. */
  want(tx: Tx, tasks: readonly NewTask[]): Promise<void>;
  /**
   * Those that wait or are under way are as wished for again: finishing what is under way does not end them. They go behind
   * what waits already, or subjects of which there is much word would keep everything else waiting.
   */
  renew(tx: Tx, channel: string, kind: TaskKind, subjects: readonly string[], now: Date): Promise<void>;
  /** Due tasks of a channel, oldest first; of these kinds only, if any are given. */
  due(tx: Tx, channel: string, now: Date, limit: number, kinds?: readonly TaskKind[]): Promise<StoreTask[]>;
  nextDueAt(tx: Tx, channel: string, kinds?: readonly TaskKind[]): Promise<Date | null>;
  /** Removes the task unless it was wished for again meanwhile. */
  done(tx: Tx, task: StoreTask): Promise<void>;
  /** @param answered whether the store was heard at all: weather is counted apart, and uses up nothing. */
  again(tx: Tx, task: StoreTask, notBefore: Date, answered: boolean): Promise<void>;
  park(tx: Tx, task: StoreTask, reason: string): Promise<void>;
  /** Makes the waiting tasks of these kinds due now. */
  hasten(tx: Tx, channel: string, kinds: readonly TaskKind[], now: Date): Promise<void>;
  /** Of all channels, or of one. */
  counts(channel?: string): Promise<{ waiting: number; resolutions: number; parked: number }>;
  listParked(limit: number): Promise<ParkedTask[]>;
  replayParked(tx: Tx, now: Date): Promise<number>;
}
