import { randomUUID } from 'node:crypto';
import { freshDatabase, type FreshDatabase } from '@tillbridge/testing';
import { Client } from 'pg';
import { openCore, type BenchCore } from './core';
import { emptyLedger, problemsIn, readLedger } from './ledger-check';

const units = 3;

describe('the check of the books', () => {
  let database: FreshDatabase;
  let core: BenchCore;
  let client: Client;
  let granted = 0;

  beforeAll(async () => {
    database = await freshDatabase('ledger_check');
    core = await openCore(database.url);
    const [itemId] = await core.stock(['TEE'], units);
    for (let call = 0; call < units + 2; call++) if (await core.reserve(itemId!, randomUUID())) granted += 1;
    client = new Client({ connectionString: database.url });
    await client.connect();
  });

  afterAll(async () => {
    await client?.end();
    await core?.close();
    await database?.drop();
  });

  const problems = async (told = { stocked: units, granted }) =>
    problemsIn(emptyLedger, await readLedger(client), told).join('\n');

  /** What is found once the tables were tampered with, which they are not afterwards. */
  async function problemsAfter(sql: string): Promise<string> {
    await client.query('BEGIN');
    try {
      const { rowCount } = await client.query(sql);
      expect(rowCount).toBeGreaterThan(0);
      return await problems();
    } finally {
      await client.query('ROLLBACK');
    }
  }

  it('finds nothing where the core granted what there was', async () => {
    expect(granted).toBe(units);
    expect(await problems()).toBe('');
  });

  it('looks at what a run did, not at the runs before it', async () => {
    const after = await readLedger(client);
    expect(problemsIn(after, after, { stocked: 0, granted: 0 })).toEqual([]);
  });

  it.each([
    [{ stocked: units, granted: units - 1 }, `${units} reservations, but ${units - 1}`],
    [{ stocked: units + 1, granted: units }, `${units} units held or left, but ${units + 1}`],
  ])('names what differs from what was told: %j', async (told, says) => {
    expect(await problems(told)).toContain(says);
  });

  const oneOf = (table: string, where = 'true') =>
    `ctid = (SELECT ctid FROM inventory_core.${table} WHERE ${where} LIMIT 1)`;
  const anyHold = oneOf('movement', "kind = 'hold'");
  const anyFact = oneOf('outbox', "routing_key = 'reservation.changed.v1'");

  it.each([
    ['a movement is another', `UPDATE inventory_core.movement SET held = held + 1 WHERE ${anyHold}`, '1 levels that'],
    [
      'a movement gave a unit away',
      `UPDATE inventory_core.movement SET held = 0 WHERE ${anyHold}`,
      '4 units held or left',
    ],
    ['a movement is gone', `DELETE FROM inventory_core.movement WHERE ${anyHold}`, '2 movements of holds'],
    ['a reservation is gone', `DELETE FROM inventory_core.reservation WHERE ${oneOf('reservation')}`, '2 reservations'],
    ['a fact is gone', `DELETE FROM inventory_core.outbox WHERE ${anyFact}`, '2 facts of reservations'],
    ['a bucket is gone', `DELETE FROM inventory_core.hold_bucket WHERE ${oneOf('hold_bucket')}`, '1 levels that'],
    ['a level is another', `UPDATE inventory_core.level SET gross = gross + 1`, '1 levels that'],
    ['a level is gone', `DELETE FROM inventory_core.level`, '1 levels that'],
  ])('names it when %s', async (_what, sql, says) => {
    expect(await problemsAfter(sql)).toContain(says);
    expect(await problems()).toBe('');
  });
});
