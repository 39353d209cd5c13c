import type { Expectation } from './expectation';
import { storeWorlds } from './store/worlds';

/** All that is explored, grouped by what it is about. */
export const worlds: Readonly<Record<string, readonly Expectation[]>> = { 'one store': storeWorlds };
