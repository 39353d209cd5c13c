import { isDecided, isInDoubt, isWaitingForRivals, undecidedAt } from './arbitration-window';
import { arbitrate, lossReasons, type Contender, type Contest, type ContestLoss } from './arbitrate';
import { claimRulesOf } from './claim-order';
import { outcomeOf, type ContestOutcome } from './contest-outcome';
import { freeAtMost, freeForSure, levelAt, promisesAt } from './level';
import type { ItemState, Millis, PromiseState } from './item-state';
import { changePromise, promiseOf, type LineKey } from './keys';
import { makeRoom } from './make-room';
import { movedBack, moveToOtherPlace } from './move-loser';
import { displaceableAt, moveUnits, setAsideAt, shortened } from './parts';
import { planPosts } from './posts';
import { placeOf, type ShopLayout } from './policy';

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

/**
 * Brings promises back to what the shelf can serve, location by location. Who gives up units is first served from another
 * location of its place; then others there are, where that makes room (see {@link makeRoom}); then it is served, where the
 * policy says so, from another place of its store; then it is short. Whatever survives is accepted, but for claims that
 * still wait for rivals: they neither take units from an accepted one yet, nor lose any.
 */
export function settleShortage(item: ItemState, layout: ShopLayout, now: Millis): ShortageDecision {
  const losses: Loss[] = [];
  const contests: DecidedContest[] = [];
  let state = item;
  // A line that is not moved after all is missing where it came from, which may have been looked at before.
  const locations = [...item.levels, ...item.levels].map((level) => level.location);
  for (const location of locations) {
    const contest = contestAt(state, location, layout, now);
    if (contest === null) continue;
    const outcomes: ContestOutcome[] = [];
    contests.push({ contest, outcomes });
    for (const loss of arbitrate(contest)) {
      // Who moved as a whole may have freed more than was asked of it.
      const units = Math.min(loss.units, missingAt(state, location, now));
      if (units === 0) break;
      const given = giveUp(state, location, { ...loss, units }, layout, now);
      outcomes.push(
        outcomeOf({ ...loss, units }, promiseOf(state, loss), promiseOf(given.item, loss), given.losses[0]),
      );
      state = given.item;
      losses.push(...given.losses);
    }
  }
  return { item: acceptDecided(state, now), losses, contests };
}

/** null where nothing is missing, or where it can't be judged. */
function contestAt(item: ItemState, location: string, layout: ShopLayout, now: Millis): Contest | null {
  const { mirror } = levelAt(item, location);
  // Nothing is judged short against a level that the till has not told us yet, or whose records could not be read: what
  // such a row lacks may be our own posts, and a promise once broken is not mended by better weather.
  if (mirror.row === null || mirror.doubt !== null) return null;
  const missing = missingAt(item, location, now);
  if (missing === 0) return null;
  return { location, missing, rules: claimRulesOf(layout), contenders: contendersAt(item, location, now) };
}

/** Claimed and not there, leaving aside what still waits for rivals. */
export function missingAt(item: ItemState, location: string, now: Millis): number {
  const waiting = promisesAt(item, location)
    .filter((promise) => isWaitingForRivals(promise, now))
    .reduce((total, promise) => total + undecidedAt(promise, location), 0);
  return Math.max(0, -(freeAtMost(item, location) + waiting));
}

/** Who could give up units there. */
export function contendersAt(item: ItemState, location: string, now: Millis): readonly Contender[] {
  return promisesAt(item, location)
    .map((promise) => contender(promise, location, isWaitingForRivals(promise, now)))
    .filter(({ units }) => units > 0);
}

function contender(promise: PromiseState, location: string, waits: boolean): Contender {
  const { channel, order, line, paid, placedAt } = promise;
  const undecided = undecidedAt(promise, location);
  const units = displaceableAt(promise, location);
  const own = waits ? { units: units - undecided, undecided: 0 } : { units, undecided };
  return { channel, order, line, paid, placedAt, ...own };
}

interface GivenUp {
  readonly item: ItemState;
  readonly losses: readonly Loss[];
}

function giveUp(
  item: ItemState,
  location: string,
  { units, reason, ...key }: ContestLoss,
  layout: ShopLayout,
  now: Millis,
): GivenUp {
  const own = serveWithinPlace(item, location, key, units, layout);
  const within = makeRoom(own.item, location, units - own.units, layout, now);
  const left = Math.min(units - own.units - within.units, unitsAt(within.item, location, key));
  if (left <= 0) return { item: within.item, losses: [] };
  if (promiseOf(within.item, key).movingTo !== null)
    return { item: changePromise(within.item, key, (promise) => movedBack(promise, layout)), losses: [] };
  const lost = { ...key, location, units: left, reason: lossReasons[reason] };
  const moved = moveToOtherPlace(within.item, key, layout);
  if (moved !== null) return { item: moved.item, losses: [{ ...lost, moveTo: moved.moveTo }] };
  const short = changePromise(within.item, key, (promise) => planPosts(shortened(promise, location, left)));
  return { item: short, losses: [{ ...lost, moveTo: null }] };
}

/** Serves what is given up from other locations of the same place, which the store need not hear of. */
function serveWithinPlace(item: ItemState, from: string, key: LineKey, units: number, layout: ShopLayout) {
  const promise = promiseOf(item, key);
  const place = placeOf(layout, promise.channel, promise.movingTo ?? promise.storeLocation);
  let state = item;
  let left = units;
  for (const to of place?.serves ?? []) {
    if (to === from || left === 0) continue;
    const free = Math.max(0, freeForSure(state, to));
    const whole = setAsideAt(promiseOf(state, key), from);
    const fits = layout.policy.splitLines ? Math.min(left, free) : whole <= free ? whole : 0;
    if (fits === 0) continue;
    state = changePromise(state, key, (each) => planPosts(moveUnits(each, from, to, fits)));
    left = Math.max(0, left - fits);
  }
  return { item: state, units: units - left };
}

const unitsAt = (item: ItemState, location: string, key: LineKey): number =>
  displaceableAt(promiseOf(item, key), location);

function acceptDecided(item: ItemState, now: Millis): ItemState {
  const isDue = (promise: PromiseState) =>
    !isWaitingForRivals(promise, now) &&
    !isInDoubt(item, promise) &&
    (!isDecided(promise) || promise.decideAt !== null);
  if (!item.promises.some(isDue)) return item;
  const accept = (promise: PromiseState) => ({ ...promise, accepted: promise.owed, decideAt: null });
  return { ...item, promises: item.promises.map((promise) => (isDue(promise) ? accept(promise) : promise)) };
}
