import {
  createDataSource,
  migrate,
  platformEntities,
  platformMigrations,
  TypeOrmInbox,
  TypeOrmOutbox,
  TypeOrmUnitOfWork,
  type Tx,
} from '@tillbridge/persistence';
import { freshDatabase } from '@tillbridge/testing';
import type { EntityManager } from 'typeorm';
import { coreEntities, MovementRow } from './entities';
import { noReferences, type Changes, type Loaded, type References } from './ledger';
import { ledgerContract, raceForLastUnits, type LedgerWorld } from './ledger.contract';
import { TypeOrmLedger } from './ledger.typeorm';
import { loadBatch } from './load.typeorm';
import { coreMigrations } from './migrations';
import { secondLookContract } from './second-look.contract';

async function openWorld(): Promise<LedgerWorld> {
  const database = await freshDatabase('core_ledger');
  const dataSource = createDataSource({
    url: database.url,
    schema: 'inventory_core',
    entities: [...platformEntities, ...coreEntities],
    migrations: [...platformMigrations, ...coreMigrations],
    poolMax: 20,
  });
  await migrate(dataSource);
  const items = async () => {
    const rows: { id: string }[] = await dataSource.query('SELECT id FROM item');
    const loaded = await loadBatch(dataSource.manager, { ...noReferences, items: rows.map((row) => row.id) });
    return [...loaded.items.values()];
  };
  return {
    uow: new TypeOrmUnitOfWork(dataSource, { attemptsMax: 200 }),
    inbox: new TypeOrmInbox(dataSource),
    outbox: new TypeOrmOutbox(dataSource, { service: 'inventory-core' }),
    ledger: new TypeOrmLedger(),
    items,
    movements: async () =>
      (await dataSource.getRepository(MovementRow).find()).map((row) => ({ ...row, kind: row.kind as 'till' })),
    close: async () => {
      await dataSource.destroy();
      await database.drop();
    },
  };
}

describe('the ledger on PostgreSQL', () => {
  ledgerContract(openWorld);
  secondLookContract(openWorld);

  // Shows that the race above is a real one: with the version left out of the predicate the same 20 orders oversell.
  it('oversells when the version predicate is taken out', async () => {
    let allLoaded = (): void => undefined;
    const rush = new Promise<void>((resolve) => (allLoaded = resolve));
    let buyers = 0;
    class UnguardedLedger extends TypeOrmLedger {
      /** More buyers than units have looked before the first of them writes. */
      override async load(tx: Tx, references: References): Promise<Loaded> {
        const loaded = await super.load(tx, references);
        if (references.orders.length === 0) return loaded;
        buyers += 1;
        if (buyers === 10) allLoaded();
        await rush;
        return loaded;
      }

      protected override async writeItems(manager: EntityManager, changes: Changes): Promise<void> {
        const known = changes.items.filter(({ before }) => before !== null).map(({ after }) => after.itemId);
        await manager.query('UPDATE item SET version = version + 1 WHERE id = ANY($1::uuid[])', [known]);
        await super.writeItems(manager, { ...changes, items: changes.items.filter(({ before }) => before === null) });
      }
    }
    const world = await openWorld();
    try {
      const promised = await raceForLastUnits({ ...world, ledger: new UnguardedLedger() }, 7, 20);
      expect(promised).toBeGreaterThan(7);
    } finally {
      await world.close();
    }
  });
});
