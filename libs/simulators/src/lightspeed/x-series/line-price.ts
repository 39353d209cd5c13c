import { unprocessable } from './errors';
import type { SaleLine } from './records';
import type { Twin } from './twin';

type Unit = Pick<SaleLine, 'productId' | 'price' | 'priceOverridden' | 'taxId' | 'taxAmount'>;

/** Rounding to cents is left to the caller, so a tax may be off by one. */
const taxTolerance = 0.01;

/**
 * Price and tax of one unit as the till counts them: its own price unless the caller's overrides it, and then a tax that
 * fits its rate.
 */
export function priced({ retailer, settings }: Twin, unit: Unit, path: string): Unit {
  const { rate } = retailer.taxes.get(unit.taxId)!;
  if (!unit.priceOverridden) {
    const { price } = retailer.products.get(unit.productId)!;
    return { ...unit, price, taxAmount: toCents(price * rate) };
  }
  const due = unit.price * rate;
  if (settings.lineTax === 'fits' && Math.abs(unit.taxAmount - due) > taxTolerance)
    throw unprocessable(`${path}.tax.amount of ${unit.taxAmount} does not fit the rate of ${rate}: ${toCents(due)}`);
  return unit;
}

const toCents = (amount: number) => Math.round(amount * 100) / 100;
