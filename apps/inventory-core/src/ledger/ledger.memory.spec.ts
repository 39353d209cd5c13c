import { MemoryInbox, MemoryOutbox, MemoryUnitOfWork } from '@tillbridge/persistence';
import { ledgerContract } from './ledger.contract';
import { MemoryLedger } from './ledger.memory';

describe('the ledger in memory', () => {
  ledgerContract(async () => {
    const ledger = new MemoryLedger();
    const uow = new MemoryUnitOfWork({ attemptsMax: 200, sleep: async () => undefined });
    return {
      uow,
      inbox: new MemoryInbox(uow),
      outbox: new MemoryOutbox({ service: 'inventory-core' }),
      ledger,
      items: async () => ledger.allItems(),
      movements: async () => ledger.allMovements(),
      close: async () => undefined,
    };
  });
});
