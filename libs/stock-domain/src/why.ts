import { grossOf, missingUnits } from '@tillbridge/level-mirror';
import { offersAt, offerTo, placesBesides, publishedAt } from './availability';
import { bookingUnderWay, capOf, missingFrom } from './cap';
import { dealtShares, type Shares } from './dealt-shares';
import { uncountedAt, viewOf } from './decide-store';
import { allChannels, isDealt, nameOf, type Linked } from './escrow-mode';
import { bufferAt, safetyAt } from './escrow-pool';
import { adjustedAt } from './adjustments';
import { openUnits } from './edit-story';
import { freeAtMost, heldFrom, levelAt, promisedAt, promisesAt } from './level';
import type { EditVerdict, ItemState, Millis, PublishedAvailability, StoreView } from './item-state';
import { dueAt } from './parts';
import { placesSharing, type ShopLayout, type StorePlace } from './policy';
import { lowerableTo } from './revisit';

/**
 * One step towards what may be sold. `units` is signed: the steps of a location add up to what it offers. `known units` is
 * the sum of the known facts: units shipped for a web order leave it, and `promised`, once the till's level holds their
 * sale. `adjusted` is what people said is gone, or there again, until the till shows it. `below nothing` keeps a location that lacks units from taking them from its neighbours. `not dealt to it` is what
 * other stores were dealt where units are scarce (all of it, of what is withdrawn), or nobody, because a store shows it as gone.
 */
export interface WhyStep {
  readonly what:
    | 'known units'
    | 'promised'
    | 'adjusted'
    | 'missing'
    | 'in doubt'
    | 'in carts elsewhere'
    | 'safety stock'
    | 'till buffer'
    | 'below nothing'
    | 'not dealt to it';
  readonly units: number;
}

