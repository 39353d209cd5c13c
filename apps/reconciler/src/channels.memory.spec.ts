import { MemoryUnitOfWork } from '@tillbridge/persistence';
import { channelsContract } from './channels.contract';
import { MemoryChannels } from './channels.memory';

describe('in memory', () => {
  channelsContract(async () => ({
    uow: new MemoryUnitOfWork(),
    channels: new MemoryChannels(),
    close: async () => undefined,
  }));
});
