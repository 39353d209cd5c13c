import type { TillMirror, TillPost } from '@tillbridge/level-mirror';
import type { Part } from './parts';
import type { CountMark } from './count-mark';

export type { CountedLine, CountMark, SetAside } from './count-mark';

/** Milliseconds since 1970; the domain has no clock of its own. */
export type Millis = number;

/** Where a line was counted before it was moved: that many units were ordered there, and the move put them back. */
export interface MovedFrom {
  readonly storeLocation: string;
  readonly units: number;
}

/** Units that the store put back elsewhere than where the line is; `shipped`: of these, units that had left before. */
export interface PutBack {
  readonly storeLocation: string;
  readonly units: number;
  readonly shipped: number;
}

/** Shipped units that came back elsewhere than they left from: `location` has them, and its level is told so. */
export interface Returned {
  readonly storeLocation: string;
  readonly location: string;
  /** Only rises. */
  readonly units: number;
  /** Of these, part of the level by now. */
  readonly folded: number;
}

/** An accepted order line. At most one per channel, order and line. All quantities are whole units. */
export interface PromiseState {
  readonly channel: string;
  readonly order: string;
  readonly line: string;
  readonly location: string;
  /** What of it is served from other locations of its store; the rest from `location`. */
  readonly elsewhere: readonly Part[];
  /** The store location that serves the line, where its orders are counted; null until the store has said so. */
  readonly storeLocation: string | null;
  /** One of each place, as its gateway tells it; only rises. */
  readonly movedFrom: readonly MovedFrom[];
  /** One of each place, as its gateway tells it; only rises. */
  readonly putBackAt: readonly PutBack[];
  readonly returned: readonly Returned[];
  readonly paid: boolean;
  readonly placedAt: Millis;
  /** As ever ordered; only rises. */
  readonly ordered: number;
  /** As ever put back by the store; only rises. */
  readonly restocked: number;
  /** What this line took, or will take, off the shelf if nothing is short: less what was put back or is wanted no more. */
  readonly owed: number;
  /** Still wanted by the buyer, and how much of that has left. */
  readonly current: number;
  readonly fulfilled: number;
  /** Owed units without a unit behind them. */
  readonly short: number;
  /** Units already folded into the level because they left the shelf for good. */
  readonly folded: number;
  /** Owed units as the last decision accepted them; what is owed beyond that yields before anything accepted. */
  readonly accepted: number;
  /** When what is not accepted yet is decided together with whatever competes with it; null for at once. */
  readonly decideAt: Millis | null;
  /** Set where there was enough for all when it was accepted, for rivals may come in time that need the same units. */
  readonly provisional: Provisional | null;
  /** The store location that its store was told to move it to, while that has not happened. */
  readonly movingTo: string | null;
  /** Its store has refused to move it; it is not asked again. */
  readonly moveRefused: boolean;
  /** Sales and reversals at the till since the last fold. */
  readonly posts: readonly PlacedPost[];
}

/** An acceptance that holds for good only from `until` on; `accepted` is what was accepted for good before. */
export interface Provisional {
  readonly until: Millis;
  readonly accepted: number;
}

/** A post keeps the location it was made for, also when its promise moves. */
export interface PlacedPost extends TillPost {
  readonly location: string;
}

/**
 * Soft units of one channel at one location that run out in the same second; they count only while `expiresAt` lies ahead,
 * whether or not anyone sweeps. Who holds how many of them is kept apart, so that an item loads without its shoppers.
 */
export interface HoldBucket {
  readonly channel: string;
  readonly location: string;
  /** A whole second, so that many holds share a bucket. */
  readonly expiresAt: Millis;
  readonly units: number;
  /** Units that promises have taken; nobody has decided from whom. Whoever gives a hold back takes from these first. */
  readonly yielded: number;
}

/** What one cart or reservation holds of an item. */
export interface HeldUnits {
  readonly channel: string;
  readonly location: string;
  readonly expiresAt: Millis;
  readonly units: number;
}

/**
 * Units sold of late. Each counts less the longer ago it was sold; `units` is what they counted at `at`, and `burst` what
 * they counted of a much shorter time.
 */
export interface Demand {
  readonly units: number;
  readonly burst: number;
  readonly at: Millis;
}

/**
 * What a store level may show by one thing that is known of it: `units`, less what is ordered there beyond `orders`, plus
 * what is put back beyond `restocks`. `version` is the publication that it goes back to, made or acknowledged at `at`.
 */
export interface LevelBound {
  readonly version: number;
  readonly units: number;
  readonly orders: number;
  readonly restocks: number;
  readonly at: Millis;
}

/** A store level as its gateway acknowledged it last: no number up to this version can raise it any more. */
export interface SettledLevel {
  /** The newest wins. */
  readonly seq: number;
  readonly ordersSeen: number;
  /** Units missing there without an order that explains them; not in the bound. */
  readonly missing: number;
  readonly bound: LevelBound;
}

/**
 * A correction of the till that a person asked for: a difference that is posted there as an order is, under an id of its
 * own. Its units count as taken off from the decision on, whether or not the till shows them yet; once it does for certain
 * they are part of the level, and the adjustment is no more.
 */
