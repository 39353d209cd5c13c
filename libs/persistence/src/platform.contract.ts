import type { Cipher } from './cipher';
import { credentialStoreContract } from './credentials.contract';
import type { CredentialStore } from './credentials';
import { inboxContract } from './inbox.contract';
import type { Inbox } from './inbox';
import { outboxContract } from './outbox.contract';
import type { Outbox, OutboxOptions } from './outbox';
import { unitOfWorkContract } from './unit-of-work.contract';
import type { UnitOfWork, UnitOfWorkOptions } from './unit-of-work';

/** One implementation of every port, over one empty store. */
export interface Platform {
  uow(options?: UnitOfWorkOptions): UnitOfWork;
  inbox(): Inbox;
  outbox(options: OutboxOptions): Outbox;
  /** Every one of them over the same rows. */
  credentials(cipher: Cipher): CredentialStore;
  /** What lies in the store under `name`, as somebody sees it who gets hold of the disk. */
  sealedBytes(name: string): Promise<Buffer>;
  /** Puts the bytes of one name under another, past the store. */
  swapSealed(from: string, to: string): Promise<void>;
}

/** What holds for every implementation alike. `open` gives an empty platform for each test. */
export function platformContract(open: () => Promise<Platform>): void {
  unitOfWorkContract(open);
  inboxContract(open);
  outboxContract(open);
  credentialStoreContract(open);
}
