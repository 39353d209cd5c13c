/** Types of columns that rows are written to in bulk. */
export type ColumnType = 'uuid' | 'text' | 'integer' | 'boolean' | 'timestamptz' | 'json' | 'jsonb';

export interface BulkStatement {
  readonly sql: string;
  readonly parameters: readonly string[];
}

/**
 * One INSERT for many rows, a parameter for each column: names are not sent once per row, and the server parses each value
 * once. Table and column names come from code, never from input. A value that is `null` goes in as NULL, in a column of JSON
 * as the JSON null.
 */
export function insertColumns<Row extends object>(
  table: string,
  types: { readonly [Column in keyof Row & string]: ColumnType },
  rows: readonly Row[],
): BulkStatement {
  const columns = Object.entries(types) as [keyof Row & string, ColumnType][];
  const names = columns.map(([name]) => `"${name}"`).join(', ');
  const sources = columns.map(([, type], index) =>
    isJson(type) ? `${type}_array_elements($${index + 1}::${type})` : `unnest($${index + 1}::${type}[])`,
  );
  return {
    sql: `INSERT INTO ${table} (${names}) SELECT * FROM ROWS FROM (${sources.join(', ')}) AS fresh(${names})`,
    parameters: columns.map(([name, type]) => (isJson(type) ? jsonOf(rows, name) : arrayOf(rows, name))),
  };
}

const isJson = (type: ColumnType): boolean => type === 'json' || type === 'jsonb';

function jsonOf<Row extends object>(rows: readonly Row[], name: keyof Row): string {
  return JSON.stringify(rows.map((row) => row[name] ?? null));
}

/** An array literal. Most values are ids, numbers and times, which need no quotes; what might is quoted. */
function arrayOf<Row extends object>(rows: readonly Row[], name: keyof Row): string {
  let text = '{';
  for (let index = 0; index < rows.length; index++) {
    if (index > 0) text += ',';
    text += elementOf(rows[index]![name]);
  }
  return `${text}}`;
}

const plain = /^[\w:.+-]+$/;

function elementOf(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value !== 'string') return String(value);
  if (plain.test(value) && value.toUpperCase() !== 'NULL') return value;
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
