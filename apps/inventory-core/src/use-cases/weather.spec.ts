import { MemoryInbox, MemoryOutbox, MemoryUnitOfWork, Unavailable } from '@tillbridge/persistence';
import { MemoryAlertBook } from '@tillbridge/service-kit';
import { MemoryHaltedChannels } from '../halts/halted-channels.memory';
import { MemoryLedger } from '../ledger/ledger.memory';
import { listed, startOfDay } from '../ledger/paper-core';
import { handleFacts, type HandleFactsDeps } from './handle-facts';
import { postOrderAgain } from './post-order-again';
import { revisitItems } from './revisit-items';

/** What a decision is given while the database goes away in the very moment in which the shop is read. */
function depsWithoutShop(): HandleFactsDeps {
  const uow = new MemoryUnitOfWork();
  const ledger = new MemoryLedger();
  jest.spyOn(ledger, 'due').mockResolvedValue(['an item that is due']);
  return {
    uow,
    inbox: new MemoryInbox(uow),
    outbox: new MemoryOutbox({ service: 'inventory-core' }),
    ledger,
    alerts: new MemoryAlertBook(),
    haltedChannels: new MemoryHaltedChannels(),
    shop: () => Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })),
    now: () => new Date(startOfDay),
    newId: () => 'never asked for',
    onDue: () => undefined,
  };
}

describe('a database that goes away while the shop is read', () => {
  it.each<[string, (deps: HandleFactsDeps) => Promise<unknown>]>([
    ['facts', (deps) => handleFacts(deps, [listed('till', 'till-1', 'TEE-M')])],
    ['items that are due', (deps) => revisitItems(deps, () => undefined)],
    [
      'an order to be posted again',
      (deps) => postOrderAgain(deps, { channel: 'store-a', order: '7001' }, { atZeroValue: false }),
    ],
  ])('is weather and nobody’s fault: %s wait', async (_what, decide) => {
    await expect(decide(depsWithoutShop())).rejects.toThrow(Unavailable);
  });
});
