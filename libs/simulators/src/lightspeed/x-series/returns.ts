import { unprocessable } from './errors';
import type { Sale, SaleLine } from './records';
import type { SaleInput } from './sale-input';
import { closedReturns, commit, saleById, updateSale, voidSale } from './sales';
import type { Twin } from './twin';

/**
 * Starts the return of a closed sale: a parked sale with the units not yet returned, negative. It is then paid and closed.
 * @param alone voids other parked returns of the sale, as 2026-07 does
 */
export function startReturn(twin: Twin, original: Sale, alone: boolean): Sale {
  if (original.state !== 'closed') throw unprocessable('only a closed sale can be returned');
  if (original.returnFor) throw unprocessable('a return cannot be returned');
  const lines = returnable(twin, original);
  if (lines.length === 0) throw unprocessable('every unit of this sale has been returned');
  if (alone) voidParkedReturns(twin, original);
  const now = Date.now();
  const sale: Sale = {
    ...original,
    id: twin.retailer.ids.uuid(),
    state: 'parked',
    date: new Date(now).toISOString(),
    note: '',
    invoiceNumber: `MR-${++twin.retailer.invoices}`,
    sourceType: null,
    sourceId: null,
    lines,
    payments: [],
    returnFor: original.id,
    returnedBy: [],
    by: 'api',
    createdAt: now,
  };
  twin.retailer.sales.set(sale.id, sale);
  original.returnedBy.push(sale.id);
  commit(twin, original);
  commit(twin, sale);
  return sale;
}

/** Completes or changes a return: no more may come back than was sold, and nothing that was not. */
export function updateReturn(twin: Twin, sale: Sale, input: SaleInput, alone: boolean): void {
  const original = saleById(twin, sale.returnFor!);
  if (input.lines) requireReturnable(returnable(twin, original), input.lines);
  updateSale(twin, sale, input);
  if (alone && sale.state === 'closed') voidParkedReturns(twin, original);
}

function returnable(twin: Twin, original: Sale): SaleLine[] {
  const back = unitsByProduct(closedReturns(twin, original).flatMap((one) => one.lines));
  return original.lines.flatMap((line) => {
    const returned = Math.min(line.quantity, -(back.get(line.productId) ?? 0));
    if (returned > 0) back.set(line.productId, back.get(line.productId)! + returned);
    const quantity = -(line.quantity - returned);
    if (quantity >= 0) return [];
    return [{ ...line, id: twin.retailer.ids.uuid(), quantity, isReturn: true, effect: 'none', taken: 0, owed: 0 }];
  });
}

function requireReturnable(returnable: SaleLine[], lines: SaleLine[]): void {
  const left = unitsByProduct(returnable);
  for (const [productId, units] of unitsByProduct(lines)) {
    if (units >= 0) continue;
    if (!left.has(productId)) throw unprocessable('referenced and unreferenced returns cannot be mixed');
    if (units < left.get(productId)!) throw unprocessable('more units would be returned than were sold');
  }
}

function unitsByProduct(lines: SaleLine[]): Map<string, number> {
  const units = new Map<string, number>();
  lines.forEach((line) => units.set(line.productId, (units.get(line.productId) ?? 0) + line.quantity));
  return units;
}

function voidParkedReturns(twin: Twin, original: Sale): void {
  original.returnedBy
    .map((id) => saleById(twin, id))
    .filter((one) => one.state === 'parked')
    .forEach((one) => voidSale(twin, one, 'api'));
}
