import { capOf } from './cap';
import type { PublishedAvailability, StoreView } from './item-state';

/**
 * Whether a store may still show units of a scarce item that it was told to give up. No other store is given them until it
 * acknowledges, however long that takes.
 */
export function keepsUnits(view: StoreView, told: Pick<PublishedAvailability, 'lowerTo'>): boolean {
  return view.dealtSince !== null && capOf(view) > told.lowerTo;
}
