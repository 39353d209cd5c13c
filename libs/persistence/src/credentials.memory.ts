import type { Cipher } from './cipher';
import type { CredentialStore } from './credentials';
import { openSecret, sealSecret } from './credential-seal';
import { MemoryTable } from './memory-table';
import type { Tx } from './unit-of-work';

interface SealedRow {
  name: string;
  sealed: string;
}

/** Sealed here too, so that the contract suite and the simulation see the same failures. */
export class MemoryCredentialStore implements CredentialStore {
  /** @param rows given where several stores, each with its own keys, look at the same rows. */
  constructor(
    private readonly cipher: Cipher,
    private readonly rows = sealedRows(),
  ) {}

  async put(tx: Tx, name: string, secret: string): Promise<void> {
    this.rows.put(tx, { name, sealed: sealSecret(this.cipher, name, secret).toString('base64') });
  }

  async get(name: string): Promise<string | null> {
    const row = this.rows.get(null, name);
    return row ? openSecret(this.cipher, name, Buffer.from(row.sealed, 'base64')) : null;
  }
}

export function sealedRows(): MemoryTable<SealedRow> {
  return new MemoryTable<SealedRow>((row) => row.name);
}
