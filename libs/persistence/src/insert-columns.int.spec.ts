import { freshDatabase } from '@tillbridge/testing';
import { Client } from 'pg';
import { insertColumns, type ColumnType } from './insert-columns';

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
const labels = [
  'plain',
  '',
  ' ',
  'NULL',
  'null',
  null,
  'a,b',
  '{x}',
  'say "hi"',
  'back\\slash',
  "o'clock",
  'ü\n\t',
  '$1',
];

describe('rows written column by column', () => {
  it('come back as they went in, whatever their text holds', async () => {
    const database = await freshDatabase('insert_columns');
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      await client.query(
        'CREATE TABLE thing (id uuid, label text, units integer, paid boolean, at timestamptz, lines jsonb, kept json)',
      );
      const rows = labels.map((label, index): Row => ({
        id: `0191f4c4-0000-7000-8000-${String(index).padStart(12, '0')}`,
        label,
        units: 3 - index,
        paid: index % 2 === 0,
        at: '2026-11-23T10:00:00.000Z',
        lines: [{ label, deep: { 'quo"te': [null, 1.5] } }],
        kept: { label },
      }));
      const { sql, parameters } = insertColumns('thing', types, rows);
      await client.query(sql, [...parameters]);
      const { rows: found } = await client.query('SELECT * FROM thing ORDER BY id');
      expect(found.map((row) => ({ ...row, at: row.at.toISOString() }))).toEqual(rows);
    } finally {
      await client.end();
      await database.drop();
    }
  });
});
