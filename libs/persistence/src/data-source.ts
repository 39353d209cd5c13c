import { setTimeout as wait } from 'node:timers/promises';
import { DataSource, type DataSourceOptions, type QueryRunner } from 'typeorm';
import { InvalidDatabaseUrl } from './errors';
import { ImpatientClient } from './impatient-client';

export interface TillbridgeDataSourceOptions {
  /** postgres://user:password@host:port/database */
  url: string;
  /** The one schema this service owns; unqualified SQL means it. */
  schema: string;
  entities: NonNullable<DataSourceOptions['entities']>;
  migrations: NonNullable<DataSourceOptions['migrations']>;
  /** Connections this process opens at most, 2 or more. Default 10. */
  poolMax?: number;
  /** Shown in pg_stat_activity. Default: the schema's name. */
  applicationName?: string;
  /** The server cancels a statement that runs longer; 0 for never. Default 15,000. */
  statementTimeoutMs?: number;
  /** A connection that answers no statement within this time is given up as dead; 0 for never. Default 20,000. */
  queryTimeoutMs?: number;
}

/** For the command that migrates: nobody knows how long a migration of a large table takes. */
export const unhurried = { statementTimeoutMs: 0, queryTimeoutMs: 0 } as const;

const connectTimeoutMs = 5_000;
const statementTimeoutMsDefault = 15_000;
/** Longer than the server's own limit: only a connection that swallows everything gets this far. */
const queryTimeoutMsDefault = 20_000;
/** From then on the kernel asks an idle peer whether it is still there. */
const keepAliveAfterMs = 10_000;
/** Longer than the broker's confirm of one relay batch, short enough that a stuck process lets go of its locks. */
const idleInTransactionTimeoutMs = 60_000;

/** Not yet initialized. @throws when the url or the schema cannot be right, naming what would be. */
export function createDataSource(options: TillbridgeDataSourceOptions): DataSource {
  assertDatabaseUrl(options.url);
  assertSchemaName(options.schema);
  const poolMax = options.poolMax ?? 10;
  // Migrations hold their lock on one connection and run on another.
  if (!(poolMax >= 2)) throw new Error(`poolMax must be at least 2, got ${poolMax}`);
  return new DataSource({
    type: 'postgres',
    url: options.url,
    schema: options.schema,
    entities: options.entities,
    migrations: options.migrations,
    synchronize: false,
    migrationsTransactionMode: 'each',
    poolSize: poolMax,
    applicationName: options.applicationName ?? options.schema,
    connectTimeoutMS: connectTimeoutMs,
    extra: {
      options: `-c search_path=${options.schema}`,
      statement_timeout: options.statementTimeoutMs ?? statementTimeoutMsDefault,
      query_timeout: options.queryTimeoutMs ?? queryTimeoutMsDefault,
      // Statements that need nothing of each other go out one behind the other, and not each after the answer to the last.
      pipeline: true,
      Client: ImpatientClient,
      idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: keepAliveAfterMs,
    },
  });
}

/**
 * Creates the schema and runs pending migrations; initializes `dataSource` when that has not been done. Several
 * processes may call it at once: one works, the others wait and find nothing left to do.
 *
 * @returns the names of the migrations that ran.
 */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  if (!dataSource.isInitialized) await dataSource.initialize();
  const { schema } = dataSource.options as { schema?: string };
  if (!schema) throw new Error('a data source made by createDataSource is needed: it names its schema');
  return underMigrationLock(dataSource, schema, async (runner) => {
    await runner.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
    const ran = await dataSource.runMigrations();
    return ran.map((migration) => migration.name);
  });
}

const lockPollMs = 250;
/** Longer than migrations of another process may take; then somebody has to look at that process. */
const lockWaitMsMax = 3_600_000;

async function underMigrationLock<T>(
  dataSource: DataSource,
  schema: string,
  work: (runner: QueryRunner) => Promise<T>,
): Promise<T> {
  const runner = dataSource.createQueryRunner();
  const key = `tillbridge migrate ${schema}`;
  try {
    await takeLock(runner, key);
    try {
      return await work(runner);
    } finally {
      await runner.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [key]);
    }
  } finally {
    await runner.release();
  }
}

/** By asking again and again: one statement that waits for the lock would end as one that takes too long. */
async function takeLock(runner: QueryRunner, key: string): Promise<void> {
  const giveUpAt = performance.now() + lockWaitMsMax;
  for (;;) {
    const [row]: { taken: boolean }[] = await runner.query(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken',
      [key],
    );
    if (row?.taken) return;
    if (performance.now() > giveUpAt)
      throw new Error(`another process has held the lock "${key}" for more than ${lockWaitMsMax} ms`);
    await wait(lockPollMs);
  }
}

function assertDatabaseUrl(url: unknown): void {
  // TypeORM would silently dial localhost:5432 and try for ever.
  if (typeof url !== 'string' || url.trim() === '') throw new InvalidDatabaseUrl('it is empty');
  const parsed = parseUrl(url);
  if (!parsed) throw new InvalidDatabaseUrl('it is not a URL');
  if (!['postgres:', 'postgresql:'].includes(parsed.protocol)) {
    throw new InvalidDatabaseUrl(`it begins with ${parsed.protocol}//`);
  }
  if (parsed.pathname.length < 2) throw new InvalidDatabaseUrl('it names no database');
}

function parseUrl(url: string): URL | null {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}

function assertSchemaName(schema: string): void {
  if (/^[a-z][a-z0-9_]{0,62}$/.test(schema)) return;
  throw new Error(`a schema name is lower-case letters, digits and underscores, for example inventory_core: ${schema}`);
}
