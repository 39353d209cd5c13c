import { createDataSource, migrate, TypeOrmUnitOfWork } from '@tillbridge/persistence';
import { freshDatabase, type FreshDatabase } from '@tillbridge/testing';
import { alertBookContract } from './alert-book.contract';
import { TypeOrmAlertBook } from './alert-book.typeorm';
import { alertMigrations } from './create-alert.typeorm';

describe('on PostgreSQL', () => {
  let database: FreshDatabase;
  let dataSource: ReturnType<typeof createDataSource>;

  beforeAll(async () => {
    database = await freshDatabase('alert_book');
    // Its own alone, so that the last one is the one to take back.
    const migrations = alertMigrations;
    dataSource = createDataSource({ url: database.url, schema: 'alerting', entities: [], migrations });
    await migrate(dataSource);
  });

  afterAll(async () => {
    await dataSource?.destroy();
    await database?.drop();
  });

  alertBookContract(async () => {
    await dataSource.query('TRUNCATE alert');
    return { uow: new TypeOrmUnitOfWork(dataSource), book: new TypeOrmAlertBook() };
  });

  it('takes its table back', async () => {
    await dataSource.undoLastMigration();
    expect(await dataSource.query(`SELECT to_regclass('alerting.alert') AS found`)).toEqual([{ found: null }]);
  });
});
