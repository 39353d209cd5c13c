import { inMemory } from '../spec-kit/databases';
import { rawIntakeContract } from './raw-intake.contract';
import { MemoryRawIntake } from './raw-intake.memory';

rawIntakeContract(
  'in memory',
  inMemory(() => new MemoryRawIntake()),
);
