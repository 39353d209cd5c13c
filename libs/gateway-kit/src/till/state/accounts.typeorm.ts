import { managerOf, type Tx } from '@tillbridge/persistence';
import type { TillAccount, TillAccounts } from './accounts';

export class TypeOrmTillAccounts implements TillAccounts {
  async put(tx: Tx, { till, series, settings }: TillAccount): Promise<void> {
    await managerOf(tx).query(
      `INSERT INTO till_account (till, series, settings) VALUES ($1, $2, $3)
       ON CONFLICT (till) DO UPDATE SET series = excluded.series, settings = excluded.settings`,
      [till, series, JSON.stringify(settings)],
    );
  }

  async list(tx: Tx): Promise<TillAccount[]> {
    return managerOf(tx).query('SELECT till, series, settings FROM till_account ORDER BY till');
  }
}
