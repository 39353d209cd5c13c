import { grossOf, missingUnits } from '@tillbridge/level-mirror';
import { availabilityAt, lowerableTo } from './availability';
import { uncountedAt, viewOf } from './decide-store';
import { freeAtMost, heldFrom, levelAt, promisesAt, setAside } from './level';
import type { ItemState, Millis, PublishedAvailability } from './item-state';
import type { ShopLayout, StorePlace } from './policy';

/**
 * One step from what lies there to what may be sold. `units` is signed: the steps of a location add up to its `free`.
 * `owed` fills up a location that owes more than it has, so that it takes nothing from its neighbours.
 */
export interface WhyStep {
  readonly what: 'on the shelf' | 'promised' | 'missing' | 'in doubt' | 'in carts elsewhere' | 'safety stock' | 'owed';
  readonly units: number;
}

export interface WhyLocation {
  readonly location: string;
  readonly steps: readonly WhyStep[];
  /** Units that this location contributes; never negative. */
  readonly free: number;
  /** The promises behind the step `promised`. */
  readonly promises: readonly { channel: string; order: string; line: string; units: number }[];
}

export interface WhyPlace {
  readonly channel: string;
  readonly storeLocation: string;
  readonly locations: readonly WhyLocation[];
  /** Units that a store level which shares a location shows as gone, and no fact explains. */
  readonly unexplained: readonly { channel: string; storeLocation: string; units: number }[];
  /** What is left: a store that shows more is lowered to the first, one that shows less is raised to the second. */
  readonly lowerTo: number;
  readonly raiseTo: number;
  /** What the store's gateway was told last; null when it was told nothing yet. */
  readonly published: Pick<PublishedAvailability, 'lowerTo' | 'raiseTo' | 'version'> | null;
}

/** Why each place may sell what it may: the way from the shelf to the number, each step with its units. */
export function explainItem(item: ItemState, layout: ShopLayout, now: Millis): readonly WhyPlace[] {
  return layout.places.map((place) => explainPlace(item, place, layout, now));
}

function explainPlace(item: ItemState, place: StorePlace, layout: ShopLayout, now: Millis): WhyPlace {
  const { channel, storeLocation } = place;
  const { lowerTo, raiseTo } = availabilityAt(item, place, layout, now);
  const told = item.published.find((each) => each.channel === channel && each.storeLocation === storeLocation);
  return {
    channel,
    storeLocation,
    locations: place.serves.map((location) => explainLocation(item, channel, location, layout, now)),
    unexplained: layout.places
      .filter((other) => other.serves.some((location) => place.serves.includes(location)))
      .map((other) => ({
        channel: other.channel,
        storeLocation: other.storeLocation,
        units: uncountedAt(viewOf(item, other.channel, other.storeLocation)),
      }))
      .filter(({ units }) => units > 0),
    lowerTo,
    raiseTo,
    published: told ? { lowerTo: told.lowerTo, raiseTo: told.raiseTo, version: told.version } : null,
  };
}

function explainLocation(
  item: ItemState,
  channel: string,
  location: string,
  layout: ShopLayout,
  now: Millis,
): WhyLocation {
  const { mirror } = levelAt(item, location);
  const promises = promisesAt(item, location)
    .map((promise) => ({ ...lineOf(promise), units: setAside(promise) }))
    .filter(({ units }) => units !== 0);
  const steps: WhyStep[] = [
    { what: 'on the shelf', units: grossOf(mirror) },
    { what: 'promised', units: -promises.reduce((total, { units }) => total + units, 0) },
    { what: 'missing', units: -missingUnits(mirror) },
    { what: 'in doubt', units: doubtAt(item, location, now) },
    { what: 'in carts elsewhere', units: -heldFrom(item, channel, location, now) },
    { what: 'safety stock', units: -layout.policy.safetyStock },
  ];
  const left = sumOf(steps);
  const free = Math.max(0, left);
  const all: WhyStep[] = [...steps, { what: 'owed', units: free - left }];
  return { location, steps: all.filter(({ what, units }) => units !== 0 || what === 'on the shelf'), free, promises };
}

/** What a level that is not certain costs; where nothing is certain, all that might be free. */
function doubtAt(item: ItemState, location: string, now: Millis): number {
  const atMost = freeAtMost(item, location);
  return Math.max(lowerableTo(item, location, now) - atMost, -Math.max(0, atMost));
}

function lineOf({ channel, order, line }: { channel: string; order: string; line: string }) {
  return { channel, order, line };
}

function sumOf(steps: readonly WhyStep[]): number {
  return steps.reduce((total, { units }) => total + units, 0);
}
