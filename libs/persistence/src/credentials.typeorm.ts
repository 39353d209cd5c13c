import type { DataSource } from 'typeorm';
import type { Cipher } from './cipher';
import { openSecret, sealSecret } from './credential-seal';
import type { CredentialStore } from './credentials';
import type { Tx } from './unit-of-work';
import { managerOf } from './unit-of-work.typeorm';

export class TypeOrmCredentialStore implements CredentialStore {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cipher: Cipher,
  ) {}

  async put(tx: Tx, name: string, secret: string): Promise<void> {
    await managerOf(tx).query(
      `INSERT INTO credential (name, sealed) VALUES ($1, $2)
       ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, updated_at = now()`,
      [name, sealSecret(this.cipher, name, secret)],
    );
  }

  async get(name: string): Promise<string | null> {
    const [row]: { sealed: Buffer }[] = await this.dataSource.query('SELECT sealed FROM credential WHERE name = $1', [
      name,
    ]);
    return row ? openSecret(this.cipher, name, row.sealed) : null;
  }
}
