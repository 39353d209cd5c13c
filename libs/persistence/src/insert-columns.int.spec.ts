import { freshDatabase, type FreshDatabase } from '@tillbridge/testing';
import { Client } from 'pg';
import { insertColumns, textArray, type ColumnType } from './insert-columns';

interface Row {
  id: string;
  label: string | null;
  units: number;
  paid: boolean;
  at: string;
  lines: unknown;
  kept: unknown;
}

const types: { [Column in keyof Row]: ColumnType } = {
  id: 'uuid',
  label: 'text',
  units: 'integer',
  paid: 'boolean',
  at: 'timestamptz',
  lines: 'jsonb',
  kept: 'json',
};
const labels = ['plain', '', ' ', 'NULL', 'null', 'a,b', '{x}', 'say "hi"', 'back\\slash', "o'clock", 'ü\n\t', '$1'];

describe('rows written column by column', () => {
  let database: FreshDatabase;
  let client: Client;

  beforeEach(async () => {
    database = await freshDatabase('insert_columns');
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(
      'CREATE TABLE thing (id uuid, label text, units integer, paid boolean, at timestamptz, lines jsonb, kept json)',
    );
  });
  afterEach(async () => {
    await client.end();
    await database.drop();
  });

  const rowsWith = (values: readonly (string | null)[]): Row[] =>
    values.map((label, index) => ({
      id: `0191f4c4-0000-7000-8000-${String(index).padStart(12, '0')}`,
      label,
      units: 3 - index,
      paid: index % 2 === 0,
      at: '2026-11-23T10:00:00.000Z',
      lines: [{ label, deep: { 'quo"te': [null, 1.5] } }],
      kept: { label },
    }));
  const written = async (rows: readonly Row[]) => {
    const { sql, parameters } = insertColumns('thing', types, rows);
    await client.query(sql, [...parameters]);
    const { rows: found } = await client.query('SELECT * FROM thing ORDER BY id');
    return found.map((row) => ({ ...row, at: row.at.toISOString() }));
  };

  it('come back as they went in, whatever their text holds', async () => {
    const rows = rowsWith([...labels, null]);
    expect(await written(rows)).toEqual(rows);
  });

  it.each(['plain', 'NULL', 'say "hi"', null])('come back also where all of them have the text %j', async (label) => {
    const rows = rowsWith([label, label, label]);
    expect(await written(rows)).toEqual(rows);
  });

  it('may be one alone', async () => {
    const rows = rowsWith(['lonely']);
    expect(await written(rows)).toEqual(rows);
  });

  it('are found again by an array of their texts', async () => {
    await written(rowsWith(labels));
    const { rows } = await client.query('SELECT label FROM thing WHERE label = ANY($1::text[])', [textArray(labels)]);
    expect(rows.map(({ label }) => label).sort()).toEqual([...labels].sort());
  });
});
