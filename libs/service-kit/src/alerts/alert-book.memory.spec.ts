import { MemoryUnitOfWork } from '@tillbridge/persistence';
import { alertBookContract } from './alert-book.contract';
import { MemoryAlertBook } from './alert-book.memory';

describe('in memory', () => {
  alertBookContract(async () => ({
    uow: new MemoryUnitOfWork({ sleep: async () => undefined }),
    book: new MemoryAlertBook(),
  }));
});
