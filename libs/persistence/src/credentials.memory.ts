import type { Cipher } from './cipher';
import type { CredentialStore } from './credentials';
import { openSecret, sealSecret } from './credential-seal';
import { MemoryTable } from './memory-table';
import type { Tx } from './unit-of-work';

export class MemoryCredentialStore implements CredentialStore {
  /** Sealed here too, so that the contract suite and the simulation see the same failures. */
  private readonly table = new MemoryTable<{ name: string; sealed: string }>((row) => row.name);

  constructor(private readonly cipher: Cipher) {}

  async put(tx: Tx, name: string, secret: string): Promise<void> {
    this.table.put(tx, { name, sealed: sealSecret(this.cipher, name, secret).toString('base64') });
  }

  async get(name: string): Promise<string | null> {
    const row = this.table.get(null, name);
    return row ? openSecret(this.cipher, name, Buffer.from(row.sealed, 'base64')) : null;
  }
}
