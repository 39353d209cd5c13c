import type { Statement, Tx } from '@tillbridge/persistence';
import type { Changes, Loaded, References } from './ledger';
import { TypeOrmLedger } from './ledger.typeorm';

/** As many as there are connections. */
export const buyersInRush = 10;

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
      if (buyers === buyersInRush) allLoaded();
      await rush;
      return loaded;
    }

    protected override itemStatements(changes: Changes): readonly Statement[] {
      const known = changes.items.filter(({ before }) => before !== null).map(({ after }) => after.itemId);
      const sql = 'UPDATE item SET version = version + 1 WHERE id = ANY($1::uuid[])';
      const fresh = changes.items.filter(({ before }) => before === null);
      return [{ sql, parameters: [known] }, ...super.itemStatements({ ...changes, items: fresh })];
    }
  }
  return new UnguardedLedger();
}
