import { memoryWorld } from '../ledger/spec-memory-world';
import { haltedChannelsContract } from './halted-channels.contract';

haltedChannelsContract(async () => memoryWorld());
