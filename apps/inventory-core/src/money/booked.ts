import { amountOf, amountText } from '@tillbridge/contracts';
import { add, type Sum } from './order-sums';

/** What one post recorded of one line: kept with the order, so that it is taken back at what it was sold for. */
export interface Booked {
  /** null: a count of the shelf did to the level what a post would have done. No money moves with a count. */
  readonly postId: string | null;
  /** null: shipping and whatever else is no stocked item. */
  readonly line: string | null;
  readonly location: string;
  /** Negative where a post took them back, or where a count found them on the shelf again. */
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

/** What a count did to the level in the place of posts: units sold, or found on the shelf again where they are negative. */
export const bookedByCount = (line: string, location: string, units: number): Booked => ({
  postId: null,
  line,
  location,
  units,
  amount: '0',
  tax: '0',
});
