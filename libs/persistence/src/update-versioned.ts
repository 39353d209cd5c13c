import { expectRows } from './affected-rows';
import type { Tx } from './unit-of-work';
import { managerOf } from './unit-of-work.typeorm';

export interface VersionedUpdate {
  /** Table name, from code, never from input. */
  table: string;
  /** Key columns and their values. */
  key: Record<string, unknown>;
  /** The version that was read when the write was decided. */
  version: number | bigint | string;
  /** Columns to write; `version` is raised by one by itself. */
  set: Record<string, unknown>;
}

/**
 * `UPDATE … SET version = version + 1 WHERE key AND version = :read`: the guard that `save()` of an entity with a
 * `@VersionColumn` does not have.
 *
 * @throws StaleVersion when the row has another version by now, or is gone.
 */
export async function updateVersioned(tx: Tx, update: VersionedUpdate): Promise<void> {
  const values: unknown[] = [];
  const place = (value: unknown) => `$${values.push(value)}`;
  const set = Object.entries(update.set).map(([column, value]) => `${quoted(column)} = ${place(value)}`);
  const where = Object.entries(update.key).map(([column, value]) => `${quoted(column)} = ${place(value)}`);
  const sql =
    `UPDATE ${quoted(update.table)} SET ${[...set, 'version = version + 1'].join(', ')} ` +
    `WHERE ${[...where, `version = ${place(update.version)}`].join(' AND ')}`;
  expectRows(await managerOf(tx).query(sql, values), 1);
}

function quoted(name: string): string {
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) throw new Error(`not a column or table name: ${name}`);
  return `"${name}"`;
}
