import { randomBytes } from 'node:crypto';
import { freshDatabase, type FreshDatabase } from '@tillbridge/testing';
import type { DataSource } from 'typeorm';
import { Cipher, DecryptionFailed } from './cipher';
import { TypeOrmCredentialStore } from './credentials.typeorm';
import { createDataSource, migrate } from './data-source';
import { platformEntities } from './entities';
import { platformMigrations } from './migrations';
import { TypeOrmUnitOfWork } from './unit-of-work.typeorm';

describe('credentials at rest', () => {
  let database: FreshDatabase;
  let dataSource: DataSource;
  let store: TypeOrmCredentialStore;

  beforeAll(async () => {
    database = await freshDatabase('credentials');
    dataSource = createDataSource({
      url: database.url,
      schema: 'core',
      entities: platformEntities,
      migrations: platformMigrations,
    });
    await migrate(dataSource);
    store = new TypeOrmCredentialStore(dataSource, new Cipher([randomBytes(32)]));
    const uow = new TypeOrmUnitOfWork(dataSource);
    await uow.run((tx) => store.put(tx, 'store-a', 'shpat_of_a'));
    await uow.run((tx) => store.put(tx, 'store-b', 'shpat_of_b'));
  });

  afterAll(async () => {
    await dataSource?.destroy();
    await database?.drop();
  });

  it('cannot be read by looking at the table', async () => {
    const [row] = await dataSource.query(`SELECT sealed FROM credential WHERE name = 'store-a'`);
    expect(row.sealed.includes('shpat')).toBe(false);
  });

  it('cannot be swapped from one name to another, or opened under another key', async () => {
    await dataSource.query(
      `UPDATE credential SET sealed = (SELECT sealed FROM credential WHERE name = 'store-a') WHERE name = 'store-b'`,
    );
    await expect(store.get('store-b')).rejects.toThrow(DecryptionFailed);
    expect(await store.get('store-a')).toBe('shpat_of_a');
    const stranger = new TypeOrmCredentialStore(dataSource, new Cipher([randomBytes(32)]));
    await expect(stranger.get('store-a')).rejects.toThrow('which this process does not have');
  });
});
