import { orderObserved, type OrderObserved } from '@tillbridge/contracts';
import type { Weakness } from '../world/weakness';

interface FoundBy {
  /** A seed whose life shows it. */
  readonly foundBy: number;
}

/**
 * Bridges that lack one thing each, which the simulation has to miss: if it did not find out, its word for the sound bridge
 * would say nothing. Each shows one fault at work, too: without that fault nothing would be amiss.
 */
export const brokenBridges: Readonly<Record<string, Weakness & FoundBy>> = {
  'takes a lost answer for "not done"': { foundBy: 3, store: { lostIsNotDone: true } },
  'sends a push again under a new key': { foundBy: 3, store: { forgetsKeys: true } },
  'posts an order again under a new id': { foundBy: 33, till: { forgetsPosts: true } },
  'is never compared with what stores show': { foundBy: 64, isNeverCompared: true },
  'does not hear of cancelled orders': {
    foundBy: 3,
    fact: (fact) => {
      const isCancelled = fact.type === orderObserved.type && (fact.data as OrderObserved).cancelledAt !== null;
      return isCancelled ? null : fact;
    },
  },
};
