import { announce } from './deliveries';
import { notFound } from './errors';
import type { InventoryRow, RowState } from './records';
import { rowKey } from './retailer';
import type { Twin } from './twin';
import { hookInventory } from './views-hooks';

/** Longest replica lag that can be simulated: how much of a row's past is kept. */
export const LAG_MS_MAX = 60_000;

export function openRow(twin: Twin, productId: string, outletId: string, level: number): InventoryRow {
  const { retailer } = twin;
  const row: InventoryRow = {
    id: retailer.ids.uuid(),
    productId,
    outletId,
    level,
    toProcure: 0,
    deletedAt: null,
    version: retailer.versions.next(),
    past: [],
  };
  remember(row);
  retailer.rows.set(rowKey(productId, outletId), row);
  return row;
}

export function rowOf(twin: Twin, productId: string, outletId: string): InventoryRow {
  const row = twin.retailer.rows.get(rowKey(productId, outletId));
  if (!row) throw notFound(`inventory of product ${productId} at outlet ${outletId}`);
  return row;
}

/** The only way a level moves. Untracked products have none; a change that changes nothing bumps no version. */
export function changeRow(twin: Twin, productId: string, outletId: string, change: (row: InventoryRow) => void): void {
  const row = rowOf(twin, productId, outletId);
  if (!twin.retailer.products.get(productId)?.tracked) return;
  const before = { level: row.level, toProcure: row.toProcure, deletedAt: row.deletedAt };
  change(row);
  if (row.level === before.level && row.toProcure === before.toProcure && row.deletedAt === before.deletedAt) return;
  row.version = twin.retailer.versions.next();
  remember(row);
  announce(twin, 'inventory.update', hookInventory(row));
}

/** As `changeRow`, but later than the sale record when the twin is told so. */
export function changeRowOfSale(
  twin: Twin,
  productId: string,
  outletId: string,
  change: (row: InventoryRow) => void,
): void {
  const { rowDelayMs } = twin.settings;
  if (rowDelayMs > 0) twin.later(rowDelayMs, () => changeRow(twin, productId, outletId, change));
  else changeRow(twin, productId, outletId, change);
}

export function addToLevel(twin: Twin, productId: string, outletId: string, units: number): void {
  changeRow(twin, productId, outletId, (row) => (row.level += units));
}

/** @returns what the level was. */
export function setLevel(twin: Twin, productId: string, outletId: string, level: number): number {
  const from = rowOf(twin, productId, outletId).level;
  changeRow(twin, productId, outletId, (row) => (row.level = level));
  return from;
}

/** The row as a replica `lagMs` behind shows it; undefined while it has not reached the replica at all. */
export function asSeen(row: InventoryRow, lagMs: number): InventoryRow | undefined {
  if (lagMs <= 0) return row;
  const seenUntil = Date.now() - lagMs;
  const state = row.past.findLast(({ at }) => at <= seenUntil);
  return state && { ...row, ...state };
}

function remember(row: InventoryRow): void {
  const { level, toProcure, version, deletedAt }: RowState = row;
  const at = Date.now();
  const firstKept = row.past.findLastIndex((state) => state.at <= at - LAG_MS_MAX);
  row.past = [...row.past.slice(Math.max(0, firstKept)), { level, toProcure, version, deletedAt, at }];
}
