import type { Expectation } from '../expectation';
import { productWorlds } from './product-worlds';
import { worseWorlds } from './worse-worlds';

export const tillWorlds: readonly Expectation[] = [...productWorlds, ...worseWorlds];
