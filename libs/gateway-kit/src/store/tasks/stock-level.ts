import { timeOrderedId } from '@tillbridge/persistence';
import { readDue, type StoreLevel } from '../book/store-level';
import type { LevelKey } from '../store-adapter';
import { keyOf } from '../orders/order-counts';
import type { NewTask, StoreTask } from './store-tasks';

export interface StockWish extends LevelKey {
  readonly levelRef: string;
  /** Random, so that no other installation on the same store can have used it. */
  readonly key: string;
}

/** Of one wish alone: kept while it is sent again, and another once someone wishes for it anew or replays it. */
export function stockKey({ key }: StockWish, { revision }: Pick<StoreTask, 'revision'>): string {
  return `${key}/${revision}`;
}

/** Someone who takes an item out of a location again and again is not to be answered at the same pace. */
const restockWaitMs = 60_000;

/** A level that the store does not keep is to be kept: at once the first time, later on only after a while. */
export function stockTask(level: StoreLevel & { levelRef: string }, now: Date): NewTask {
  const { channel, externalId, storeLocation, levelRef, stockedAt } = level;
  const payload: StockWish = { externalId, storeLocation, levelRef, key: timeOrderedId() };
  const earliest = stockedAt === null ? 0 : stockedAt.getTime() + restockWaitMs;
  const notBefore = new Date(Math.max(now.getTime(), earliest));
  return { channel, kind: 'stock-level', subject: keyOf(level), payload, rank: 0, notBefore };
}

/** What it shows there is to be seen at once. */
export function stocked(level: StoreLevel, at: Date): StoreLevel {
  return { ...readDue({ ...level, readDueAt: null }, at), refusal: null, stockedAt: at };
}
