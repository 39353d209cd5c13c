import { editsContract } from './edits.contract';
import { memoryWorld } from './spec-memory-world';

describe('edits, in memory', () => editsContract(async () => memoryWorld()));
