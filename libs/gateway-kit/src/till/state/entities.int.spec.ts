import { createDataSource, migrate, platformEntities, platformMigrations } from '@tillbridge/persistence';
import { freshDatabase, type FreshDatabase } from '@tillbridge/testing';
import type { DataSource } from 'typeorm';
import { tillEntities } from './entities';
import { tillMigrations } from './migrations';

describe('the entities of a till gateway', () => {
  let database: FreshDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await freshDatabase('till_entities');
    dataSource = createDataSource({
      url: database.url,
      schema: 'till',
      entities: [...platformEntities, ...tillEntities],
      migrations: [...platformMigrations, ...tillMigrations],
    });
    await migrate(dataSource);
  });

  afterAll(async () => {
    await dataSource?.destroy();
    await database?.drop();
  });

  it('say what its migrations made', async () => {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });
});
