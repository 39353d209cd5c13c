import {
  amountOf,
  amountText,
  grossOf,
  sumOf,
  type Amount,
  type LineMoney,
  type OrderMoney,
  type Priced,
} from '@tillbridge/contracts';

type Charge = OrderMoney['charges'][number];

/** What a Shopify order says of its money, whether it came by webhook or by query: decimal text, in the shop's currency. */
export interface StoreMoney {
  readonly taxesIncluded: boolean;
  /** Before and after refunds, returns and edits. */
  readonly total: string;
  readonly current: string;
  readonly tip: string;
  readonly duties: string;
  readonly fees: string;
  readonly shipping: readonly Taxed[];
  readonly refundedShipping: readonly Taxed[];
  readonly adjustments: readonly Taxed[];
}

/** A price after discounts, and the taxes on it. */
export interface Taxed {
  readonly price: string;
  readonly taxes: readonly string[];
}

/** A line as ordered: its discounts and taxes are those of all its units, also of units taken off since. */
export interface StoreLineMoney {
  readonly quantity: number;
  readonly price: string;
  readonly discounts: readonly string[];
  readonly taxes: readonly string[];
}

export interface RefundedMoney {
  readonly quantity: number;
  readonly subtotal: string;
  readonly tax: string;
}

const nothing: Priced = { price: '0', tax: '0' };

export function orderMoney(money: StoreMoney, lines: readonly LineMoney[]): OrderMoney {
  const { taxesIncluded: taxIncluded, total, current } = money;
  const shipping = { kind: 'shipping' as const, ...addUp(money.shipping), refunded: addUp(money.refundedShipping) };
  const others = [charge('duty', money.duties), charge('tip', money.tip), charge('fee', money.fees)];
  const left = amountOf(total) - sumOf([...lines, shipping].map((priced) => grossOf(priced, taxIncluded)));
  return {
    taxIncluded,
    total,
    current,
    adjusted: textSum(money.adjustments.flatMap(({ price, taxes }) => [price, ...taxes])),
    charges: [shipping, ...thoseOutsideLines(others.filter(isSomething), left)].filter(isSomething),
  };
}

/** Duties, tips and fees are lines of some orders and stand beside the lines of others: what fits the total is right. */
function thoseOutsideLines(charges: readonly Charge[], left: Amount): readonly Charge[] {
  const subsets = charges.reduce<Charge[][]>((all, one) => [...all.map((some) => [...some, one]), ...all], [[]]);
  return subsets.find((some) => sumOf(some.map(({ price }) => amountOf(price))) === left) ?? charges;
}

const isSomething = ({ price, tax }: Charge): boolean => amountOf(price) !== 0n || amountOf(tax) !== 0n;

/** Discounts are taken off the line as a whole: a unit's price may be no whole cents. */
export function lineMoney(line: StoreLineMoney, refunds: readonly RefundedMoney[]): LineMoney {
  const full = amountOf(line.price) * BigInt(line.quantity);
  return {
    units: line.quantity,
    price: amountText(full - sumOf(line.discounts.map(amountOf))),
    tax: textSum(line.taxes),
    refunded: {
      units: refunds.reduce((units, { quantity }) => units + quantity, 0),
      price: textSum(refunds.map(({ subtotal }) => subtotal)),
      tax: textSum(refunds.map(({ tax }) => tax)),
    },
  };
}

/** The store writes what it paid back by an adjustment as less than nothing. */
export function paidBack({ price, taxes }: Taxed): Taxed {
  const negated = (text: string): string => amountText(-amountOf(text));
  return { price: negated(price), taxes: taxes.map(negated) };
}

const charge = (kind: Charge['kind'], price: string): Charge => ({
  kind,
  price: textSum([price]),
  tax: '0',
  refunded: nothing,
});

function addUp(parts: readonly Taxed[]): Priced {
  return { price: textSum(parts.map(({ price }) => price)), tax: textSum(parts.flatMap(({ taxes }) => taxes)) };
}

const textSum = (amounts: readonly string[]): string => amountText(sumOf(amounts.map(amountOf)));
