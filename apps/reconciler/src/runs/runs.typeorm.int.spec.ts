import {
  createDataSource,
  migrate,
  platformMigrations,
  platformEntities,
  TypeOrmUnitOfWork,
} from '@tillbridge/persistence';
import { freshDatabase, type FreshDatabase } from '@tillbridge/testing';
import type { DataSource } from 'typeorm';
import { reconcilerEntities } from './entities';
import { CreateRuns1763900000001 } from './migrations';
import { runsContract } from './runs.contract';
import { TypeOrmRuns } from './runs.typeorm';

describe('on PostgreSQL', () => {
  let database: FreshDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await freshDatabase('reconciler');
    dataSource = createDataSource({
      url: database.url,
      schema: 'reconciler',
      entities: [...platformEntities, ...reconcilerEntities],
      migrations: [...platformMigrations, CreateRuns1763900000001],
    });
    await migrate(dataSource);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  runsContract(async () => ({
    uow: new TypeOrmUnitOfWork(dataSource, { attemptsMax: 1 }),
    runs: new TypeOrmRuns(dataSource),
    close: async () => void (await dataSource.query('TRUNCATE run, finding')),
  }));

  it('has entities that say what the migrations made', async () => {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });
});
