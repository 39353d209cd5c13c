import { goneBefore, isOfBefore, withLateNews } from './gone-before';
import { changePromise, isSameLine } from './keys';
import type { ItemState, Millis, MovedFrom, PromiseState, PutBack, Returned } from './item-state';
import { locationsOf, givenBack, setAside } from './parts';
import { planPosts } from './posts';
import { countLine } from './decide-store';
import { placeOf, type ShopLayout, type StorePlace } from './policy';
import { nearestWithUnits, partsFor, type Parts } from './serve-line';

/** One line of a store order as it stands, for an item that we know. Absolute: the newest observation wins upstream. */
export interface LineClaim {
  readonly channel: string;
  readonly order: string;
  readonly line: string;
  readonly storeLocation: string | null;
  readonly movedFrom: readonly MovedFrom[];
  /** Absent: nothing was. */
  readonly putBackAt?: readonly PutBack[];
  readonly paid: boolean;
  readonly placedAt: Millis;
  /** When its store's order stood so; absent: nobody knows. */
  readonly asOf?: Millis;
  readonly ordered: number;
  readonly current: number;
  readonly fulfilled: number;
  readonly restocked: number;
}

/**
 * Takes in an order line: a new claim is set aside at the place that sells it, a smaller one gives its units back, an
 * equal one changes nothing. Whether there are units enough is judged afterwards, for all claims of the batch at once
 * (see `settleShortage`). Releases always succeed.
 */
export function decideOrderLine(item: ItemState, claim: LineClaim, layout: ShopLayout): ItemState {
  const known = item.promises.find((promise) => isSameLine(promise, claim));
  const decided = decidePromise(item, claim, layout);
  const promise = decided.promises.find((each) => isSameLine(each, claim));
  return promise === undefined ? decided : countLine(decided, known ?? null, promise, layout.policy);
}

/** As {@link decideOrderLine}, where the line is counted at the levels of another item, for its listing is another one by now. */
export function decidePromise(item: ItemState, claim: LineClaim, layout: ShopLayout): ItemState {
  const known = item.promises.find((promise) => isSameLine(promise, claim));
  if (known === undefined) return placeLine(item, claim, layout);
  const counted = withLateNews(item, known, { ...claim, owed: owedUnits(claim) });
  return changePromise(counted, claim, (promise) => planPosts(changedPromise(counted, promise, claim, layout)));
}

function placeLine(item: ItemState, claim: LineClaim, layout: ShopLayout): ItemState {
  const here = placeOf(layout, claim.channel, claim.storeLocation);
  const place = here ?? placeLeft(claim, layout);
  if (place === undefined) return item;
  const owed = here === undefined ? 0 : owedUnits(claim);
  const [{ location }, ...elsewhere] = partsOf(item, place, { ...claim, owed }, layout);
  const promise: PromiseState = planPosts({
    channel: claim.channel,
    order: claim.order,
    line: claim.line,
    location,
    elsewhere,
    storeLocation: claim.storeLocation,
    movedFrom: claim.movedFrom,
    putBackAt: claim.putBackAt ?? [],
    returned: returnedTo(item, null, claim, layout),
    paid: claim.paid,
    placedAt: claim.placedAt,
    ordered: claim.ordered,
    restocked: claim.restocked,
    owed,
    current: claim.current,
    fulfilled: claim.fulfilled,
    short: 0,
    folded: goneBefore(item, location, { ...claim, owed }),
    accepted: 0,
    decideAt: null,
    provisional: null,
    movingTo: null,
    moveRefused: false,
    posts: [],
  });
  return { ...item, promises: [...item.promises, promise] };
}

/** Of a line that we first hear of where it is not ours, and that was moved there from here: both counted it here. */
function placeLeft({ channel, movedFrom }: LineClaim, layout: ShopLayout): StorePlace | undefined {
  const places = movedFrom.map(({ storeLocation }) => placeOf(layout, channel, storeLocation));
  return places.find((place) => place !== undefined);
}

type OwedClaim = LineClaim & { readonly owed: number };

/** What has left before our level was opened is not divided: nobody can tell from where it left. */
function partsOf(item: ItemState, place: StorePlace, claim: OwedClaim, layout: ShopLayout): Parts {
  const isGone = place.serves.some((location) => goneBefore(item, location, claim) > 0);
  const { policy } = layout;
  return partsFor(item, place, claim.owed, isGone ? { ...layout, policy: { ...policy, splitLines: false } } : layout);
}

