import { Socket } from 'node:net';
import { eventually, freshDatabase, startProxy, type FreshDatabase } from '@tillbridge/testing';
import type { DataSource } from 'typeorm';
import { createDataSource, migrate, unhurried, type TillbridgeDataSourceOptions } from './data-source';
import { platformEntities } from './entities';
import { Unavailable } from './errors';
import { platformMigrations } from './migrations';
import { managerOf, TypeOrmUnitOfWork } from './unit-of-work.typeorm';

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

  function open(schema: string, extra: Partial<TillbridgeDataSourceOptions> = {}): DataSource {
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

  it('cancels nothing, however long it takes, for the command that migrates', async () => {
    const limit = async (dataSource: DataSource) => {
      const [{ value }] = await dataSource.query(`SELECT current_setting('statement_timeout') AS value`);
      return value;
    };
    expect(await limit(await open('core', unhurried).initialize())).toBe('0');
    expect(await limit(await open('core').initialize())).toBe('15s');
  });

  it('waits for migrations elsewhere without a statement that could take too long', async () => {
    const holder = await open('waiting').initialize();
    const lock = holder.createQueryRunner();
    const key = `hashtextextended('tillbridge migrate waiting', 0)`;
    await lock.query(`SELECT pg_advisory_lock(${key})`);
    let ended = false;
    const migrating = migrate(open('waiting', { statementTimeoutMs: 100, queryTimeoutMs: 200 })).finally(() => {
      ended = true;
    });
    const hasAsked = async () => {
      const [{ looks }] = await holder.query(
        `SELECT count(*)::int AS looks FROM pg_stat_activity
         WHERE datname = current_database() AND query LIKE 'SELECT pg_try_advisory_lock%'`,
      );
      return looks > 0;
    };
    await eventually(hasAsked);
    expect(ended).toBe(false);
    await lock.query(`SELECT pg_advisory_unlock(${key})`);
    await lock.release();
    expect(await migrating).toEqual(platformMigrations.map((migration) => migration.name));
  });

  describe('behind a network that swallows everything', () => {
    it('calls the database away within its bound, and never uses the dead connection again', async () => {
      const proxy = await startProxy(database.url);
      try {
        const dataSource = await open('core', { url: proxy.url, queryTimeoutMs: 200, poolMax: 2 }).initialize();
        const uow = new TypeOrmUnitOfWork(dataSource);
        const one = () => uow.run((tx) => managerOf(tx).query('SELECT 1 AS one'));
        expect(await one()).toEqual([{ one: 1 }]);
        proxy.freeze();
        await expect(one()).rejects.toThrow(Unavailable);
        // The pool hands out what was given back last: were it the dead one, this would time out as well.
        for (let count = 0; count < 5; count += 1) expect(await one()).toEqual([{ one: 1 }]);
      } finally {
        await proxy.close();
      }
    });

    it('has the kernel ask an idle peer early whether it is still there', async () => {
      const keepAlive = jest.spyOn(Socket.prototype, 'setKeepAlive');
      await open('core').initialize();
      expect(keepAlive).toHaveBeenCalledWith(true, 10_000);
    });
  });
});
