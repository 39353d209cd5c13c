import { amountOf, amountText, smallestOf, sumOf, type Amount, type TillPostGranted } from '@tillbridge/contracts';
import { saleLines, tillTotal, type SaleLine, type SoldUnits, type TillTaxes } from './sale-lines';

export interface SaleRules {
  readonly taxes: TillTaxes;
  /** null: shipping and the like are left out. */
  readonly chargesProduct: string | null;
  /** What the till counts in; null: whatever the order is in. */
  readonly currency: string | null;
}

export interface BuiltSale {
  readonly lines: readonly SaleLine[];
  /** What the till comes to. */
  readonly total: Amount;
  /** Why this must not be recorded, in words; null where it may be. */
  readonly problem: string | null;
}

/**
 * What a post is recorded as. The till has to come to what the store's account of the order says, to the cent; a sale that
 * would not is for a person to look at.
 */
export function buildSale(grant: TillPostGranted, rules: SaleRules): BuiltSale {
  // Only an adjustment has none, and it is no sale.
  const smallest = smallestOf(grant.currency as string);
  const built = soldIn(grant, rules).map((sold) => ({ sold, lines: saleLines(sold, rules.taxes, smallest) }));
  const lines = built.flatMap((one) => one.lines ?? []);
  const untaxable = built.find((one) => one.lines === null)?.sold;
  const total = tillTotal(lines, smallest);
  const problem = currencyProblem(grant, rules) ?? taxProblem(untaxable) ?? sumProblem(grant, lines, total);
  return { lines, total, problem };
}

function soldIn({ lines, charges }: TillPostGranted, { chargesProduct }: SaleRules): readonly SoldUnits[] {
  const goods = lines.map((line) => ({ product: line.externalId, quantity: line.quantity, ...worthOf(line) }));
  if (!charges || chargesProduct === null) return goods;
  const sum = { amount: amountOf(charges.amount), tax: amountOf(charges.tax) };
  return [...goods, { product: chargesProduct, quantity: 1, ...sum }];
}

/** Of a post that was granted before its worth was told, every unit has its unit price, and no tax is known. */
function worthOf({ worth, unitPrice, quantity }: TillPostGranted['lines'][number]): { amount: Amount; tax: Amount } {
  if (worth) return { amount: amountOf(worth.amount), tax: amountOf(worth.tax) };
  return { amount: amountOf(unitPrice) * BigInt(quantity), tax: 0n };
}

function currencyProblem({ currency }: TillPostGranted, rules: SaleRules): string | null {
  if (rules.currency === null || rules.currency === currency) return null;
  return `the order is in ${currency}, the till counts in ${rules.currency}`;
}

function taxProblem(untaxable: SoldUnits | undefined): string | null {
  if (untaxable === undefined) return null;
  const { product, amount, tax } = untaxable;
  return `no tax of till.webOrders[].taxes makes ${amountText(tax)} of the ${amountText(amount)} paid for product ${product}`;
}

function sumProblem(grant: TillPostGranted, lines: readonly SaleLine[], total: Amount): string | null {
  const negative = lines.find(({ price }) => price < 0n);
  if (negative) return `product ${negative.product} would cost ${amountText(negative.price)}`;
  const wanted = wantedTotal(grant);
  if (wanted === total) return null;
  return `the order comes to ${amountText(wanted)} here, the sale to ${amountText(total)} ${grant.currency}`;
}

function wantedTotal({ total, lines }: TillPostGranted): Amount {
  return total === undefined ? sumOf(lines.map((line) => worthOf(line).amount)) : amountOf(total);
}
