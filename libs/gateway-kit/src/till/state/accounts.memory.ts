import { MemoryTable, type Tx } from '@tillbridge/persistence';
import type { TillAccount, TillAccounts } from './accounts';

export class MemoryTillAccounts implements TillAccounts {
  private readonly table = new MemoryTable<TillAccount>((row) => row.till);

  async put(tx: Tx, account: TillAccount): Promise<void> {
    this.table.put(tx, account);
  }

  async list(tx: Tx): Promise<TillAccount[]> {
    return this.table.all(tx);
  }
}
