import { MemoryCredentialStore, sealedRows } from './credentials.memory';
import { MemoryInbox } from './inbox.memory';
import { MemoryOutbox } from './outbox.memory';
import { platformContract } from './platform.contract';
import { MemoryUnitOfWork } from './unit-of-work.memory';

describe('in memory', () => {
  platformContract(async () => {
    const uow = new MemoryUnitOfWork();
    const rows = sealedRows();
    return {
      uow: (options) => new MemoryUnitOfWork(options),
      inbox: () => new MemoryInbox(uow),
      outbox: (options) => new MemoryOutbox(options),
      credentials: (cipher) => new MemoryCredentialStore(cipher, rows),
      sealedBytes: async (name) => Buffer.from(rows.get(null, name)!.sealed, 'base64'),
      swapSealed: (from, to) => uow.run(async (tx) => rows.put(tx, { ...rows.get(tx, from)!, name: to })),
    };
  });
});
