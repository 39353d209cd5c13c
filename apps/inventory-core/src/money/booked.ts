import { amountOf, amountText, shareOf, smallestOf, type Amount } from '@tillbridge/contracts';
import { add, less, noSum, type Sum } from './order-sums';

/** What one post recorded of one line: kept with the order, so that it is taken back at what it was sold for. */
export interface Booked {
  readonly postId: string;
  /** null: shipping and whatever else is no stocked item. */
  readonly line: string | null;
  readonly location: string;
  /** Negative where a post took them back. */
  readonly units: number;
  /** Of all these units, signed as they are. Tax is included in the amount. */
  readonly amount: string;
  readonly tax: string;
  /** It was recorded at no value, whatever the order came to. */
  readonly zeroValue?: true;
}

export const sumOfBooked = (booked: readonly Booked[]): Sum =>
  add(booked.map(({ amount, tax }) => ({ amount: amountOf(amount), tax: amountOf(tax) })));

export const asText = ({ amount, tax }: Sum): { amount: string; tax: string } => ({
  amount: amountText(amount),
  tax: amountText(tax),
});

/** Units of one sale that were not taken back yet. */
interface Chunk {
  readonly location: string;
  readonly units: number;
  readonly sum: Sum;
}

/**
 * What `units` of a line came to when they were sold: the last ones sold at this location first, then the last ones of
 * all, for what comes back may come back elsewhere. `missing`: units that were recorded before anything was booked.
 */
export function takeBack(
  booked: readonly Booked[],
  { location, units }: { readonly location: string; readonly units: number },
  currency: string,
): { sum: Sum; missing: number } {
  const smallest = smallestOf(currency);
  let standing: readonly Chunk[] = [];
  for (const one of booked) {
    if (one.units < 0) standing = popped(standing, one.location, -one.units, smallest).left;
    else standing = [...standing, { location: one.location, units: one.units, sum: sumOfBooked([one]) }];
  }
  const { sum, missing } = popped(standing, location, units, smallest);
  return { sum, missing };
}

interface Popped {
  readonly sum: Sum;
  readonly left: readonly Chunk[];
  readonly missing: number;
}

function popped(chunks: readonly Chunk[], location: string, units: number, smallest: Amount): Popped {
  const here = chunks.findLastIndex((chunk) => chunk.location === location);
  const at = here >= 0 ? here : chunks.length - 1;
  if (units <= 0 || at < 0) return { sum: noSum, left: chunks, missing: units };
  const chunk = chunks[at];
  if (chunk.units <= units) {
    const rest = popped(chunks.toSpliced(at, 1), location, units - chunk.units, smallest);
    return { ...rest, sum: add([rest.sum, chunk.sum]) };
  }
  const kept = chunk.units - units;
  const share = (whole: Amount) => shareOf(whole, kept, chunk.units, smallest);
  const sum = { amount: share(chunk.sum.amount), tax: share(chunk.sum.tax) };
  return { sum: less(chunk.sum, sum), left: chunks.with(at, { ...chunk, units: kept, sum }), missing: 0 };
}
