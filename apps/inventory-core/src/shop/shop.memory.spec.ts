import { MemoryUnitOfWork } from '@tillbridge/persistence';
import { shopContract, tillSettleMs } from './shop.contract';
import { MemoryShopBook } from './shop.memory';

describe('the shop in memory', () => {
  shopContract(async () => ({
    uow: new MemoryUnitOfWork(),
    book: new MemoryShopBook(tillSettleMs),
    close: async () => undefined,
  }));
});
