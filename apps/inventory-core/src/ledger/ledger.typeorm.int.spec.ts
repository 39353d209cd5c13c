import type { Tx } from '@tillbridge/persistence';
import type { EntityManager } from 'typeorm';
import type { Changes, Loaded, References } from './ledger';
import { ledgerContract, raceForLastUnits } from './ledger.contract';
import { TypeOrmLedger } from './ledger.typeorm';
import { secondLookContract } from './second-look.contract';
import { openLedgerWorld } from './spec-typeorm-world';

describe('the ledger on PostgreSQL', () => {
  ledgerContract(openLedgerWorld);
  secondLookContract(openLedgerWorld);

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
    const world = await openLedgerWorld();
    try {
      const promised = await raceForLastUnits({ ...world, ledger: new UnguardedLedger() }, 7, 20);
      expect(promised).toBeGreaterThan(7);
    } finally {
      await world.close();
    }
  });
});
