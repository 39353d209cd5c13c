import type { Statement } from './statement';

/** Types of columns that rows are written to in bulk. */
export type ColumnType = 'uuid' | 'text' | 'integer' | 'boolean' | 'timestamptz' | 'json' | 'jsonb';

/**
 * One INSERT for one or more rows, a parameter for each column: names are not sent once per row, a value that is the same
 * in all rows is sent once, and the server parses each value once. Table and column names come from code, never from input.
 * A value that is `null` goes in as NULL, in a column of JSON as the JSON null.
 */
export function insertColumns<Row extends object>(
  table: string,
  types: { readonly [Column in keyof Row & string]: ColumnType },
  rows: readonly Row[],
): Statement {
  const columns = Object.entries(types) as [keyof Row & string, ColumnType][];
  const parameters: (string | null)[] = [];
  const chosen: string[] = [];
  const varying: string[] = [];
  const sources: string[] = [];
  columns.forEach(([name, type], index) => {
    const place = `$${index + 1}`;
    // The first always varies: rows need something to be counted by.
    if (index > 0 && !isJson(type) && isSame(rows, name)) {
      chosen.push(`${place}::${type}`);
      parameters.push(scalarOf(rows[0]![name]));
      return;
    }
    chosen.push(`fresh."${name}"`);
    varying.push(`"${name}"`);
    sources.push(isJson(type) ? `${type}_array_elements(${place}::${type})` : `unnest(${place}::${type}[])`);
    parameters.push(isJson(type) ? jsonOf(rows, name) : arrayOf(rows, name, type === 'text'));
  });
  const names = columns.map(([name]) => `"${name}"`).join(', ');
  const from = `ROWS FROM (${sources.join(', ')}) AS fresh(${varying.join(', ')})`;
  return { sql: `INSERT INTO ${table} (${names}) SELECT ${chosen.join(', ')} FROM ${from}`, parameters };
}

/** An array of text as PostgreSQL reads it; the driver's own way of writing one costs several times as much. */
export function textArray(values: readonly string[]): string {
  return `{${values.map(quotedText).join(',')}}`;
}

const isJson = (type: ColumnType): boolean => type === 'json' || type === 'jsonb';

function isSame<Row extends object>(rows: readonly Row[], name: keyof Row): boolean {
  const first = rows[0]![name];
  for (let index = 1; index < rows.length; index++) if (rows[index]![name] !== first) return false;
  return true;
}

const scalarOf = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

function jsonOf<Row extends object>(rows: readonly Row[], name: keyof Row): string {
  return JSON.stringify(rows.map((row) => row[name] ?? null));
}

/** Ids, numbers and times need no quotes; text may. */
function arrayOf<Row extends object>(rows: readonly Row[], name: keyof Row, isText: boolean): string {
  let text = '{';
  for (let index = 0; index < rows.length; index++) {
    const value = scalarOf(rows[index]![name]);
    if (index > 0) text += ',';
    text += value === null ? 'NULL' : isText ? quotedText(value) : value;
  }
  return `${text}}`;
}

const plain = /^[\w:.+-]+$/;

function quotedText(value: string): string {
  if (plain.test(value) && (value.length !== 4 || value.toUpperCase() !== 'NULL')) return value;
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
