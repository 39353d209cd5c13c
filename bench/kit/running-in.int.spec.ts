import { freshDatabase, type FreshDatabase } from '@tillbridge/testing';
import { Client } from 'pg';
import { runIn } from './running-in';

describe('running in the server that a bench runs on', () => {
  let database: FreshDatabase;
  let client: Client;
  beforeAll(async () => {
    database = await freshDatabase('running_in');
    client = new Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it('has it write its log, and then makes the segments old', async () => {
    const written = async (expression: string) => {
      const { rows } = await client.query<{ at: string }>(`select pg_wal_lsn_diff(${expression}, '0/0') as at`);
      return Number(rows[0]!.at);
    };
    const before = await written('pg_current_wal_lsn()');
    expect(await runIn(database.url)).toBe(true);
    expect((await written('(select redo_lsn from pg_control_checkpoint())')) - before).toBeGreaterThan(600_000_000);
  });

  it('is told where it may not', async () => {
    const role = `bench_${Date.now()}`;
    await client.query(`create role ${role} login password 'x'`);
    const url = new URL(database.url);
    [url.username, url.password] = [role, 'x'];
    expect(await runIn(url.href)).toBe(false);
    await client.query(`drop role ${role}`);
  });
});