export interface WhyLocation {
  readonly location: string;
  readonly steps: readonly WhyStep[];
  /** false until the till has told its level: then nothing is known of it, which is not the same as nothing being there. */
  readonly read: boolean;
  /** Never negative. */
  readonly offers: number;
  /** Whether its units are dealt out to one store each, because they are scarce. */
  readonly dealt: boolean;
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

/** A store that may still show units that this one was dealt. */
export interface WaitsFor {
  readonly channel: string;
  readonly storeLocation: string;
  /** What it may show, until it says that it shows less; null while it has said nothing at all. */
  readonly mayShow: number | null;
  readonly lowerTo: number;
}

/** What its level is missing, or has too much of, without a fact that explains it, and what people said of that. */
export interface WhyEdits {
  /** The report that a person's word is about. */
  readonly seq: number;
  /** Missing without explanation, and nobody has said what became of it. */
  readonly missing: number;
  readonly since: Millis | null;
  /** Whether everything that could explain it was asked, and has not; then a person has to say. */
  readonly settled: boolean;
  /** Edits that were concluded and may still turn out to be orders: put there by hand, or negative, taken off. */
  readonly balance: number;
  /** People have said what became of these; its gateway has not booked it yet. */
  readonly beingBooked: number;
  /** The till was adjusted by these, and they turned up again. */
  readonly toGiveBack: number;
  readonly onClaim: EditVerdict | null;
  readonly onGiveBack: EditVerdict | null;
}

export interface WhyPlace {
  readonly channel: string;
  readonly storeLocation: string;
  /** Its store sells it to nobody for now: of units that are dealt out it gets none. */
  readonly withdrawn: boolean;
  readonly locations: readonly WhyLocation[];
  /** Units that store levels which share a location show as gone and that are not counted above; taken off the sum. */
  readonly uncounted: readonly UncountedUnits[];
  /** null where its level is explained and always was, as far as is known. */
  readonly edits: WhyEdits | null;
  /** What is left: a store that shows more is lowered to this. */
  readonly lowerTo: number;
  /** Of that, what is not certain yet: the till's level may not show a post or a sale yet, or lacked its records. */
  readonly notCertain: number;
  /** Of the rest, what waits until other stores have shown that they no longer sell it. */
  readonly waiting: number;
  readonly waitsFor: readonly WaitsFor[];
  /** The rest: a store that shows less is raised to this. */
  readonly raiseTo: number;
  /** What the store's gateway was told last; null when it was told nothing yet. */
  readonly published: Pick<PublishedAvailability, 'lowerTo' | 'raiseTo' | 'version'> | null;
  /** The publication that its gateway answered last, and what the store showed then; null when it has answered none yet. */
  readonly acknowledged: { readonly version: number; readonly shown: number; readonly at: Millis } | null;
}

/** Why each place may sell what it may: the way from the known units to the number, each step with its units. */
export function explainItem(
  item: ItemState,
  layout: ShopLayout,
  now: Millis,
  linked: Linked = allChannels(layout),
): readonly WhyPlace[] {
  const shares = dealtShares(item, linked, layout, now);
  return layout.places.map((place) => explainPlace(item, place, { shares, linked, layout, now }));
}

interface Asked {
  readonly shares: Shares;
  readonly linked: Linked;
  readonly layout: ShopLayout;
  readonly now: Millis;
}

function explainPlace(item: ItemState, place: StorePlace, asked: Asked): WhyPlace {
  const { channel, storeLocation } = place;
  const { linked, layout, now } = asked;
  const { lowerTo, certain, raiseTo } = offerTo(item, place, linked, layout, now);
  const told = publishedAt(item, place);
  const { settled } = viewOf(item, channel, storeLocation);
  return {
    channel,
    storeLocation,
    withdrawn: linked.get(channel) === 'withdrawn',
    locations: place.serves.map((location) => explainLocation(item, place, location, asked)),
    uncounted: placesBesides(item, place, layout)
      .map((other) => uncountedUnits(viewOf(item, other.channel, other.storeLocation)))
      .filter(({ unexplained, ordersUnderWay }) => unexplained + ordersUnderWay > 0),
    edits: editsOf(viewOf(item, channel, storeLocation)),
    lowerTo,
    notCertain: lowerTo - certain,
    waiting: certain - raiseTo,
    waitsFor: raiseTo < certain ? waitsFor(item, place, asked) : [],
    raiseTo,
    published: told ? { lowerTo: told.lowerTo, raiseTo: told.raiseTo, version: told.version } : null,
    acknowledged: settled ? { version: settled.bound.version, shown: settled.bound.units, at: settled.bound.at } : null,
  };
}

function waitsFor(item: ItemState, place: StorePlace, { linked, layout, now }: Asked): readonly WaitsFor[] {
  const dealt = place.serves.filter((location) => isDealt(item, location));
  return placesSharing(layout, { ...place, serves: dealt })
    .filter((other) => linked.has(other.channel) && nameOf(other) !== nameOf(place))
    .flatMap((other) => {
      const { channel, storeLocation } = other;
      const mayShow = capOf(viewOf(item, channel, storeLocation));
      const { lowerTo } = offerTo(item, other, linked, layout, now);
      return mayShow <= lowerTo
        ? []
        : [{ channel, storeLocation, mayShow: Number.isFinite(mayShow) ? mayShow : null, lowerTo }];
    });
}

function uncountedUnits(view: StoreView): UncountedUnits {
  const { channel, storeLocation } = view;
  const unexplained = missingFrom(view);
  return { channel, storeLocation, unexplained, ordersUnderWay: uncountedAt(view) - unexplained };
}

export function editsOf(view: StoreView): WhyEdits | null {
  const { claim, edits: balance, seq, story } = view;
  const { since, settled, toGiveBack, onClaim, onGiveBack } = story;
  if (claim === 0 && balance === 0 && toGiveBack === 0 && onClaim === null) return null;
  const [missing, beingBooked] = [openUnits(claim, story), bookingUnderWay(view)];
  return { seq, missing, since, settled, balance, beingBooked, toGiveBack, onClaim, onGiveBack };
}

function explainLocation(
  item: ItemState,
  place: StorePlace,
  location: string,
  { shares, layout, now }: Asked,
): WhyLocation {
  const { channel } = place;
  const { mirror, dealt } = levelAt(item, location);
  const promises = promisesAt(item, location)
    .map((promise) => {
      const { channel: store, order, line } = promise;
      return { channel: store, order, line, units: dueAt(promise, location) };
    })
    .filter(({ units }) => units !== 0);
  const steps: WhyStep[] = [
    { what: 'known units', units: grossOf(mirror) },
    { what: 'promised', units: -promisedAt(item, location) },
    { what: 'adjusted', units: -adjustedAt(item, location) },
    { what: 'missing', units: -missingUnits(mirror) },
    { what: 'in doubt', units: doubtAt(item, location, now) },
    { what: 'in carts elsewhere', units: -heldFrom(item, channel, location, now) },
    { what: 'safety stock', units: -safetyAt(item, channel, location, layout) },
    { what: 'till buffer', units: -bufferAt(item, location, layout) },
  ];
  const left = steps.reduce((total, { units }) => total + units, 0);
  const offers = offersAt(item, place, location, shares, layout, now);
  const all: WhyStep[] = [
    ...steps,
    { what: 'below nothing', units: Math.max(0, left) - left },
    { what: 'not dealt to it', units: offers - Math.max(0, left) },
  ];
  const shown = all.filter(({ what, units }) => units !== 0 || what === 'known units');
  return { location, read: mirror.row !== null, steps: shown, offers, dealt: dealt !== null, promises };
}

/** What a level that is not certain costs; where nothing is certain, all that might be free. */
function doubtAt(item: ItemState, location: string, now: Millis): number {
  const atMost = freeAtMost(item, location);
  return Math.max(lowerableTo(item, location, now) - atMost, -Math.max(0, atMost));
}
