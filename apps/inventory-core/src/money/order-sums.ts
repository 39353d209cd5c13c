import { amountOf, grossOf, shareOf, smallestOf, sumOf, type Amount, type Priced } from '@tillbridge/contracts';
import type { OrderLineState, OrderState } from '../ledger/ledger';

/** What something comes to, tax included, and the tax in it. */
export interface Sum {
  readonly amount: Amount;
  readonly tax: Amount;
}

export const noSum: Sum = { amount: 0n, tax: 0n };

export function add(sums: readonly Sum[]): Sum {
  return { amount: sumOf(sums.map(({ amount }) => amount)), tax: sumOf(sums.map(({ tax }) => tax)) };
}

export const less = (sum: Sum, by: Sum): Sum => ({ amount: sum.amount - by.amount, tax: sum.tax - by.tax });

/** What the first `units` of a line come to: even shares in whole cents, and what is left once some were refunded. */
export function unitsOf(order: OrderState, line: OrderLineState, units: number): Sum {
  const whole = wholeOf(order, line);
  const { units: of, refunded } = line.money ?? { units: line.ordered, refunded: null };
  if (refunded !== null && refunded.units > 0 && units === of - refunded.units)
    return less(whole, sumIn(order, refunded));
  const smallest = smallestOf(order.currency);
  return {
    amount: shareOf(whole.amount, units, of, smallest),
    tax: shareOf(whole.tax, units, of, smallest),
  };
}

/** Shipping, tips and the like, and lines that no post of goods records, as they stand now. */
export function chargesOf(order: OrderState): Sum {
  if (order.money === undefined || order.cancelledAt !== null) return noSum;
  const { charges } = order.money;
  const now = charges.map((charge) => less(sumIn(order, charge), sumIn(order, charge.refunded)));
  const lines = order.lines
    .filter((line) => isNoItem(line) && !isWithoutStock(line))
    .map((line) => keptOf(order, line));
  return add([...now, ...lines, withoutStockOf(order)]);
}

/** Services, composites: what its store sells as it sells goods, and of which nothing is set aside; as it stands now. */
export function withoutStockOf(order: OrderState): Sum {
  if (order.cancelledAt !== null) return noSum;
  return add(order.lines.filter(isWithoutStock).map((line) => keptOf(order, line)));
}

/**
 * What the store's own total says beyond all that we know of. 0 where it adds up, before or after refunds: which of them
 * is told of an order that was edited differs.
 */
export function unexplained(order: OrderState): Amount {
  const { money, lines } = order;
  if (money === undefined) return 0n;
  const ordered = add([...lines.map((line) => wholeOf(order, line)), ...money.charges.map((one) => sumIn(order, one))]);
  const refunded = money.charges.map((charge) => sumIn(order, charge.refunded));
  const kept = less(
    add([...lines.map((line) => keptOf(order, line)), ...money.charges.map((one) => sumIn(order, one))]),
    add(refunded),
  );
  const current = amountOf(money.current);
  const isCurrent = [current, current + amountOf(money.adjusted)].includes(kept.amount);
  return isCurrent ? 0n : amountOf(money.total) - ordered.amount;
}

/** A seller's lines name no external id either, and are items all the same: nothing is known of their money. */
const isNoItem = ({ externalId, money }: OrderLineState): boolean => externalId === null && money !== undefined;

const isWithoutStock = ({ untracked, money }: OrderLineState): boolean => untracked === true && money !== undefined;

function wholeOf(order: OrderState, line: OrderLineState): Sum {
  if (line.money !== undefined) return sumIn(order, line.money);
  return { amount: amountOf(line.unitPrice) * BigInt(line.ordered), tax: 0n };
}

function keptOf(order: OrderState, line: OrderLineState): Sum {
  const whole = wholeOf(order, line);
  return line.money === undefined ? whole : less(whole, sumIn(order, line.money.refunded));
}

function sumIn({ money }: OrderState, priced: Priced): Sum {
  return { amount: grossOf(priced, money?.taxIncluded ?? true), tax: amountOf(priced.tax) };
}
