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

  it('leaves it segments of its log to write over', async () => {
    expect(await runIn(database.url)).toBe(true);
    const { rows } = await client.query<{ ahead: string }>(
      'select count(*) as ahead from pg_ls_waldir() where name > pg_walfile_name(pg_current_wal_lsn())',
    );
    expect(Number(rows[0]!.ahead)).toBeGreaterThan(20);
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
