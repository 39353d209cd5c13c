import {
  createDataSource,
  migrate,
  platformEntities,
  platformMigrations,
  TypeOrmUnitOfWork,
} from '@tillbridge/persistence';
import { freshDatabase, type FreshDatabase } from '@tillbridge/testing';
import type { DataSource } from 'typeorm';
import { coreEntities } from '../ledger/entities';
import { coreMigrations } from '../ledger/migrations';
import { shopContract, tillSettleMs } from './shop.contract';
import { TypeOrmShopBook } from './shop.typeorm';

describe('on PostgreSQL', () => {
  let database: FreshDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await freshDatabase('core_shop');
    dataSource = createDataSource({
      url: database.url,
      schema: 'inventory_core',
      entities: [...platformEntities, ...coreEntities],
      migrations: [...platformMigrations, ...coreMigrations],
    });
    await migrate(dataSource);
  });

  afterAll(async () => {
    await dataSource?.destroy();
    await database?.drop();
  });

  describe('the shop', () => {
    shopContract(async () => {
      await dataSource.query('TRUNCATE channel, place, policy');
      return {
        uow: new TypeOrmUnitOfWork(dataSource),
        book: new TypeOrmShopBook(tillSettleMs),
        close: async () => undefined,
      };
    });
  });

  it('the core has entities that say what its migrations made', async () => {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });
});
