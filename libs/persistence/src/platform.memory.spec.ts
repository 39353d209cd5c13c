import { MemoryCredentialStore } from './credentials.memory';
import { MemoryInbox } from './inbox.memory';
import { MemoryOutbox } from './outbox.memory';
import { platformContract } from './platform.contract';
import { MemoryUnitOfWork } from './unit-of-work.memory';

describe('in memory', () => {
  platformContract(async () => ({
    uow: (options) => new MemoryUnitOfWork(options),
    inbox: () => new MemoryInbox(new MemoryUnitOfWork()),
    outbox: (options) => new MemoryOutbox(options),
    credentials: (cipher) => new MemoryCredentialStore(cipher),
  }));
});
