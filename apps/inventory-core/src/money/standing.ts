import { shareOf, smallestOf, type Amount } from '@tillbridge/contracts';
import { sumOfBooked, type Booked } from './booked';
import { add, less, type Sum } from './order-sums';

/** Units of one sale that were not taken back yet. */
interface Chunk {
  readonly location: string;
  readonly units: number;
  readonly sum: Sum;
  /** Nothing was recorded for them, whatever they had cost. */
  readonly isFree: boolean;
}

/** What became of all that was booked of one line. */
export interface Standing {
  /** Sold, and not taken back. */
  readonly sold: readonly Chunk[];
  /** Sold, and found on the shelf again by a count: the till has their money, and its level has their units back. */
  readonly undone: readonly Chunk[];
}

interface Place {
  readonly location: string;
  readonly units: number;
}

export const unitsIn = (chunks: readonly Chunk[]): number => chunks.reduce((total, { units }) => total + units, 0);
export const sumIn = (chunks: readonly Chunk[]): Sum => add(chunks.map(({ sum }) => sum));

/**
 * What a count undid is sold again before anything else is: that brings no money, for the first sale has. What nobody sells
 * again has come back, and its money follows with the next units that do.
 */
export function standingOf(booked: readonly Booked[], currency: string): Standing {
  const smallest = smallestOf(currency);
  return booked.reduce<Standing>((standing, one) => played(standing, one, smallest), { sold: [], undone: [] });
}

function played({ sold, undone }: Standing, one: Booked, smallest: Amount): Standing {
  const { location } = one;
  if (one.units < 0) {
    const { taken, left } = popped(sold, { location, units: -one.units }, smallest);
    return { sold: left, undone: one.postId === null ? [...undone, ...taken] : [] };
  }
  const again = popped(undone, { location, units: Math.min(one.units, unitsIn(undone)) }, smallest);
  const units = one.units - unitsIn(again.taken);
  const isFree = one.postId === null || one.zeroValue === true;
  const fresh = units === 0 ? [] : [{ location, units, sum: sumOfBooked([one]), isFree }];
  return { sold: [...sold, ...again.taken.map((chunk) => ({ ...chunk, location })), ...fresh], undone: again.left };
}

/**
 * What `units` of a line came to when they were sold: the last ones sold at this location first, then the last ones of
 * all, for what comes back may come back elsewhere. `missing`: units that were recorded before anything was booked.
 */
export function takeBack(
  { sold, undone }: Standing,
  place: Place,
  currency: string,
): { readonly sum: Sum; readonly missing: number } {
  const { taken, missing } = popped(sold, place, smallestOf(currency));
  return { sum: add([sumIn(taken), sumIn(undone)]), missing: Math.max(0, missing - unitsIn(undone)) };
}

interface Popped {
  readonly taken: readonly Chunk[];
  readonly left: readonly Chunk[];
  readonly missing: number;
}

function popped(chunks: readonly Chunk[], { location, units }: Place, smallest: Amount): Popped {
  const here = chunks.findLastIndex((chunk) => chunk.location === location);
  const at = here >= 0 ? here : chunks.length - 1;
  if (units <= 0 || at < 0) return { taken: [], left: chunks, missing: units };
  const chunk = chunks[at];
  if (chunk.units <= units) {
    const rest = popped(chunks.toSpliced(at, 1), { location, units: units - chunk.units }, smallest);
    return { ...rest, taken: [...rest.taken, chunk] };
  }
  const kept = partOf(chunk, chunk.units - units, smallest);
  const taken = { ...chunk, units, sum: less(chunk.sum, kept.sum) };
  return { taken: [taken], left: chunks.with(at, kept), missing: 0 };
}

function partOf(chunk: Chunk, units: number, smallest: Amount): Chunk {
  const share = (whole: Amount) => shareOf(whole, units, chunk.units, smallest);
  return { ...chunk, units, sum: { amount: share(chunk.sum.amount), tax: share(chunk.sum.tax) } };
}
