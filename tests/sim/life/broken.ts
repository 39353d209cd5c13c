import {
  availabilityChanged,
  orderObserved,
  tillStockObserved,
  type AvailabilityChanged,
  type OrderObserved,
  type TillStockObserved,
} from '@tillbridge/contracts';
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
  'posts an order again under a new id': { foundBy: 16, till: { forgetsPosts: true } },
  'is never compared with what stores show': { foundBy: 15, isNeverCompared: true },
  'sets a level without comparing it': { foundBy: 3, store: { comparesNothing: true } },
  'raises one store before the other is lowered': {
    foundBy: 22,
    fact: (fact) => {
      if (fact.type !== availabilityChanged.type) return fact;
      const data = fact.data as AvailabilityChanged;
      return { ...fact, data: { ...data, raiseTo: data.lowerTo } };
    },
  },
  'acknowledges before it stores': { foundBy: 14, acknowledgesAtOnce: true },
  'asks for nothing that was not told': { foundBy: 11, store: { isNeverPolled: true } },
  'takes a sale that is told again for another one': {
    foundBy: 14,
    fact: (fact) => {
      if (fact.type !== tillStockObserved.type) return fact;
      const data = fact.data as TillStockObserved;
      const records = data.records.map((record) => ({ ...record, recordId: `${record.recordId} of ${fact.id}` }));
      return { ...fact, data: { ...data, records } };
    },
  },
  'writes over what was written meanwhile': { foundBy: 2, forgetsVersions: true },
  'takes every read to show what was answered before': { foundBy: 15, till: { settlesAtOnce: true } },
  'does not hear of cancelled orders': {
    foundBy: 2,
    fact: (fact) => {
      const isCancelled = fact.type === orderObserved.type && (fact.data as OrderObserved).cancelledAt !== null;
      return isCancelled ? null : fact;
    },
  },
};
