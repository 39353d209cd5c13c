import type { Tx } from '@tillbridge/persistence';
import type { LevelKey } from '../store-adapter';
import type { StoreLevel } from './store-level';

export interface LevelCounts {
  /** Levels that show something else than the core wants, and nothing is under way for them. */
  readonly pushesWanted: number;
  readonly pushesOpen: number;
  /** Linked levels that are to be read before anything may be pushed or concluded from them. */
  readonly dirty: number;
  /** Levels whose push the store refuses for good. */
  readonly refused: number;
}

/** The rows of what we know of each store's levels. Rows are saved only if nobody saved them since they were loaded. */
export interface StoreLevels {
  /** In key order; a level that is not known yet comes as a new row. */
  load(tx: Tx, channel: string, keys: readonly LevelKey[]): Promise<StoreLevel[]>;
  loadByLevelRef(
    tx: Tx,
    channel: string,
    refs: readonly { levelRef: string; storeLocation: string }[],
  ): Promise<StoreLevel[]>;
  loadByItem(tx: Tx, channel: string, itemIds: readonly string[]): Promise<StoreLevel[]>;
  /** @throws StaleVersion when a row was saved by someone else meanwhile. */
  save(tx: Tx, levels: readonly StoreLevel[]): Promise<void>;
  /** Levels of a channel that want a push: those to be lowered first, then those that wait longest. */
  wantingPush(tx: Tx, channel: string, limit: number): Promise<StoreLevel[]>;
  /** Of these, in the same order, those that may leave while the channel is braked: see `mayPassBrake`. */
  passingBrake(tx: Tx, channel: string, now: Date, limit: number): Promise<StoreLevel[]>;
  /** Levels of a channel whose read is due and that have no push open. */
  wantingRead(tx: Tx, channel: string, now: Date, limit: number): Promise<StoreLevel[]>;
  /** When the next read falls due; null when none is waiting. */
  nextReadAt(tx: Tx, channel: string): Promise<Date | null>;
  /** Levels whose residual may be an edit, or a claim of which nobody knows yet that nothing will explain it; in key order. */
  concludable(tx: Tx, channel: string, after: LevelKey | null, limit: number): Promise<StoreLevel[]>;
  /** Levels whose edits nothing has changed since `before`, and that show what is expected of them. */
  withOldEdits(tx: Tx, channel: string, before: Date, limit: number): Promise<StoreLevel[]>;
  /** Levels of a channel that ever settled and want a push, have one open, or were moved within their window. */
  moving(tx: Tx, channel: string, now: Date): Promise<StoreLevel[]>;
  movingCount(tx: Tx, channel: string, now: Date): Promise<number>;
  /** Levels of a channel that ever settled. */
  settledCount(tx: Tx, channel: string): Promise<number>;
  /** All levels of a channel in key order, from after `after` on. */
  page(tx: Tx, channel: string, after: LevelKey | null, limit: number): Promise<StoreLevel[]>;
  /** Of all channels, or of one. */
  counts(channel?: string): Promise<LevelCounts>;
}
