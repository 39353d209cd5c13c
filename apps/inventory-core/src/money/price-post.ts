import { amountOf, type Amount } from '@tillbridge/contracts';
import type { OrderLineState, OrderState } from '../ledger/ledger';
import { asText, sumOfBooked, type Booked } from './booked';
import { add, chargesOf, less, noSum, unexplained, unitsOf, withoutStockOf, type Sum } from './order-sums';
import { standingOf, sumIn, takeBack, unitsIn, type Standing } from './standing';

/** One post of an order, before it is granted: all its lines at one location. */
export interface Unpriced {
  readonly postId: string;
  readonly kind: 'sale' | 'reverse';
  readonly location: string;
  readonly lines: readonly UnpricedLine[];
}

export interface UnpricedLine {
  readonly line: string;
  readonly units: number;
}

export interface PricingRules {
  /** Everything is recorded at no value: the shop's accounts come from its stores. */
  readonly zeroValue: boolean;
  /** The till has a product for what is no stocked item. */
  readonly charges: boolean;
}

export interface PricedPost {
  /** As the lines of the post. */
  readonly lines: readonly Sum[];
  /** null where none of them is for this post. */
  readonly charges: Sum | null;
  /** What the store's account of the order says that all of it comes to. */
  readonly total: Amount;
  readonly booked: readonly Booked[];
}

/**
 * What a post comes to. A sale brings what is booked of each line up to what its units cost, so that the posts of a line
 * come to the line whatever rounding does; a reversal takes units back at what they were sold for. What is no stocked item
 * goes with the first sale, and comes back with a reversal once the store has paid it back.
 */
export function pricePost(order: OrderState, post: Unpriced, rules: PricingRules): PricedPost {
  const { kind, location } = post;
  const zeroValue = rules.zeroValue && kind === 'sale';
  const lines = post.lines.map(({ line, units }) => {
    if (zeroValue) return noSum;
    return kind === 'sale' ? saleOf(order, line, units) : reversalOf(order, line, location, units);
  });
  const charges = zeroValue || !rules.charges ? noSum : dueCharges(order, kind);
  const gap = zeroValue || kind === 'reverse' ? 0n : unexplained(order) + unrecordable(order, rules);
  return {
    lines,
    charges: charges.amount === 0n ? null : charges,
    total: add([...lines, charges]).amount + gap,
    booked: bookedBy(post, lines, charges, zeroValue),
  };
}

/** Sold as goods are, and not to be recorded: left out it would be missing from the till's books, and nobody told. */
function unrecordable(order: OrderState, { charges }: PricingRules): Amount {
  return charges ? 0n : withoutStockOf(order).amount;
}

function saleOf(order: OrderState, lineId: string, units: number): Sum {
  const line = lineOf(order, lineId);
  if (line === undefined) return noSum;
  const { sold, undone } = standing(order, lineId);
  // The till has the money of what a count undid: to sell that again brings none.
  const fresh = units - unitsIn(undone);
  if (fresh <= 0) return noSum;
  const known = [...sold, ...undone];
  const before = unitsIn(known);
  const worthBefore = known.some(({ isFree }) => isFree) ? unitsOf(order, line, before) : sumIn(known);
  return less(unitsOf(order, line, before + fresh), worthBefore);
}

function reversalOf(order: OrderState, lineId: string, location: string, units: number): Sum {
  const { sum, missing } = takeBack(standing(order, lineId), { location, units }, order.currency);
  const unitPrice = amountOf(lineOf(order, lineId)?.unitPrice ?? '0');
  return add([sum, { amount: unitPrice * BigInt(missing), tax: 0n }]);
}

const standing = ({ booked, currency }: OrderState, lineId: string): Standing =>
  standingOf(
    booked.filter(({ line }) => line === lineId),
    currency,
  );

/** Never a negative part of a sale, nor a positive one of a reversal: that waits for a post of the other kind. */
function dueCharges(order: OrderState, kind: Unpriced['kind']): Sum {
  const missing = less(chargesOf(order), sumOfBooked(order.booked.filter(({ line }) => line === null)));
  const due = kind === 'sale' ? missing : less(noSum, missing);
  return due.amount > 0n ? due : noSum;
}

function bookedBy(post: Unpriced, lines: readonly Sum[], charges: Sum, zeroValue: boolean): readonly Booked[] {
  const { postId, location, kind } = post;
  const signed = (sum: Sum): Sum => (kind === 'sale' ? sum : less(noSum, sum));
  const ofLines = post.lines.map(({ line, units }, index): Booked => ({
    postId,
    line,
    location,
    units: kind === 'sale' ? units : -units,
    ...asText(signed(lines[index])),
    ...(zeroValue && { zeroValue }),
  }));
  if (charges.amount === 0n) return ofLines;
  return [...ofLines, { postId, line: null, location, units: 0, ...asText(signed(charges)) }];
}

function lineOf(order: OrderState, lineId: string): OrderLineState | undefined {
  return order.lines.find(({ line }) => line === lineId);
}
