import {
  availabilityChanged,
  orderObserved,
  tillStockObserved,
  type AvailabilityChanged,
  type OrderObserved,
  type TillStockObserved,
} from '@tillbridge/contracts';
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
  'sets a level without comparing it': { store: { comparesNothing: true } },
  'raises one store before the other is lowered': {
    fact: (fact) => {
      if (fact.type !== availabilityChanged.type) return fact;
      const data = fact.data as AvailabilityChanged;
      return { ...fact, data: { ...data, raiseTo: data.lowerTo } };
    },
  },
  'acknowledges before it stores': { acknowledgesAtOnce: true },
  'asks for nothing that was not told': { store: { isNeverPolled: true } },
  'takes a sale that is told again for another one': {
    fact: (fact) => {
      if (fact.type !== tillStockObserved.type) return fact;
      const data = fact.data as TillStockObserved;
      const records = data.records.map((record) => ({ ...record, recordId: `${record.recordId} of ${fact.id}` }));
      return { ...fact, data: { ...data, records } };
    },
  },
  'writes over what was written meanwhile': { forgetsVersions: true },
  'takes every read to show what was answered before': { till: { settlesAtOnce: true } },
  'does not hear of cancelled orders': {
    fact: (fact) => {
      const isCancelled = fact.type === orderObserved.type && (fact.data as OrderObserved).cancelledAt !== null;
      return isCancelled ? null : fact;
    },
  },
};

/**
 * What a bridge may lack: handling a message twice changes nothing more, whoever forgets that it was handled (I4). So nothing
 * hangs on that memory alone.
 */
export const harmlessWeaknesses: Readonly<Record<string, Weakness>> = {
  'does not remember which messages it has handled': { forgetsMessages: true },
};

/** A sound bridge lacks nothing. */
export function weaknessOf(name: string | null): Weakness {
  const known = name === null ? {} : (brokenBridges[name] ?? harmlessWeaknesses[name]);
  if (known === undefined) throw new Error(`there is no bridge that ${name}`);
  return known;
}