export interface Adjustment {
  readonly id: string;
  /** The store level that was missing the units, or at which they turned up again. */
  readonly channel: string;
  readonly storeLocation: string;
  readonly location: string;
  /** Taken off the till's level; negative for units that are given back to it. */
  readonly units: number;
  readonly post: PlacedPost;
  /** How often it was posted: more than once where the till refused it and a person removed the reason. */
  readonly granted: number;
}

/** What a person said of one store level; `seq` is the report that it was said of. */
export interface EditVerdict {
  readonly seq: number;
  readonly outcome: EditOutcome;
  readonly units: number;
  /** What is posted to the till because of it; null where nothing is. */
  readonly adjustment: string | null;
}

/**
 * Of missing units: `accepted`, they are gone and the till is to lack them, too; `dismissed`, they are there. Of units that
 * were accepted as gone and turned up again: `given back` to the till, or `kept` off it.
 */
export type EditOutcome = 'accepted' | 'dismissed' | 'given back' | 'kept';

/** What is known of units that a store level is missing, and what people said of them. */
export interface EditStory {
  /** Since when units are missing without a break; null while none are. */
  readonly since: Millis | null;
  /** All that could explain the claim was asked, and has not. */
  readonly settled: boolean;
  /** Units whose claim people have ended, in all, and how many of them its gateway has booked; both only rise. */
  readonly ended: number;
  readonly booked: number;
  /** Units booked as taken off that turned up again, in all, by its gateway; only rises. */
  readonly reversed: number;
  /** Of what was booked and can still turn out to be an order: what the till was adjusted by. */
  readonly accepted: number;
  /** The till was adjusted by these, and they turned up again: a person has to say whether it is given them back. */
  readonly toGiveBack: number;
  /** Of how many missing units people were told. */
  readonly alerted: number;
  readonly onClaim: EditVerdict | null;
  readonly onGiveBack: EditVerdict | null;
}

/** What one store level reported that its own facts do not explain; the newest `seq` wins. */
export interface StoreView {
  readonly channel: string;
  readonly storeLocation: string;
  readonly claim: number;
  readonly edits: number;
  /** Ordered units the gateway had seen, against those that we have counted. */
  readonly ordersSeen: number;
  readonly ordersCounted: number;
  /** Units that the store put back, as far as we have counted. */
  readonly restocksCounted: number;
  readonly seq: number;
  readonly story: EditStory;
  /** null until its gateway has acknowledged a publication: until then it may show anything. */
  readonly settled: SettledLevel | null;
  /** What was published since: any of it may have reached the store already. Oldest first. */
  readonly granted: readonly LevelBound[];
  /** Since which publication units are dealt to it: only what is acknowledged from there on was read; null: none are. */
  readonly dealtSince: number | null;
  readonly demand: Demand | null;
  /** How long a publication takes to be acknowledged, of late; null before the first. */
  readonly latencyMs: Millis | null;
  /** Since when it may show more scarce units than it was told to, however often the number has changed; null: it may not. */
  readonly keepsSince: Millis | null;
}

export interface PublishedAvailability {
  readonly channel: string;
  readonly storeLocation: string;
  readonly lowerTo: number;
  readonly raiseTo: number;
  readonly counted: { readonly ordersSeen: number; readonly claim: number; readonly edits: number };
  readonly version: number;
  /** Whether some of these units are dealt out; then its store reads its level after a lowering before it acknowledges. */
  readonly dealt: boolean;
}

export interface LevelState {
  readonly location: string;
  readonly mirror: TillMirror;
  /** Set while its free units are dealt out to one store each; null while the stores share them. */
  readonly dealt: DealtState | null;
  readonly tillDemand: Demand | null;
  /** Counts of this shelf that are under way, or whose outcome the sum of facts has not taken over; some that are over. */
  readonly counts: readonly CountMark[];
  /** When the count that the sum begins with was completed, by the till's clock: what happened before is inside. */
  readonly countedAt: Millis | null;
}

export interface DealtState {
  /** When demand alone, by fading, will let the stores share again; null if only a fact can. */
  readonly reviewAt: Millis | null;
}

/** The unit of consistency: one version over all levels, promises, adjustments and holds of an item. */
export interface ItemState {
  readonly itemId: string;
  readonly version: number;
  readonly levels: readonly LevelState[];
  readonly promises: readonly PromiseState[];
  readonly adjustments: readonly Adjustment[];
  readonly holds: readonly HoldBucket[];
  readonly views: readonly StoreView[];
  readonly published: readonly PublishedAvailability[];
}

export function emptyItem(itemId: string): ItemState {
  return { itemId, version: 0, levels: [], promises: [], adjustments: [], holds: [], views: [], published: [] };
}

/** Replaces the first element that `matches`, or appends. Keeps every state function a plain expression. */
export function upsert<T>(list: readonly T[], matches: (element: T) => boolean, replacement: T): readonly T[] {
  const index = list.findIndex(matches);
  if (index < 0) return [...list, replacement];
  return list.map((element, position) => (position === index ? replacement : element));
}
