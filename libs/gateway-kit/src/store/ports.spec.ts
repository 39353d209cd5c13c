import { MemoryInbox, MemoryOutbox, MemoryUnitOfWork } from '@tillbridge/persistence';
import { inMemory } from '../spec-kit/databases';
import { storeLevelsContract } from './book/store-levels.contract';
import { turnsContract } from './book/turns.contract';
import { idMapContract } from './catalogue/id-map.contract';
import { storeChannelsContract } from './channels/store-channels.contract';
import { storePortsContract } from './ports.contract';
import { storeTasksContract } from './tasks/store-tasks.contract';
import { storeStateInMemory } from './store-state.memory';

function ports() {
  const uow = new MemoryUnitOfWork();
  const outbox = new MemoryOutbox({ service: 'shopify-gateway' });
  return storeStateInMemory({ uow, outbox, inbox: new MemoryInbox(uow), now: () => new Date() });
}

storePortsContract('in memory', inMemory(ports));
storeLevelsContract(
  'in memory',
  inMemory(() => ports().levels),
);
storeTasksContract(
  'in memory',
  inMemory(() => ports().tasks),
);
idMapContract(
  'in memory',
  inMemory(() => ports().idMap),
);
storeChannelsContract(
  'in memory',
  inMemory(() => ports().channels),
);
turnsContract(
  'in memory',
  inMemory(() => ports().turns),
);
