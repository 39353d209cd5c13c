import type { LevelBound, Millis, PublishedAvailability, StoreView } from './item-state';
import { withLatency } from './demand';

// What a store level may still sell, by what we know of it: never less than what it shows, but for units that were put back
// there, or added by hand, and that nobody has told us of.

/** Units; infinite for a level of which too little is known: never acknowledged, or not since its units are dealt out. */
export function capOf(view: StoreView): number {
  if (!isBounded(view)) return Number.POSITIVE_INFINITY;
  return Math.max(0, ...boundsOf(view).map((bound) => reach(bound, view)));
}

function isBounded({ settled, dealtSince }: StoreView): boolean {
  return settled !== null && settled.bound.version >= (dealtSince ?? 0);
}

const boundsOf = ({ settled, granted }: StoreView): readonly LevelBound[] =>
  settled === null ? granted : [settled.bound, ...granted];

/**
 * As {@link capOf}, without the units that it misses: whether an order took them or somebody else, it does not show them. A
 * bound that was made when they were missing already is without them.
 */
export function unsoldAt(view: StoreView): number {
  if (!isBounded(view)) return Number.POSITIVE_INFINITY;
  const known = ordersKnown(view);
  const most = boundsOf(view).map((bound) => {
    const without = Math.max(0, bound.orders - known);
    return reach(bound, view) - Math.max(0, missingFrom(view) - without);
  });
  return Math.max(0, ...most);
}

/** Ordered units that are known of at this level, whether they were told by an order or by its gateway's count. */
export function ordersKnown(view: StoreView): number {
  return Math.max(view.ordersCounted, view.ordersSeen, view.settled?.ordersSeen ?? 0);
}

/** Units missing at this level without an order that explains them. Of two reports the higher counts until both agree. */
export function missingFrom(view: StoreView): number {
  const reported = Math.max(view.claim, (view.settled?.missing ?? 0) - Math.max(0, -view.edits));
  return Math.max(0, reported - bookingUnderWay(view));
}

/** Of the missing units, those whose claim people have ended and whose gateway has not booked it yet. */
export function bookingUnderWay({ story }: StoreView): number {
  return story.ended - story.booked;
}

/** What a number made now has counted of a store level beside its orders: the units that are missing, and the edits. */
export function countedAt(view: StoreView): Pick<PublishedAvailability['counted'], 'claim' | 'edits'> {
  return { claim: missingFrom(view), edits: view.edits - bookingUnderWay(view) };
}

function reach(bound: LevelBound, view: StoreView): number {
  const sold = Math.max(0, ordersKnown(view) - bound.orders);
  return bound.units - sold + Math.max(0, view.restocksCounted - bound.restocks);
}

/** Longer lists are shortened by taking the oldest two for one that reaches as far as either. */
const grantedMax = 8;

/**
 * Remembers a publication: from now on the store may show as much as it was allowed to be raised to. Units that were
 * counted as missing may turn out to be orders, which are then no reason to show less.
 */
export function withGrant(view: StoreView, published: PublishedAvailability, now: Millis): StoreView {
  const { claim, edits, ordersSeen } = published.counted;
  const fresh: LevelBound = {
    version: published.version,
    units: published.raiseTo,
    orders: ordersSeen + claim + Math.max(0, -edits),
    restocks: view.restocksCounted,
    at: now,
  };
  const older = view.granted
    .map((bound) => asOfNow(bound, view))
    .filter((bound) => !isWithin(bound, asOfNow(fresh, view)));
  const dealtSince = published.dealt ? (view.dealtSince ?? published.version) : null;
  return { ...view, dealtSince, granted: shortened([...older, fresh]) };
}

/** A level as its gateway acknowledged it. */
export interface Acknowledgement {
  readonly version: number;
  readonly shown: number;
  readonly ordersSeen: number;
  readonly restocksSeen: number;
  readonly missing: number;
  readonly seq: number;
}

export function withAcknowledgement(view: StoreView, told: Acknowledgement, now: Millis): StoreView {
  if (view.settled !== null && told.seq <= view.settled.seq) return view;
  const done = view.granted.filter((bound) => bound.version <= told.version);
  const bound: LevelBound = {
    version: told.version,
    units: told.shown,
    orders: told.ordersSeen + told.missing,
    restocks: told.restocksSeen,
    at: now,
  };
  const granted = view.granted.filter((grant) => grant.version > told.version);
  const next = {
    ...view,
    settled: { seq: told.seq, ordersSeen: told.ordersSeen, missing: told.missing, bound },
    granted,
    latencyMs: done.length === 0 ? view.latencyMs : withLatency(view.latencyMs, Math.max(0, now - done[0].at)),
  };
  return { ...next, keepsSince: keptSince(next) };
}

/** A store that answers, but too late for the newest number, keeps units only since the oldest lowering without an answer. */
function keptSince(view: StoreView): Millis | null {
  const { keepsSince, granted } = view;
  const cap = capOf(view);
  const lowering = granted.at(granted.findLastIndex((bound) => reach(bound, view) >= cap) + 1);
  return keepsSince === null || lowering === undefined ? keepsSince : Math.max(keepsSince, lowering.at);
}

/** The same bound, counted from what is known now. */
function asOfNow(bound: LevelBound, view: StoreView): LevelBound {
  return {
    ...bound,
    units: reach(bound, view),
    orders: Math.max(bound.orders, ordersKnown(view)),
    restocks: view.restocksCounted,
  };
}

/** Whether `a` can never reach further than `b`, whatever is ordered from now on; both as of now. */
function isWithin(a: LevelBound, b: LevelBound): boolean {
  return a.units <= b.units && a.units + a.orders <= b.units + b.orders;
}

function shortened(bounds: readonly LevelBound[]): readonly LevelBound[] {
  if (bounds.length <= grantedMax) return bounds;
  const [oldest, next, ...rest] = bounds;
  const both: LevelBound = {
    version: next.version,
    units: Math.max(oldest.units, next.units),
    orders: Math.max(oldest.orders, next.orders),
    restocks: Math.min(oldest.restocks, next.restocks),
    at: oldest.at,
  };
  return [both, ...rest];
}
