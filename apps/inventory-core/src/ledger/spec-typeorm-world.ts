import {
  createDataSource,
  migrate,
  platformEntities,
  platformMigrations,
  TypeOrmInbox,
  TypeOrmOutbox,
  TypeOrmUnitOfWork,
} from '@tillbridge/persistence';
import { TypeOrmAlertBook } from '@tillbridge/service-kit';
import { freshDatabase } from '@tillbridge/testing';
import { coreTables } from '../core-tables';
import { TypeOrmHaltedChannels } from '../halts/halted-channels.typeorm';
import { TypeOrmAnswerBook } from '../reservations/answer-book.typeorm';
import type { ReservationWorld } from '../reservations/paper-calls';
import { TypeOrmSilenceBook } from '../silence/silence-book.typeorm';
import { EditStepRow } from './edits/entities';
import { MovementRow } from './entities';
import { noReferences } from './ledger';
import { TypeOrmLedger } from './ledger.typeorm';
import { loadBatch } from './load.typeorm';

/** The ledger on a PostgreSQL database of its own, for specs. */
export async function openLedgerWorld(): Promise<ReservationWorld> {
  return (await openLedgerDatabase()).world;
}

/**
 * Worlds for the specs of one file: they share a database, which is emptied each time, for making one and bringing its
 * tables up to date takes longer than most specs. One world at a time.
 */
export function emptiedLedgerWorlds(): () => Promise<ReservationWorld> {
  let opened: ReturnType<typeof openLedgerDatabase> | null = null;
  afterAll(async () => (await opened)?.world.close());
  return async () => {
    const { world, dataSource } = await (opened ??= openLedgerDatabase());
    const rows: { name: string }[] = await dataSource.query(
      `SELECT format('%I', tablename) AS name FROM pg_tables
         WHERE schemaname = 'inventory_core' AND tablename <> 'migrations'`,
    );
    await dataSource.query(`TRUNCATE ${rows.map(({ name }) => name).join(', ')}`);
    return { ...world, close: async () => undefined };
  };
}

/** As {@link openLedgerWorld}, with the database, for what is read beside the ledger. */
export async function openLedgerDatabase() {
  const database = await freshDatabase('core_ledger');
  const dataSource = createDataSource({
    url: database.url,
    schema: 'inventory_core',
    entities: [...platformEntities, ...coreTables.entities],
    migrations: [...platformMigrations, ...coreTables.migrations],
    poolMax: 20,
  });
  await migrate(dataSource);
  const items = async () => {
    const rows: { id: string }[] = await dataSource.query('SELECT id FROM item');
    const loaded = await dataSource.transaction((manager) =>
      loadBatch(manager, { ...noReferences, items: rows.map((row) => row.id) }),
    );
    return [...loaded.items.values()];
  };
  const world: ReservationWorld = {
    uow: new TypeOrmUnitOfWork(dataSource, { attemptsMax: 200 }),
    inbox: new TypeOrmInbox(dataSource),
    outbox: new TypeOrmOutbox(dataSource, { service: 'inventory-core' }),
    ledger: new TypeOrmLedger(),
    alerts: new TypeOrmAlertBook(),
    silences: new TypeOrmSilenceBook(),
    haltedChannels: new TypeOrmHaltedChannels(),
    answers: new TypeOrmAnswerBook(),
    items,
    movements: async () =>
      (await dataSource.getRepository(MovementRow).find()).map((row) => ({ ...row, kind: row.kind as 'till' })),
    editSteps: async () =>
      (await dataSource.getRepository(EditStepRow).find({ order: { at: 'ASC', id: 'ASC' } })).map((row) => ({
        ...row,
        what: row.what as 'missing',
      })),
    close: async () => {
      await dataSource.destroy();
      await database.drop();
    },
  };
  return { world, dataSource };
}
