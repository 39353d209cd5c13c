import type { Tx } from '@tillbridge/persistence';

/** One till account as it was imported. `settings` belong to its series; secrets are kept apart, encrypted. */
export interface TillAccount<Settings = unknown> {
  till: string;
  series: string;
  settings: Settings;
}

export interface TillAccounts {
  put(tx: Tx, account: TillAccount): Promise<void>;
  list(tx: Tx): Promise<TillAccount[]>;
}