function changedPromise(item: ItemState, known: PromiseState, claim: LineClaim, layout: ShopLayout): PromiseState {
  // A store may decide only later which of its locations serves the line; its gateway counts it there, so we do, too.
  const storeLocation = claim.storeLocation ?? known.storeLocation;
  const hasMoved = storeLocation !== known.storeLocation && !isRoutedToWhereItLies(known, storeLocation, layout);
  const owed = isOurs(known, storeLocation, layout) ? owedUnits(claim) : 0;
  const { fulfilled } = claim;
  // Of a smaller order the units go first that nobody has accepted, then those that were never there: what lies on the shelf
  // for it stays set aside. It is not smaller by what left and came back: what was short before is short still.
  const cameBack = Math.max(0, backHere(claim) - backHere(known));
  const stillShort = known.short - Math.max(0, known.accepted - owed - cameBack);
  const stillAccepted = (units: number): number => Math.min(hasMoved ? Math.max(0, units - known.short) : units, owed);
  // What had left before our level was opened is judged anew once its store has said where the line is.
  const isFirstPlaced = known.storeLocation === null && storeLocation !== null;
  const folded =
    isFirstPlaced && known.folded > 0 ? goneBefore(item, known.location, { ...claim, owed }) : known.folded;
  const gone = Math.min(folded, fulfilled - backHere(claim));
  const changed = {
    ...known,
    paid: known.paid || claim.paid,
    owed,
    ordered: Math.max(known.ordered, claim.ordered),
    restocked: Math.max(known.restocked, claim.restocked),
    current: claim.current,
    fulfilled,
    // A unit that was shipped was there after all, whatever we thought of it. Another location may have what this one
    // lacked: there it is a new claim.
    short: hasMoved ? 0 : Math.max(0, Math.min(stillShort, owed - gone, claim.current - fulfilled)),
    folded,
    accepted: stillAccepted(known.accepted),
    provisional: known.provisional && { ...known.provisional, accepted: stillAccepted(known.provisional.accepted) },
    storeLocation,
    movedFrom: claim.movedFrom,
    putBackAt: claim.putBackAt ?? [],
    returned: returnedTo(item, isFirstPlaced ? null : known.returned, claim, layout),
    // Wherever it was moved to, by us or by a person: it is there.
    movingTo: hasMoved ? null : known.movingTo,
  };
  return served(item, givenBack(known, changed), layout);
}

/** Its store had not said yet from where it serves the line, and does so from where we had put it: nothing has moved. */
function isRoutedToWhereItLies(known: PromiseState, storeLocation: string | null, layout: ShopLayout): boolean {
  const place = placeOf(layout, known.channel, storeLocation);
  return known.storeLocation === null && locationsOf(known).every((each) => place?.serves.includes(each) === true);
}

/** Not ours is what its store serves from elsewhere; a place that left our files meanwhile gave away nothing. */
function isOurs(
  { channel, owed, storeLocation: before }: PromiseState,
  now: string | null,
  layout: ShopLayout,
): boolean {
  return placeOf(layout, channel, now) !== undefined || (now === before && owed > 0);
}

/**
 * What was put back, or is wanted no more and has not left, is free again; what has left stays owed until it returns to where
 * it left from. What returns elsewhere is there, see {@link returnedTo}, and never comes back here.
 */
function owedUnits({ ordered, restocked, current, fulfilled, putBackAt = [] }: LineClaim): number {
  return Math.max(0, Math.min(ordered - restocked + backElsewhere(putBackAt), Math.max(current, fulfilled)));
}

/**
 * Shipped units that are back where they left from, for sure: more was put back than is not wanted any more. Of the rest of what
 * was put back nobody can tell whether it had left.
 */
function backHere({ ordered, restocked, current, putBackAt = [] }: Counted): number {
  return Math.max(0, restocked - backElsewhere(putBackAt) - (ordered - current));
}

type Counted = Pick<LineClaim, 'ordered' | 'restocked' | 'current' | 'putBackAt'>;
const backElsewhere = (putBackAt: readonly PutBack[]): number =>
  putBackAt.reduce((units, { shipped }) => units + shipped, 0);

/**
 * Shipped units that were put back at another place of ours: they lie at its first location. What had come back before that
 * level was read, or counted, when we first hear of the order (`known` is null) is part of it.
 */
function returnedTo(
  item: ItemState,
  known: readonly Returned[] | null,
  claim: LineClaim,
  layout: ShopLayout,
): readonly Returned[] {
  const { channel, putBackAt = [] } = claim;
  return putBackAt.flatMap(({ storeLocation, shipped: units }): readonly Returned[] => {
    const before = known?.find((back) => back.storeLocation === storeLocation);
    if (before !== undefined) return [{ ...before, units: Math.max(before.units, units) }];
    const location = placeOf(layout, channel, storeLocation)?.serves[0];
    if (location === undefined || units === 0) return [];
    const isInside = known === null && isOfBefore(item, location, claim);
    return [{ storeLocation, location, units, folded: isInside ? units : 0 }];
  });
}

/**
 * Stays where it is as long as its store serves it from there, or has been told to. Elsewhere nobody has accepted it yet.
 * Units that have left do not move any more.
 */
function served(item: ItemState, promise: PromiseState, layout: ShopLayout): PromiseState {
  const place = placeOf(layout, promise.channel, promise.movingTo ?? promise.storeLocation);
  if (place === undefined || promise.folded > 0) return promise;
  if (locationsOf(promise).every((location) => place.serves.includes(location))) return promise;
  const location = nearestWithUnits(item, place.serves, setAside(promise));
  return { ...promise, location, elsewhere: [], accepted: promise.short, decideAt: null, provisional: null };
}
