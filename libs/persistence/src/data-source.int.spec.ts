import { freshDatabase, type FreshDatabase } from '@tillbridge/testing';
import type { DataSource } from 'typeorm';
import { createDataSource, migrate } from './data-source';
import { platformEntities } from './entities';
import { platformMigrations } from './migrations';

describe('data source', () => {
  let database: FreshDatabase;
  const opened: DataSource[] = [];

  beforeAll(async () => {
    database = await freshDatabase('data_source');
  });

  afterAll(async () => {
    for (const dataSource of opened) if (dataSource.isInitialized) await dataSource.destroy();
    await database?.drop();
  });

  function open(schema: string, extra: { statementTimeoutMs?: number } = {}): DataSource {
    const dataSource = createDataSource({
      url: database.url,
      schema,
      entities: platformEntities,
      migrations: platformMigrations,
      ...extra,
    });
    opened.push(dataSource);
    return dataSource;
  }

  it('migrates once, however many processes start at once, and then finds nothing to do', async () => {
    const ran = await Promise.all([1, 2, 3].map(() => migrate(open('core'))));
    expect(ran.flat().sort()).toEqual(platformMigrations.map((migration) => migration.name).sort());
    expect(await migrate(open('core'))).toEqual([]);
  });

  it('keeps each service in its own schema', async () => {
    const [core, reconciler] = [open('core'), open('reconciler')];
    await migrate(core);
    await migrate(reconciler);
    await core.query(`INSERT INTO inbox (consumer, message_id) VALUES ('core', 'only here')`);
    expect(await reconciler.query('SELECT * FROM inbox')).toEqual([]);
    expect(await reconciler.query('SELECT current_schema() AS schema')).toEqual([{ schema: 'reconciler' }]);
    expect(await core.query(`SELECT to_regclass('public.inbox') AS found`)).toEqual([{ found: null }]);
  });

  it('leaves the schema builder nothing to change: entities say what migrations made', async () => {
    const dataSource = open('quiet');
    await migrate(dataSource);
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('can take every migration back', async () => {
    const dataSource = open('undone');
    await migrate(dataSource);
    for (let count = 0; count < platformMigrations.length; count++) await dataSource.undoLastMigration();
    expect(await dataSource.query(`SELECT to_regclass('inbox') AS found`)).toEqual([{ found: null }]);
  });

  it('cancels a statement that runs too long, and shows its service by name', async () => {
    const dataSource = await open('core', { statementTimeoutMs: 50 }).initialize();
    await expect(dataSource.query('SELECT pg_sleep(5)')).rejects.toThrow('statement timeout');
    expect(await dataSource.query(`SELECT current_setting('application_name') AS name`)).toEqual([{ name: 'core' }]);
  });
});
