import { sumOf, type Amount } from '@tillbridge/contracts';

/** A tax of the till. */
export interface TillTax {
  readonly id: string;
  /** In millionths: 150000 is 15 %. */
  readonly rate: Amount;
}

/** A tax without a rate, for what was charged none; alone it takes everything. Then those with a rate. */
export type TillTaxes = readonly [TillTax, ...TillTax[]];

/** One line of a sale as the till takes it: price and tax of one unit, the price without the tax. */
export interface SaleLine {
  readonly product: string;
  readonly quantity: number;
  readonly price: Amount;
  readonly tax: Amount;
  readonly taxId: string;
}

/** Units of one product. `amount`: what all of them came to, tax included; `tax`: what their store charged in it. */
export interface SoldUnits {
  readonly product: string;
  readonly quantity: number;
  readonly amount: Amount;
  readonly tax: Amount;
}

/**
 * Lines of whole cents that come to the amount exactly: where it does not divide evenly, some units cost a cent more. null
 * where no tax of the till makes the tax that was charged, to a cent a unit, which is how the till rounds it.
 */
export function saleLines(sold: SoldUnits, taxes: TillTaxes, smallest: Amount): readonly SaleLine[] | null {
  const parts = evenly(sold, smallest);
  const tax = fitting(sold, parts, taxes, smallest);
  if (tax === null) return null;
  return parts.map(({ quantity, gross }) => {
    const inIt = taxIn(gross, tax, smallest);
    return { product: sold.product, quantity, price: gross - inIt, tax: inIt, taxId: tax.id };
  });
}

/** As the till adds up a sale: all prices, and all taxes, each sum rounded once. */
export function tillTotal(lines: readonly SaleLine[], smallest: Amount): Amount {
  const total = (of: (line: SaleLine) => Amount) =>
    rounded(sumOf(lines.map((line) => of(line) * BigInt(line.quantity))), smallest);
  return total(({ price }) => price) + total(({ tax }) => tax);
}

interface Part {
  readonly quantity: number;
  /** Of one unit, tax included. */
  readonly gross: Amount;
}

/** What is no whole cents stays over: the sums then differ, and are seen to. */
function evenly({ quantity, amount }: SoldUnits, smallest: Amount): readonly Part[] {
  const units = BigInt(quantity);
  const even = amount / units;
  const gross = even - (even % smallest);
  const dearer = Number((amount - gross * units) / smallest);
  const parts = [
    { quantity: dearer, gross: gross + smallest },
    { quantity: quantity - dearer, gross },
  ];
  return parts.filter((part) => part.quantity > 0);
}

/** The tax that comes nearest; of two that come equally near, the one named first. */
function fitting(sold: SoldUnits, parts: readonly Part[], taxes: TillTaxes, smallest: Amount): TillTax | null {
  const [only, ...others] = taxes;
  if (others.length === 0) return only;
  const distance = (tax: TillTax) =>
    magnitude(sumOf(parts.map(({ quantity, gross }) => taxIn(gross, tax, smallest) * BigInt(quantity))) - sold.tax);
  const nearest = others.reduce((best, tax) => (distance(tax) < distance(best) ? tax : best), only);
  const isExact = distance(nearest) === 0n;
  return isExact || (nearest !== only && distance(nearest) <= smallest * BigInt(sold.quantity)) ? nearest : null;
}

const one = 1_000_000n;

/** Of a price that contains it. */
function taxIn(gross: Amount, { rate }: TillTax, smallest: Amount): Amount {
  return rounded((gross * rate) / (one + rate), smallest);
}

/** Half a cent and more is a cent. */
function rounded(amount: Amount, smallest: Amount): Amount {
  if (amount < 0n) return -rounded(-amount, smallest);
  const up = amount + smallest / 2n;
  return up - (up % smallest);
}

const magnitude = (amount: Amount): Amount => (amount < 0n ? -amount : amount);
