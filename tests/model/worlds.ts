import { coreWorlds } from './cores/worlds';
import { escrowWorlds } from './escrow/worlds';
import type { Expectation } from './expectation';
import { storeWorlds } from './store/worlds';
import { tillWorlds } from './till';

/** All that is explored, grouped by what it is about. */
export const worlds: Readonly<Record<string, readonly Expectation[]>> = {
  'the till': tillWorlds,
  'one store': storeWorlds,
  'scarce units': escrowWorlds,
  'two cores': coreWorlds,
};
