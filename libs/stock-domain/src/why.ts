import { grossOf, missingUnits } from '@tillbridge/level-mirror';
import { availabilityAt, lowerableTo, publishedAt } from './availability';
import { uncountedAt, viewOf } from './decide-store';
import { freeAtMost, heldFrom, levelAt, promisesAt, reservedAt } from './level';
import type { ItemState, Millis, PublishedAvailability, StoreView } from './item-state';
import { setAsideAt } from './parts';
import { placesSharing, safetyStockAt, type ShopLayout, type StorePlace } from './policy';

/**
 * One step towards what may be sold. `units` is signed: the steps of a location add up to what it offers. `known units` is
 * the sum of the known facts: units shipped for a web order leave it, and `promised`, once the till's level holds their
 * sale. `below nothing` keeps a location that lacks units from taking them from its neighbours.
 */
export interface WhyStep {
  readonly what:
    'known units' | 'promised' | 'missing' | 'in doubt' | 'in carts elsewhere' | 'safety stock' | 'below nothing';
  readonly units: number;
}

export interface WhyLocation {
  readonly location: string;
  readonly steps: readonly WhyStep[];
  /** false until the till has told its level: then nothing is known of it, which is not the same as nothing being there. */
  readonly read: boolean;
  /** Never negative. */
  readonly offers: number;
  /** The promises behind the step `promised`. */
  readonly promises: readonly { channel: string; order: string; line: string; units: number }[];
}

export interface UncountedUnits {
  readonly channel: string;
  readonly storeLocation: string;
  /** Missing there without a fact that explains them. */
  readonly unexplained: number;
  /** Ordered there, seen by the gateway and on their way to us. */
  readonly ordersUnderWay: number;
}

export interface WhyPlace {
  readonly channel: string;
  readonly storeLocation: string;
  readonly locations: readonly WhyLocation[];
  /** Units that store levels which share a location show as gone and that are not counted above; taken off the sum. */
  readonly uncounted: readonly UncountedUnits[];
  /** What is left: a store that shows more is lowered to this. */
  readonly lowerTo: number;
  /** Of that, what is not certain yet: the till's level may not show a post or a sale yet, or lacked its records. */
  readonly notCertain: number;
  /** The rest: a store that shows less is raised to this. */
  readonly raiseTo: number;
  /** What the store's gateway was told last; null when it was told nothing yet. */
  readonly published: Pick<PublishedAvailability, 'lowerTo' | 'raiseTo' | 'version'> | null;
}

/** Why each place may sell what it may: the way from the known units to the number, each step with its units. */
export function explainItem(item: ItemState, layout: ShopLayout, now: Millis): readonly WhyPlace[] {
  return layout.places.map((place) => explainPlace(item, place, layout, now));
}

function explainPlace(item: ItemState, place: StorePlace, layout: ShopLayout, now: Millis): WhyPlace {
  const { channel, storeLocation } = place;
  const { lowerTo, raiseTo } = availabilityAt(item, place, layout, now);
  const told = publishedAt(item, place);
  return {
    channel,
    storeLocation,
    locations: place.serves.map((location) => explainLocation(item, channel, location, layout, now)),
    uncounted: placesSharing(layout, place)
      .map((other) => uncountedUnits(viewOf(item, other.channel, other.storeLocation)))
      .filter(({ unexplained, ordersUnderWay }) => unexplained + ordersUnderWay > 0),
    lowerTo,
    notCertain: lowerTo - raiseTo,
    raiseTo,
    published: told ? { lowerTo: told.lowerTo, raiseTo: told.raiseTo, version: told.version } : null,
  };
}

function uncountedUnits(view: StoreView): UncountedUnits {
  const { channel, storeLocation, claim } = view;
  return { channel, storeLocation, unexplained: claim, ordersUnderWay: uncountedAt(view) - claim };
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
    .map((promise) => {
      const { channel: store, order, line } = promise;
      return { channel: store, order, line, units: setAsideAt(promise, location) };
    })
    .filter(({ units }) => units !== 0);
  const steps: WhyStep[] = [
    { what: 'known units', units: grossOf(mirror) },
    { what: 'promised', units: -reservedAt(item, location) },
    { what: 'missing', units: -missingUnits(mirror) },
    { what: 'in doubt', units: doubtAt(item, location, now) },
    { what: 'in carts elsewhere', units: -heldFrom(item, channel, location, now) },
    { what: 'safety stock', units: -safetyStockAt(layout.policy, { itemId: item.itemId, channel, location }) },
  ];
  const left = steps.reduce((total, { units }) => total + units, 0);
  const offers = Math.max(0, left);
  const all: WhyStep[] = [...steps, { what: 'below nothing', units: offers - left }];
  const shown = all.filter(({ what, units }) => units !== 0 || what === 'known units');
  return { location, read: mirror.row !== null, steps: shown, offers, promises };
}

/** What a level that is not certain costs; where nothing is certain, all that might be free. */
function doubtAt(item: ItemState, location: string, now: Millis): number {
  const atMost = freeAtMost(item, location);
  return Math.max(lowerableTo(item, location, now) - atMost, -Math.max(0, atMost));
}
