import { publishedAt } from './availability';
import { capOf } from './cap';
import { nameOf, type Linked } from './escrow-mode';
import type { ItemState, Millis, PublishedAvailability, StoreView } from './item-state';
import type { ShopLayout } from './policy';

/**
 * Notes of each store level since when it keeps units that others may wait for, whatever it comes from: a number that asks for
 * less, units that have become scarce, or a unit that was put back where nobody is told of it. What a store does not list, or
 * the shop has no place of, is counted nowhere and keeps nothing.
 */
export function noteKept(item: ItemState, linked: Linked, { places }: ShopLayout, now: Millis): ItemState {
  const isCounted = (view: StoreView): boolean =>
    linked.has(view.channel) && places.some((place) => nameOf(place) === nameOf(view));
  const views = item.views.map((view) => {
    const keeps = keepsUnits(view, publishedAt(item, view)) && isCounted(view);
    const keepsSince = keeps ? (view.keepsSince ?? now) : null;
    return keepsSince === view.keepsSince ? view : { ...view, keepsSince };
  });
  return views.every((view, index) => view === item.views[index]) ? item : { ...item, views };
}

/**
 * Whether a store may still show units of a scarce item that it was told to give up. No other store is given them until it
 * acknowledges, however long that takes.
 */
function keepsUnits(view: StoreView, told: PublishedAvailability | undefined): boolean {
  return view.dealtSince !== null && told !== undefined && capOf(view) > told.lowerTo;
}
