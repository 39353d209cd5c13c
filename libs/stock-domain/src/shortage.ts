import { isWaitingForRivals, undecidedAt } from './arbitration-window';
import type { Contender, Contest } from './arbitrate';
import { claimRulesOf } from './claim-order';
import type { ContestOutcome } from './contest-outcome';
import type { ItemState, Millis, PromiseState } from './item-state';
import { freeAtMost, freeForSure, mayBeThereAt, promisesAt } from './level';
import { displaceableAt, locationsOf } from './parts';
import type { ShopLayout } from './policy';
import type { Reached } from './reach';

/** What became of units that one promise could not keep at a location, and why. */
export interface Loss {
  readonly channel: string;
  readonly order: string;
  readonly line: string;
  readonly location: string;
  readonly units: number;
  readonly reason: string;
  /** The store location that has the units, to which its store is asked to move the line; null: nobody has them. */
  readonly moveTo: string | null;
}

export interface ShortageDecision {
  readonly item: ItemState;
  readonly losses: readonly Loss[];
  /** The contests behind the losses, and behind units that moved without anyone losing them. */
  readonly contests: readonly DecidedContest[];
}

export interface DecidedContest {
  readonly contest: Contest;
  /** What came of each loss that it asked for, in that order; what turned out not to be needed is left out. */
  readonly outcomes: readonly ContestOutcome[];
}

/** Claimed and not there, leaving aside what still waits for rivals. */
export function missingAt(item: ItemState, location: string, now: Millis): number {
  return Math.max(0, -(freeAtMost(item, location) + waitingAt(item, location, now)));
}

/** Of what is missing, what the till's own row proves to be gone: only this takes units from what is accepted. */
export function goneAt(item: ItemState, location: string, now: Millis): number {
  return Math.max(0, missingAt(item, location, now) - mayBeThereAt(item, location));
}

/** Certain to be free for what is decided now: what still waits for rivals takes no units from it. */
export function freeToServe(item: ItemState, location: string, now: Millis): number {
  return freeForSure(item, location) + waitingAt(item, location, now);
}

/** Of what waits for rivals at a location, what has no unit there: it is going to be served from another one, or be short. */
export function unservedAt(item: ItemState, location: string, now: Millis): number {
  return Math.min(waitingAt(item, location, now), Math.max(0, -freeAtMost(item, location)));
}

function waitingAt(item: ItemState, location: string, now: Millis): number {
  return promisesAt(item, location)
    .filter((promise) => isWaitingForRivals(promise, now))
    .reduce((total, promise) => total + undecidedAt(promise, location), 0);
}

/** The contest over what is missing at the first of these locations, among all that could give up a unit for it. */
export function contestOver(item: ItemState, reached: readonly Reached[], layout: ShopLayout, now: Millis): Contest {
  const within = reached.map(({ location }) => location);
  return {
    location: within[0],
    within,
    missing: missingAt(item, within[0], now),
    mayBeThere: mayBeThereAt(item, within[0]),
    rules: claimRulesOf(layout),
    contenders: contendersIn(item, within, now),
  };
}

/** Who could give up units at these locations. */
export function contendersIn(item: ItemState, locations: readonly string[], now: Millis): readonly Contender[] {
  return item.promises
    .filter((promise) => locationsOf(promise).some((location) => locations.includes(location)))
    .map((promise) => contender(promise, locations, isWaitingForRivals(promise, now)))
    .filter(({ units }) => units > 0);
}

function contender(promise: PromiseState, locations: readonly string[], waits: boolean): Contender {
  const { channel, order, line, paid, placedAt } = promise;
  const units = locations.reduce((total, location) => total + displaceableAt(promise, location), 0);
  const undecided = locations.reduce((total, location) => total + undecidedAt(promise, location), 0);
  const own = waits ? { units: units - undecided, undecided: 0 } : { units, undecided };
  return { channel, order, line, paid, placedAt, ...own };
}
