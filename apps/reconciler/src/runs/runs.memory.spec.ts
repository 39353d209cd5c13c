import { MemoryUnitOfWork } from '@tillbridge/persistence';
import { runsContract } from './runs.contract';
import { MemoryRuns } from './runs.memory';

describe('in memory', () => {
  runsContract(async () => ({ uow: new MemoryUnitOfWork(), runs: new MemoryRuns(), close: async () => {} }));
});
