import { unsoldAt } from './cap';
import { uncountedAt, viewOf } from './decide-store';
import { allChannels, isDealt, nameOf, placesOf, type Linked } from './escrow-mode';
import { offeredAt, poolAt, poolName, stillToSell } from './escrow-pool';
import type { ItemState, Millis } from './item-state';
import { freeAtMost, freeForSure } from './level';
import { servedAtOnce, type Taker } from './max-flow';
import type { ShopLayout, StorePlace } from './policy';

/**
 * The most this place may show, whatever the others show up to their caps: the units that are left for it once the others
 * and all that is gone uncounted have had theirs. A location that serves several places gives each unit once. Where the
 * others may show more than there is, that is nothing: no raise until a lowering is confirmed.
 */
export function mostShown(item: ItemState, place: StorePlace, linked: Linked, layout: ShopLayout, now: Millis): number {
  const free = (location: string): number => freeForSure(item, location);
  const pools = poolsOf(item, linked, layout, free);
  const takers = placesOf(layout, linked).map((other) => takerOf(item, other, layout, free, now));
  const others = takers.filter(({ name }) => name !== nameOf(place));
  const own = takerOf(item, place, layout, free, now);
  const gone = uncountedAt(viewOf(item, place.channel, place.storeLocation));
  const least = servedAtOnce([...others, { ...own, units: gone }], pools);
  return servedAtOnce([...others, { ...own, units: Number.POSITIVE_INFINITY }], pools) - least;
}

/**
 * The locations that may serve `units` ordered here, those first that leave other stores most of what they show, then all
 * stores most of what they show or miss; equal ones nearest first.
 */
export function servedInTurn(item: ItemState, place: StorePlace, units: number, layout: ShopLayout): readonly string[] {
  if (place.serves.length === 1 || !place.serves.some((location) => isDealt(item, location))) return place.serves;
  const left = new Map(place.serves.map((location) => [location, leftAfter(item, place, location, units, layout)]));
  const of = (location: string) => left.get(location) ?? { others: 0, all: 0 };
  return [...place.serves].sort((a, b) => of(b).others - of(a).others || of(b).all - of(a).all);
}

function leftAfter(item: ItemState, place: StorePlace, served: string, units: number, layout: ShopLayout) {
  const free = (location: string): number => freeAtMost(item, location) - (location === served ? units : 0);
  const pools = poolsOf(item, allChannels(layout), layout, free);
  const known = layout.places
    .map((other) => ({ other, view: viewOf(item, other.channel, other.storeLocation) }))
    .filter(({ view }) => Number.isFinite(unsoldAt(view)));
  const taker = (other: StorePlace, wanted: number): Taker => ({
    ...takerOf(item, other, layout, free, Number.POSITIVE_INFINITY),
    units: wanted,
  });
  const others = known.filter(({ other }) => nameOf(other) !== nameOf(place));
  return {
    others: servedAtOnce(
      others.map(({ other, view }) => taker(other, unsoldAt(view))),
      pools,
    ),
    all: servedAtOnce(
      known.map(({ other, view }) => {
        const wanted = unsoldAt(view) + uncountedAt(view);
        return taker(other, nameOf(other) === nameOf(place) ? Math.max(0, wanted - units) : wanted);
      }),
      pools,
    ),
  };
}

function takerOf(
  item: ItemState,
  place: StorePlace,
  layout: ShopLayout,
  free: (location: string) => number,
  now: Millis,
): Taker {
  const gone = uncountedAt(viewOf(item, place.channel, place.storeLocation));
  const from = place.serves.map(
    (location) =>
      [poolName(item, place, location), offeredAt(item, place, location, layout, free(location), now)] as const,
  );
  return { name: nameOf(place), units: stillToSell(item, place, layout, now) + gone, from: new Map(from) };
}

function poolsOf(
  item: ItemState,
  linked: Linked,
  layout: ShopLayout,
  free: (location: string) => number,
): ReadonlyMap<string, number> {
  const pools = placesOf(layout, linked).flatMap((place) =>
    place.serves.map(
      (location) =>
        [
          poolName(item, place, location),
          isDealt(item, location) ? poolAt(item, location, linked, layout, free(location)) : Number.POSITIVE_INFINITY,
        ] as const,
    ),
  );
  return new Map(pools);
}
