import { insertColumns, send, type ColumnType, type Statement, type Tx } from '@tillbridge/persistence';

// Many rows in one statement, as one JSON parameter: a batch must not cost a round trip per row. No statement for no rows.

type Row = Readonly<Record<string, unknown>>;

/** A key that is taken is a unique violation, and that is a stale batch. */
export function inserted(table: string, rows: readonly Row[]): readonly Statement[] {
  if (rows.length === 0) return [];
  const columns = Object.keys(rows[0]).map(quoted).join(', ');
  const sql = `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`;
  return [{ sql, parameters: [JSON.stringify(rows)] }];
}

/** As {@link inserted}, for tables that get many rows at once: the next rows are made while these are being written. */
export async function sendMany<R extends object>(
  tx: Tx,
  table: string,
  types: { readonly [Column in keyof R & string]: ColumnType },
  rows: readonly R[],
): Promise<void> {
  if (rows.length > 0) await send(tx, insertColumns(table, types, rows));
}

export function upserted(
  table: string,
  key: readonly string[],
  rows: readonly Row[],
  /** `assigned`: SQL for columns of a row that is there already, where the fresh value does not simply replace it. */
  { guard, assigned: special = {} }: { guard?: string; assigned?: Readonly<Record<string, string>> } = {},
): readonly Statement[] {
  if (rows.length === 0) return [];
  const columns = Object.keys(rows[0]);
  const assigned = columns
    .filter((column) => !key.includes(column))
    .map((column) => `${quoted(column)} = ${special[column] ?? `EXCLUDED.${quoted(column)}`}`)
    .join(', ');
  const list = columns.map(quoted).join(', ');
  const sql = `INSERT INTO ${table} (${list})
     SELECT ${list} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)
     ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${assigned}${guard === undefined ? '' : ` WHERE ${guard}`}
     RETURNING 1`;
  return [{ sql, parameters: [JSON.stringify(rows)], rows: rows.length }];
}

/** Rows that are gone already are nobody's fault. */
export function deleted(table: string, key: readonly string[], rows: readonly Row[]): readonly Statement[] {
  if (rows.length === 0) return [];
  const columns = key.map(quoted).join(', ');
  const sql = `DELETE FROM ${table} WHERE (${columns}) IN
       (SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb))`;
  return [{ sql, parameters: [JSON.stringify(rows)] }];
}

const quoted = (column: string): string => `"${column}"`;
