import { randomBytes } from 'node:crypto';
import {
  createDataSource,
  MemoryUnitOfWork,
  migrate,
  platformEntities,
  platformMigrations,
  TypeOrmUnitOfWork,
  type UnitOfWork,
} from '@tillbridge/persistence';
import type { DataSource } from 'typeorm';

type Migrations = Parameters<typeof createDataSource>[0]['migrations'] & readonly unknown[];

/** A schema of its own for one spec file; dropped by `close`. */
export async function scratchDataSource(migrations: readonly unknown[]): Promise<{
  dataSource: DataSource;
  uow: UnitOfWork;
  close(): Promise<void>;
}> {
  const schema = `spec_${randomBytes(6).toString('hex')}`;
  const dataSource = createDataSource({
    url: process.env.DATABASE_URL ?? '',
    schema,
    entities: platformEntities,
    migrations: [...platformMigrations, ...migrations] as Migrations,
    poolMax: 4,
  });
  await migrate(dataSource);
  const close = async () => {
    await dataSource.query(`DROP SCHEMA "${schema}" CASCADE`);
    await dataSource.destroy();
  };
  return { dataSource, uow: new TypeOrmUnitOfWork(dataSource), close };
}

/** What a contract suite is run against: one implementation on one kind of unit of work. */
export interface Subject<Port> {
  port: Port;
  uow: UnitOfWork;
}

export type Subjects<Port> = () => Promise<Subject<Port> & { close(): Promise<void> }>;

export function inMemory<Port>(make: () => Port): Subjects<Port> {
  return async () => ({ port: make(), uow: new MemoryUnitOfWork(), close: async () => undefined });
}

/** One schema for the whole file, migrated once; every test finds its tables empty. */
export function onPostgres<Port>(
  migrations: readonly unknown[],
  make: (dataSource: DataSource) => Port,
): Subjects<Port> {
  let scratch: ReturnType<typeof scratchDataSource> | null = null;
  afterAll(async () => (await scratch)?.close());
  return async () => {
    scratch ??= scratchDataSource(migrations);
    const { dataSource, uow } = await scratch;
    await emptyTables(dataSource);
    return { port: make(dataSource), uow, close: async () => undefined };
  };
}

async function emptyTables(dataSource: DataSource): Promise<void> {
  const tables: { name: string }[] = await dataSource.query(
    `SELECT quote_ident(table_name) AS name FROM information_schema.tables
     WHERE table_schema = current_schema() AND table_name <> 'migrations'`,
  );
  await dataSource.query(`TRUNCATE ${tables.map((table) => table.name).join(', ')} RESTART IDENTITY`);
}
