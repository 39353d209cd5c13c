import { uncountedAt, viewOf } from './decide-store';
import { freeAtMost, freeByTrustedRow, freeForSure, heldFrom, levelAt } from './level';
import { isStrict } from './revisit';
import { upsert, type ItemState, type Millis, type PublishedAvailability } from './item-state';
import { placesSharing, safetyStockAt, type ShopLayout, type StorePlace } from './policy';

/**
 * What each linked store may sell at each of its locations. Only what differs from the last published numbers is
 * returned; a place whose levels are not known yet gets nothing, because a 0 would empty the store.
 */
export function changedAvailability(
  item: ItemState,
  linkedChannels: ReadonlySet<string>,
  layout: ShopLayout,
  now: Millis,
): readonly PublishedAvailability[] {
  return layout.places
    .filter((place) => linkedChannels.has(place.channel))
    .filter((place) => place.serves.some((location) => levelAt(item, location).mirror.row !== null))
    .map((place) => availabilityAt(item, place, layout, now))
    .filter((wanted) => differs(wanted, publishedAt(item, wanted)));
}

export function availabilityAt(
  item: ItemState,
  place: StorePlace,
  layout: ShopLayout,
  now: Millis,
): PublishedAvailability {
  const view = viewOf(item, place.channel, place.storeLocation);
  const sumOver = (freeAt: (location: string) => number) =>
    place.serves.reduce((total, location) => {
      const { itemId } = item;
      const { channel } = place;
      const kept = heldFrom(item, channel, location, now) + safetyStockAt(layout.policy, { itemId, channel, location });
      return total + Math.max(0, freeAt(location) - kept);
    }, 0);
  const uncounted = uncountedUnits(item, place, layout);
  const lowerTo = Math.max(0, sumOver((location) => lowerableTo(item, location, now)) - uncounted);
  const raiseTo = Math.max(0, sumOver((location) => freeForSure(item, location)) - uncounted);
  return {
    channel: place.channel,
    storeLocation: place.storeLocation,
    lowerTo,
    raiseTo: Math.min(raiseTo, lowerTo),
    counted: { ordersSeen: view.ordersCounted, claim: view.claim, edits: view.edits },
    version: item.version,
  };
}

/** What may at most be free; what is certain to be, while a post stays unresolved. */
export function lowerableTo(item: ItemState, location: string, now: Millis): number {
  const atMost = freeAtMost(item, location);
  return isStrict(item, location, now) ? Math.min(atMost, freeByTrustedRow(item, location)) : atMost;
}

/**
 * Units that any store shows as gone and that we can't explain yet. Nobody knows from which location they went, so they
 * count in full at every place that shares a location with the one that misses them.
 */
function uncountedUnits(item: ItemState, place: StorePlace, layout: ShopLayout): number {
  return placesSharing(layout, place).reduce(
    (total, other) => total + uncountedAt(viewOf(item, other.channel, other.storeLocation)),
    0,
  );
}

export function withPublished(item: ItemState, published: readonly PublishedAvailability[]): ItemState {
  return published.reduce(
    (state, change) => ({
      ...state,
      published: upsert(
        state.published,
        (other) => other.channel === change.channel && other.storeLocation === change.storeLocation,
        change,
      ),
    }),
    item,
  );
}

export function publishedAt(
  item: ItemState,
  wanted: Pick<PublishedAvailability, 'channel' | 'storeLocation'>,
): PublishedAvailability | undefined {
  return item.published.find(
    (published) => published.channel === wanted.channel && published.storeLocation === wanted.storeLocation,
  );
}

function differs(a: PublishedAvailability, b: PublishedAvailability | undefined): boolean {
  return (
    b === undefined ||
    a.lowerTo !== b.lowerTo ||
    a.raiseTo !== b.raiseTo ||
    a.counted.ordersSeen !== b.counted.ordersSeen ||
    a.counted.claim !== b.counted.claim ||
    a.counted.edits !== b.counted.edits
  );
}
