import { insertColumns, send, StaleVersion, type ColumnType, type Tx } from '@tillbridge/persistence';
import type { EntityManager } from 'typeorm';

// Many rows in one statement, as one JSON parameter: a batch must not cost a round trip per row.

type Row = Readonly<Record<string, unknown>>;

/** A key that is taken is a unique violation, and that is a stale batch. */
export async function insertNew(manager: EntityManager, table: string, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0]).map(quoted).join(', ');
  await manager.query(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}

/** As {@link insertNew}, for tables that get many rows at once; whether it succeeded shows later (see `send`). */
export async function sendMany<R extends object>(
  tx: Tx,
  table: string,
  types: { readonly [Column in keyof R & string]: ColumnType },
  rows: readonly R[],
): Promise<void> {
  if (rows.length > 0) await send(tx, insertColumns(table, types, rows));
}

export async function upsertRows(
  manager: EntityManager,
  table: string,
  key: readonly string[],
  rows: readonly Row[],
  /** `keep`: columns that are never emptied again, whoever wrote them meanwhile. */
  { guard, keep = [] }: { guard?: string; keep?: readonly string[] } = {},
): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0]);
  const assigned = columns
    .filter((column) => !key.includes(column))
    .map((column) => {
      const fresh = `EXCLUDED.${quoted(column)}`;
      return `${quoted(column)} = ${keep.includes(column) ? `COALESCE(${fresh}, ${table}.${quoted(column)})` : fresh}`;
    })
    .join(', ');
  const list = columns.map(quoted).join(', ');
  const written: unknown[] = await manager.query(
    `INSERT INTO ${table} (${list})
     SELECT ${list} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)
     ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${assigned}${guard === undefined ? '' : ` WHERE ${guard}`}
     RETURNING 1`,
    [JSON.stringify(rows)],
  );
  if (written.length !== rows.length)
    throw new StaleVersion(`${rows.length - written.length} rows of ${table} changed`);
}

/** Rows that are gone already are nobody's fault. */
export async function deleteRows(
  manager: EntityManager,
  table: string,
  key: readonly string[],
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  const columns = key.map(quoted).join(', ');
  await manager.query(
    `DELETE FROM ${table} WHERE (${columns}) IN
       (SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb))`,
    [JSON.stringify(rows)],
  );
}

const quoted = (column: string): string => `"${column}"`;
