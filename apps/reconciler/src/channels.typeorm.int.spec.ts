import { createDataSource, migrate, platformMigrations, TypeOrmUnitOfWork } from '@tillbridge/persistence';
import { freshDatabase, type FreshDatabase } from '@tillbridge/testing';
import type { DataSource } from 'typeorm';
import { channelsContract } from './channels.contract';
import { TypeOrmChannels } from './channels.typeorm';
import { reconcilerEntities } from './runs/entities';
import { CreateRuns1763900000001 } from './runs/migrations';

describe('on PostgreSQL', () => {
  let database: FreshDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await freshDatabase('reconciler_channels');
    dataSource = createDataSource({
      url: database.url,
      schema: 'reconciler',
      entities: reconcilerEntities,
      migrations: [...platformMigrations, CreateRuns1763900000001],
    });
    await migrate(dataSource);
  });

  afterAll(async () => {
    await dataSource?.destroy();
    await database?.drop();
  });

  channelsContract(async () => ({
    uow: new TypeOrmUnitOfWork(dataSource),
    channels: new TypeOrmChannels(),
    close: async () => void (await dataSource.query('TRUNCATE channel')),
  }));
});
