import type { Tx } from '@tillbridge/persistence';
import type { EntityManager } from 'typeorm';
import type { Changes, Loaded, References } from './ledger';
import { TypeOrmLedger } from './ledger.typeorm';

/** The ledger without its guard, in a rush: more buyers than units have looked before the first of them writes. */
export function unguardedLedger(isBuyer: (references: References) => boolean): TypeOrmLedger {
  let allLoaded = (): void => undefined;
  const rush = new Promise<void>((resolve) => (allLoaded = resolve));
  let buyers = 0;
  class UnguardedLedger extends TypeOrmLedger {
    override async load(tx: Tx, references: References): Promise<Loaded> {
      const loaded = await super.load(tx, references);
      if (!isBuyer(references)) return loaded;
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
  return new UnguardedLedger();
}
