import { PollOnlyTill } from './poll-only-till';
import { tillConformance } from './till-conformance';

tillConformance('polled only, without versions', async () => {
  const till = new PollOnlyTill();
  return {
    adapter: till,
    location: till.location,
    sellsCopies: true,
    addItem: async (level) => till.addItem(level),
    sell: async (item, units) => till.ringUp(item, units),
    takeBack: async (item, units) => till.ringUp(item, -units),
    voidSale: async (saleId) => till.voidSale(saleId),
    receive: async (item, units) => till.setLevel(item, till.level(item) + units),
    level: async (item) => till.level(item),
    salesUnder: async (postId) => till.salesUnder(postId),
    fault: async (operation, fault) => till.fault(operation, fault),
    close: async () => undefined,
  };
});
