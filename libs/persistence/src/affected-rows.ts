import { StaleVersion } from './errors';

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
