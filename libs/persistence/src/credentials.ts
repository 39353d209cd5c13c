import type { Tx } from './unit-of-work';

/** Secrets at rest (tokens, client secrets), encrypted; each name keeps its newest value only. */
export interface CredentialStore {
  put(tx: Tx, name: string, secret: string): Promise<void>;
  /** @throws DecryptionFailed when the stored bytes were changed, swapped with another name's or sealed under a lost key. */
  get(name: string): Promise<string | null>;
}
