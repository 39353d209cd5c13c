import { orderObserved, type OrderObserved } from '@tillbridge/contracts';
import type { Weakness } from '../world/weakness';

/**
 * Bridges that lack one thing each, which the simulation has to miss: if it did not find out, its word for the sound bridge
 * would say nothing. Each shows one fault at work, too: without that fault nothing would be amiss.
 */
export const brokenBridges: Readonly<Record<string, Weakness>> = {
  'takes a lost answer for "not done"': { store: { lostIsNotDone: true } },
  'sends a push again under a new key': { store: { forgetsKeys: true } },
  'posts an order again under a new id': { till: { forgetsPosts: true } },
  'is never compared with what stores show': { isNeverCompared: true },
  'does not hear of cancelled orders': {
    fact: (fact) => {
      const isCancelled = fact.type === orderObserved.type && (fact.data as OrderObserved).cancelledAt !== null;
      return isCancelled ? null : fact;
    },
  },
};
