import { inMemory } from '../../spec-kit/databases';
import { memoryTillStores } from './stores';
import { tillStoresContract } from './till-stores.contract';

tillStoresContract('in memory', inMemory(memoryTillStores));
