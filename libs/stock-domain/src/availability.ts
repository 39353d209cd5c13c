import { countedAt, withGrant } from './cap';
import { dealtShares, type Shares } from './dealt-shares';
import { uncountedAt, viewOf, withView } from './decide-store';
import { allChannels, decideModes, isDealt, nameOf, type Linked } from './escrow-mode';
import { offeredAt } from './escrow-pool';
import { freeForSure, levelAt } from './level';
import { mostShown } from './raise-guard';
import { lowerableTo } from './revisit';
import { unservedAt } from './shortage';
import { upsert, type ItemState, type Millis, type PublishedAvailability } from './item-state';
import { placesSharing, type ShopLayout, type StorePlace } from './policy';

export interface AvailabilityDecision {
  readonly item: ItemState;
  /** Only what differs from the last published numbers. */
  readonly changed: readonly PublishedAvailability[];
}

/**
 * Decides what each linked store may sell at each of its locations, and remembers what it tells them. Where units are
 * dealt out, raises are granted one after the other by rank, each counted in the next. A place whose levels are not known
 * yet gets nothing, because a 0 would empty the store.
 */
export function decideAvailability(
  item: ItemState,
  linked: Linked,
  layout: ShopLayout,
  now: Millis,
): AvailabilityDecision {
  const places = byRank(layout)
    .filter(({ channel }) => linked.has(channel) && !layout.sellers.has(channel))
    .filter((place) => place.serves.some((location) => levelAt(item, location).mirror.row !== null));
  const start = { item: decideModes(item, linked, layout, now), changed: [] };
  return places.reduce<AvailabilityDecision>((decision, place) => {
    const wanted = availabilityAt(decision.item, place, layout, now, linked);
    if (!differs(wanted, publishedAt(decision.item, wanted))) return decision;
    return { item: published(decision.item, wanted, now), changed: [...decision.changed, wanted] };
  }, start);
}

function byRank({ places, ranks }: ShopLayout): readonly StorePlace[] {
  const rank = ({ channel }: StorePlace): number => ranks.get(channel) ?? Number.MAX_SAFE_INTEGER;
  return [...places].sort((a, b) => rank(a) - rank(b));
}

/** As {@link decideAvailability}, for who wants to know and not to tell. */
export function changedAvailability(
  item: ItemState,
  linked: Linked,
  layout: ShopLayout,
  now: Millis,
): readonly PublishedAvailability[] {
  return decideAvailability(item, linked, layout, now).changed;
}

export function availabilityAt(
  item: ItemState,
  place: StorePlace,
  layout: ShopLayout,
  now: Millis,
  linked: Linked = allChannels(layout),
): PublishedAvailability {
  const view = viewOf(item, place.channel, place.storeLocation);
  const { lowerTo, raiseTo } = offerTo(item, place, linked, layout, now);
  return {
    channel: place.channel,
    storeLocation: place.storeLocation,
    lowerTo,
    raiseTo,
    counted: { ordersSeen: view.ordersCounted, ...countedAt(view) },
    version: item.version,
    dealt: place.serves.some((location) => isDealt(item, location)),
  };
}

export interface Offer {
  readonly lowerTo: number;
  /** Of that, what the till is certain to have. */
  readonly certain: number;
  /** Of that, what no other store may still sell. */
  readonly raiseTo: number;
}

export function offerTo(item: ItemState, place: StorePlace, linked: Linked, layout: ShopLayout, now: Millis): Offer {
  const shares = dealtShares(item, linked, layout, now);
  const offers = place.serves.map((location) => offersAt(item, place, location, shares, layout, now));
  const sure = place.serves.map((location) =>
    offeredAt(item, place, location, layout, freeForSure(item, location), now),
  );
  // A line that may not be divided is served from one location, and somebody may buy all that is shown on one line.
  const together = layout.policy.splitLines ? sumOf : mostOf;
  const unserved = unservedUnits(item, place, layout, now);
  const uncounted = uncountedUnits(item, placesBesides(item, place, layout));
  const lowerTo = Math.max(0, together(offers) - uncounted - unserved);
  const gone = uncountedUnits(item, placesSharing(layout, place));
  const certain = Math.min(lowerTo, Math.max(0, together(sure) - gone - unserved));
  const isShared = !place.serves.some((location) => isDealt(item, location));
  const raiseTo = isShared ? certain : Math.min(certain, mostShown(item, place, linked, layout, now));
  return { lowerTo, certain, raiseTo };
}

/** What one location offers a place: its share where units are dealt out, else all that is free for it. */
export function offersAt(
  item: ItemState,
  place: StorePlace,
  location: string,
  shares: Shares,
  layout: ShopLayout,
  now: Millis,
): number {
  const share = shares.get(location);
  if (share !== undefined) return share.get(nameOf(place)) ?? 0;
  return offeredAt(item, place, location, layout, lowerableTo(item, location, now), now);
}

const sumOf = (units: readonly number[]): number => units.reduce((total, each) => total + each, 0);
const mostOf = (units: readonly number[]): number => Math.max(...units);

/** The places that share units with this one, so that what is gone there counts here; what is dealt out lacks it already. */
export function placesBesides(item: ItemState, place: StorePlace, layout: ShopLayout): readonly StorePlace[] {
  return placesSharing(layout, { ...place, serves: place.serves.filter((location) => !isDealt(item, location)) });
}

/**
 * Units that any of these stores shows as gone and that we can't explain yet. Nobody knows from which location they went, so
 * they count in full at every place that shares a location with the one that misses them.
 */
function uncountedUnits(item: ItemState, places: readonly StorePlace[]): number {
  return sumOf(places.map(({ channel, storeLocation }) => uncountedAt(viewOf(item, channel, storeLocation))));
}

/** Units of lines that wait where there are none for them: one of the locations next to it is going to serve them. */
function unservedUnits(item: ItemState, place: StorePlace, layout: ShopLayout, now: Millis): number {
  const within = new Set(placesSharing(layout, place).flatMap(({ serves }) => serves));
  return sumOf([...within].map((location) => unservedAt(item, location, now)));
}

/** From now on the store may show as much as it was told. */
function published(item: ItemState, told: PublishedAvailability, now: Millis): ItemState {
  const view = viewOf(item, told.channel, told.storeLocation);
  return withPublished(withView(item, withGrant(view, told, now)), [told]);
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
    a.dealt !== b.dealt ||
    a.counted.ordersSeen !== b.counted.ordersSeen ||
    a.counted.claim !== b.counted.claim ||
    a.counted.edits !== b.counted.edits
  );
}
