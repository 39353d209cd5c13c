import { freshDatabase, type FreshDatabase } from '@tillbridge/testing';
import type { DataSource } from 'typeorm';
import { TypeOrmCredentialStore } from './credentials.typeorm';
import { createDataSource, migrate } from './data-source';
import { platformEntities } from './entities';
import { TypeOrmInbox } from './inbox.typeorm';
import { platformMigrations } from './migrations';
import { TypeOrmOutbox } from './outbox.typeorm';
import { platformContract } from './platform.contract';
import { TypeOrmUnitOfWork } from './unit-of-work.typeorm';

describe('on PostgreSQL', () => {
  let database: FreshDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await freshDatabase('persistence');
    dataSource = createDataSource({
      url: database.url,
      schema: 'contract',
      entities: platformEntities,
      migrations: platformMigrations,
    });
    await migrate(dataSource);
  });

  afterAll(async () => {
    await dataSource?.destroy();
    await database?.drop();
  });

  platformContract(async () => {
    await dataSource.query('TRUNCATE inbox, outbox, credential');
    return {
      uow: (options) => new TypeOrmUnitOfWork(dataSource, options),
      inbox: () => new TypeOrmInbox(dataSource),
      outbox: (options) => new TypeOrmOutbox(dataSource, options),
      credentials: (cipher) => new TypeOrmCredentialStore(dataSource, cipher),
      sealedBytes: async (name) => {
        const [row] = await dataSource.query('SELECT sealed FROM credential WHERE name = $1', [name]);
        return row.sealed as Buffer;
      },
      swapSealed: async (from, to) => {
        const sealed = '(SELECT sealed FROM credential WHERE name = $1)';
        await dataSource.query(`UPDATE credential SET sealed = ${sealed} WHERE name = $2`, [from, to]);
      },
    };
  });
});
