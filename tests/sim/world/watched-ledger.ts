import type { Tx } from '@tillbridge/persistence';
import type { Changes, LedgerEntry } from '../../../apps/inventory-core/src/ledger/ledger';
import { MemoryLedger } from '../../../apps/inventory-core/src/ledger/ledger.memory';

/** Tells of every commit, with the movements that it added. */
export class WatchedLedger extends MemoryLedger {
  constructor(private readonly onCommit: (movements: readonly LedgerEntry[]) => void = () => undefined) {
    super();
  }

  override async append(tx: Tx, changes: Changes): Promise<void> {
    await super.append(tx, changes);
    tx.afterCommit(() => this.onCommit(changes.movements));
  }
}
