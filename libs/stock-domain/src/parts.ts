import type { PromiseState } from './item-state';

// One line may be served from several locations: from its own, and in parts from elsewhere.

export interface Part {
  readonly location: string;
  /** Whole units, at least 1. */
  readonly units: number;
}

/** Units of a promise that the levels must still set aside. Negative after a return that the till has not booked yet. */
export function setAside(promise: PromiseState): number {
  return promise.owed - promise.short - promise.folded;
}

/** As {@link setAside}, of one location. Only the promise's own location can have fewer than none. */
export function setAsideAt(promise: PromiseState, location: string): number {
  if (location === promise.location) return setAside(promise) - sumParts(promise.elsewhere);
  return promise.elsewhere.find((part) => part.location === location)?.units ?? 0;
}

/**
 * Units that a level lacks for this promise: those that it sets aside there, less shipped ones that came back there from
 * elsewhere and that the till has not booked yet.
 */
export function dueAt(promise: PromiseState, location: string): number {
  return (locationsOf(promise).includes(location) ? setAsideAt(promise, location) : 0) - toBookAt(promise, location);
}

function toBookAt({ returned }: PromiseState, location: string): number {
  return returned.reduce((units, back) => units + (back.location === location ? back.units - back.folded : 0), 0);
}

/** Whether units came back elsewhere that the till has not booked yet. */
export function hasReturnsToBook({ returned }: PromiseState): boolean {
  return returned.some(({ units, folded }) => units !== folded);
}

/** Every location whose level this promise moves. */
export function locationsMovedBy(promise: PromiseState): readonly string[] {
  return [...new Set([...locationsOf(promise), ...promise.returned.map(({ location }) => location)])];
}

export function locationsOf(promise: PromiseState): readonly string[] {
  return [promise.location, ...promise.elsewhere.map(({ location }) => location)];
}

/** Units still on the shelf under this promise, wherever they lie. */
export function displaceable(promise: PromiseState): number {
  return Math.max(0, Math.min(setAside(promise), promise.current - promise.fulfilled - promise.short));
}

export function displaceableAt(promise: PromiseState, location: string): number {
  const here = setAsideAt(promise, location);
  return here <= 0 ? 0 : Math.min(here, displaceable(promise));
}

/** Of what is set aside no more since it was `before`, what lies elsewhere is given back first. */
export function givenBack(before: PromiseState, promise: PromiseState): PromiseState {
  const units = setAside(before) - setAside(promise);
  return units > 0 ? withParts(promise, withoutLast(promise.elsewhere, units)) : promise;
}

/** Serves `units` of what is set aside at `from` from `to` instead. */
export function moveUnits(promise: PromiseState, from: string, to: string, units: number): PromiseState {
  const left = promise.elsewhere.map((part) =>
    part.location === from ? { ...part, units: part.units - units } : part,
  );
  if (to === promise.location) return withParts(promise, left);
  const there = left.find((part) => part.location === to);
  if (there === undefined) return withParts(promise, [...left, { location: to, units }]);
  return withParts(
    promise,
    left.map((part) => (part === there ? { ...part, units: part.units + units } : part)),
  );
}

/** `units` of what is set aside at `location` have no unit behind them: for good, whatever else of it is provisional. */
export function shortened(promise: PromiseState, location: string, units: number): PromiseState {
  const { accepted, provisional } = promise;
  const elsewhere = promise.elsewhere.map((part) =>
    part.location === location ? { ...part, units: part.units - units } : part,
  );
  const forGood = provisional && { ...provisional, accepted: Math.min(accepted, provisional.accepted + units) };
  return withParts({ ...promise, short: promise.short + units, provisional: forGood }, elsewhere);
}

/** As {@link shortened}, of units that no decision had accepted: now one has refused them. */
export function denied(promise: PromiseState, location: string, units: number): PromiseState {
  return shortened({ ...promise, accepted: promise.accepted + units }, location, units);
}

/** A promise of which nothing is left at its own location has moved to where its units are; what has left, has not. */
function withParts(promise: PromiseState, parts: readonly Part[]): PromiseState {
  const elsewhere = parts.filter(({ units }) => units > 0);
  const next = { ...promise, elsewhere };
  const [first, ...others] = elsewhere;
  if (first === undefined || promise.folded > 0 || setAsideAt(next, promise.location) !== 0) return next;
  return { ...next, location: first.location, elsewhere: others };
}

function withoutLast(parts: readonly Part[], units: number): readonly Part[] {
  const [last] = parts.slice(-1);
  if (last === undefined || units <= 0) return parts;
  const others = parts.slice(0, -1);
  if (last.units > units) return [...others, { ...last, units: last.units - units }];
  return withoutLast(others, units - last.units);
}

function sumParts(parts: readonly Part[]): number {
  return parts.reduce((total, { units }) => total + units, 0);
}
