import {
  availabilityChanged,
  orderObserved,
  type AvailabilityChanged,
  type OrderObserved,
} from '@tillbridge/contracts';
import { defaultReaderSettings } from '@tillbridge/gateway-kit';
import type { Weakness } from '../world/weakness';

const hour = 3_600_000;

/**
 * Bridges that lack one thing each, which the simulation has to miss: if it did not find out, its word for the sound bridge
 * would say nothing. Each shows one fault at work, too: without that fault nothing would be amiss.
 */
export const brokenBridges: Readonly<Record<string, Weakness>> = {
  'raises without comparing': { store: { comparesNot: true } },
  'takes a lost answer for "not done"': { store: { lostIsNotDone: true } },
  'sends a push again under a new key': { store: { forgetsKeys: true } },
  'posts an order again under a new id': { till: { forgetsPosts: true } },
  'raises one store before the other is lowered': {
    fact: (fact) => {
      if (fact.type !== availabilityChanged.type) return fact;
      const data = fact.data as AvailabilityChanged;
      return { ...fact, data: { ...data, raiseTo: data.lowerTo } };
    },
  },
  'acknowledges facts before they are handled': { acknowledgesFirst: true },
  'never asks for orders again': { storeTiming: { pollEveryMs: 100 * hour } },
  'never asks the till again': {
    reader: { ...defaultReaderSettings, pollIntervalMs: 100 * hour, itemsIntervalMs: 100 * hour },
  },
  'is never compared with what stores show': { isNeverCompared: true },
  'does not hear of cancelled orders': {
    fact: (fact) => {
      const isCancelled = fact.type === orderObserved.type && (fact.data as OrderObserved).cancelledAt !== null;
      return isCancelled ? null : fact;
    },
  },
};
