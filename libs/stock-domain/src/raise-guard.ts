import { unsoldAt } from './cap';
import { uncountedAt, viewOf } from './decide-store';
import { allChannels, isDealt, nameOf, placesOf, type Linked } from './escrow-mode';
import { keptFor, offeredAt, poolAt, poolName, stillToSell } from './escrow-pool';
import type { ItemState, Millis } from './item-state';
import { freeAtMost, freeForSure } from './level';
import { leftOver, mostServed } from './left-over';
import type { Taker } from './max-flow';
import type { ShopLayout, StorePlace } from './policy';

/** One moment at which it is asked who can be served at once. */
interface Scene {
  readonly item: ItemState;
  readonly linked: Linked;
  readonly layout: ShopLayout;
  readonly free: (location: string) => number;
  readonly now: Millis;
}

/**
 * Whether what the carts of a store hold lies where it is held. Where it does not, it is but part of what its store shows,
 * which may be served from anywhere. What a seller holds always lies there.
 */
const cartsLie = [false, true] as const;

/**
 * The most this place may show, whatever the others show up to their caps: the units that are left for it once the others
 * and all that is gone uncounted have had theirs, and all that is held. A location that serves several places gives each
 * unit once. Where the others may show more than there is, that is nothing: no raise until a lowering is confirmed.
 */
export function mostShown(item: ItemState, place: StorePlace, linked: Linked, layout: ShopLayout, now: Millis): number {
  const scene = { item, linked, layout, free: (location: string) => freeForSure(item, location), now };
  const pools = poolsOf(scene);
  const gone = uncountedAt(viewOf(item, place.channel, place.storeLocation));
  const own = { name: nameOf(place), from: offeredTo(scene, place) };
  const most = cartsLie.map((lie) => {
    const more = { ...own, units: Number.POSITIVE_INFINITY };
    return leftOver(takersBeside(scene, place, lie), { ...own, units: gone }, more, pools, layout.policy.splitLines);
  });
  return Math.min(...most);
}

/** Units of a dealt location that are left for a seller beside all that is shown and held, by itself, too. */
export function leftAt(
  item: ItemState,
  place: StorePlace,
  location: string,
  linked: Linked,
  layout: ShopLayout,
  now: Millis,
): number {
  const scene = { item, linked, layout, free: (each: string) => freeForSure(item, each), now };
  const pools = poolsOf(scene);
  const pool = poolName(item, place, location);
  const offered = offeredTo(scene, place).get(pool) ?? 0;
  const more: Taker = { name: 'more', units: Number.POSITIVE_INFINITY, from: new Map([[pool, offered]]) };
  const left = cartsLie.map((lie) => {
    const all = [...takersBeside(scene, place, lie), ...takersOf(scene, place, lie)];
    return leftOver(all, { ...more, units: 0 }, more, pools, layout.policy.splitLines);
  });
  return Math.min(...left);
}

/** How well the others are served once an order has taken units: the more of each, the better, the first ones first. */
export type Served = readonly number[];

/**
 * What is still served once units ordered at a place are taken from these locations: of what other stores show, then of what
 * all stores show or miss, then of that and of what is held for others.
 */
export function servedAfter(
  item: ItemState,
  place: StorePlace,
  taken: ReadonlyMap<string, number>,
  layout: ShopLayout,
): Served {
  const free = (location: string): number => freeAtMost(item, location) - (taken.get(location) ?? 0);
  const scene = { item, linked: allChannels(layout), layout, free, now: Number.POSITIVE_INFINITY };
  const pools = poolsOf(scene);
  const known = layout.places
    .map((other) => ({ other, view: viewOf(item, other.channel, other.storeLocation) }))
    .filter(({ view }) => Number.isFinite(unsoldAt(view)));
  const isOwn = (other: StorePlace): boolean => nameOf(other) === nameOf(place);
  const units = [...taken.values()].reduce((total, each) => total + each, 0);
  const others = known
    .filter(({ other }) => !isOwn(other))
    .map(({ other, view }) => ({ name: nameOf(other), units: unsoldAt(view), from: offeredTo(scene, other) }));
  const all = known.map(({ other, view }) => {
    const wanted = unsoldAt(view) + uncountedAt(view) - (isOwn(other) ? units : 0);
    return { name: nameOf(other), units: Math.max(0, wanted), from: offeredTo(scene, other) };
  });
  // Whoever asks has no clock: a hold that has run out and was not swept yet counts, last of all.
  const held = layout.places
    .filter(({ channel }) => channel !== place.channel)
    .flatMap((other) => heldFor({ ...scene, now: Number.NEGATIVE_INFINITY }, other));
  const served = (takers: readonly Taker[]) => mostServed(takers, pools, layout.policy.splitLines);
  return [served(others), served(all), served([...all, ...held])];
}

const takersBeside = (scene: Scene, place: StorePlace, cartsAreApart: boolean): readonly Taker[] =>
  placesOf(scene.layout, scene.linked)
    .filter((other) => nameOf(other) !== nameOf(place))
    .flatMap((other) => takersOf(scene, other, cartsAreApart));

/** Everybody who may come for units at this place: for those it shows or misses, and for those that are held for it. */
function takersOf(scene: Scene, place: StorePlace, cartsAreApart: boolean): readonly Taker[] {
  const { item, layout } = scene;
  const held = cartsAreApart || layout.sellers.has(place.channel) ? heldFor(scene, place) : [];
  const apart = held.reduce((total, { units }) => total + units, 0);
  const gone = uncountedAt(viewOf(item, place.channel, place.storeLocation));
  const units = Math.max(0, stillToSell(item, place, layout) - apart) + gone;
  // What it shows it may sell, whoever holds units meanwhile.
  const from = offeredTo({ ...scene, now: Number.POSITIVE_INFINITY }, place);
  return [...held, { name: nameOf(place), units, from }];
}

function heldFor({ item, linked, layout, now }: Scene, place: StorePlace): readonly Taker[] {
  return place.serves
    .map((location) => ({ location, units: keptFor(item, place, location, linked, layout, now) }))
    .filter(({ units }) => units > 0)
    .map(({ location, units }) => ({
      name: `held for ${nameOf(place)} at ${location}`,
      units,
      from: new Map([[poolName(item, place, location), units]]),
    }));
}

function offeredTo({ item, layout, free, now }: Scene, place: StorePlace): ReadonlyMap<string, number> {
  const offered = (location: string) => offeredAt(item, place, location, layout, free(location), now);
  return new Map(place.serves.map((location) => [poolName(item, place, location), offered(location)]));
}

function poolsOf({ item, linked, layout, free, now }: Scene): ReadonlyMap<string, number> {
  const units = (location: string) =>
    isDealt(item, location) ? poolAt(item, location, linked, layout, free(location), now) : Number.POSITIVE_INFINITY;
  const pools = placesOf(layout, linked).flatMap((place) =>
    place.serves.map((location) => [poolName(item, place, location), units(location)] as const),
  );
  return new Map(pools);
}
