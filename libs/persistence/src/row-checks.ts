import { StaleVersion } from './errors';
import type { Tx } from './unit-of-work';
import { managerOf } from './unit-of-work.typeorm';

/**
 * Asserts that a guarded write touched exactly the rows it was decided for.
 *
 * @param result what TypeORM's `query()` or a query builder gave back.
 * @throws StaleVersion when another count of rows was affected: someone else was faster.
 */
export function expectRows(result: unknown, expected: number): void {
  const affected = affectedRows(result);
  if (affected !== expected) throw new StaleVersion(`${affected} rows affected, ${expected} expected`);
}

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

function affectedRows(result: unknown): number {
  if (typeof result === 'number') return result;
  if (Array.isArray(result)) return isUpdateTuple(result) ? result[1] : result.length;
  const affected = (result as { affected?: unknown } | null)?.affected;
  if (typeof affected === 'number') return affected;
  throw new TypeError('not a result of a write');
}

/** TypeORM answers UPDATE and DELETE with [rows, count] and INSERT … RETURNING with the rows alone. */
function isUpdateTuple(result: unknown[]): result is [unknown[], number] {
  return result.length === 2 && Array.isArray(result[0]) && typeof result[1] === 'number';
}
