import { freshDatabase, type FreshDatabase } from '@tillbridge/testing';
import { Client } from 'pg';
import { assertDurable } from './durable';

describe('durability of the server that a bench runs on', () => {
  let database: FreshDatabase;
  beforeAll(async () => (database = await freshDatabase('durable')));
  afterAll(() => database.drop());

  it('is what the doors start it with', async () => {
    await expect(assertDurable(database.url)).resolves.toBeUndefined();
  });

  it('is missed where commits do not wait for the disk', async () => {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(`alter database ${new URL(database.url).pathname.slice(1)} set synchronous_commit = off`);
    await client.end();
    await expect(assertDurable(database.url)).rejects.toThrow('synchronous_commit = off');
  });
});
