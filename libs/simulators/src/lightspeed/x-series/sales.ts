import { announce } from './deliveries';
import { notFound, unprocessable } from './errors';
import type { Sale, SaleLine, StockEffect } from './records';
import { firstOf } from './retailer';
import { requireBalance, type SaleInput } from './sale-input';
import { stockEffect } from './sale-states';
import { changeRowOfSale } from './stock';
import type { Twin } from './twin';
import { hookSale } from './views-hooks';

export function saleById(twin: Twin, id: string): Sale {
  const sale = twin.retailer.sales.get(id);
  if (!sale) throw notFound('sale');
  return sale;
}

/** One commit: the record, then the rows its lines move. */
export function createSale(twin: Twin, input: SaleInput, by: Sale['by']): Sale {
  const { retailer } = twin;
  const register = input.registerId
    ? retailer.registers.get(input.registerId)!
    : firstOf(retailer.registers, 'a register');
  const now = Date.now();
  const sale: Sale = {
    id: input.id ?? retailer.ids.uuid(),
    state: input.state,
    attributes: input.attributes ?? [],
    date: input.date ?? new Date(now).toISOString(),
    note: input.note ?? '',
    customerId: input.customerId ?? null,
    invoiceNumber: `MR-${++retailer.invoices}`,
    authorId: input.authorId,
    registerId: register.id,
    outletId: register.outletId,
    sourceType: input.sourceType ?? null,
    sourceId: input.sourceId ?? null,
    lines: input.lines ?? [],
    payments: input.payments ?? [],
    returnFor: null,
    returnedBy: [],
    by,
    createdAt: now,
    updatedAt: now,
    version: 0n,
  };
  requireBalance(sale);
  retailer.sales.set(sale.id, sale);
  commit(twin, sale);
  return sale;
}

/** Fields left out are kept. A closed sale can only be voided, a voided one not changed at all. */
export function updateSale(twin: Twin, sale: Sale, input: SaleInput): void {
  if (sale.state === 'voided') throw unprocessable('a voided sale cannot be changed');
  if (input.state === 'voided') return voidSale(twin, sale, 'api');
  if (sale.state === 'closed') throw unprocessable('a closed sale can only be voided');
  const lines = input.lines ?? sale.lines;
  const payments = input.payments ?? sale.payments;
  requireBalance({ state: input.state, lines, payments });
  if (input.lines) dropStock(twin, sale);
  Object.assign(sale, {
    state: input.state,
    attributes: input.attributes ?? sale.attributes,
    date: input.date ?? sale.date,
    note: input.note ?? sale.note,
    customerId: input.customerId ?? sale.customerId,
    lines,
    payments,
  });
  commit(twin, sale);
}

/** Goods go back to where they came from and payments are deleted. */
export function voidSale(twin: Twin, sale: Sale, actor: Sale['by']): void {
  if (sale.state === 'voided') throw unprocessable('the sale is voided already');
  if (closedReturns(twin, sale).length > 0) throw unprocessable('a sale with completed returns cannot be voided');
  sale.state = 'voided';
  sale.payments.forEach((payment) => (payment.deletedAt = Date.now()));
  commit(twin, sale, actor);
}

export function closedReturns(twin: Twin, sale: Sale): Sale[] {
  return sale.returnedBy.map((id) => saleById(twin, id)).filter((one) => one.state === 'closed');
}

/** Gives the record its version, then lets its lines take or give back their units, then tells the subscribers. */
export function commit(twin: Twin, sale: Sale, actor: Sale['by'] = sale.by): void {
  sale.version = twin.retailer.versions.next();
  sale.updatedAt = Date.now();
  announce(twin, 'sale.update', hookSale(sale));
  const effect = stockEffect(sale.state, sale.attributes);
  sale.lines.forEach((line) => applyEffect(twin, sale, line, effect, actor));
}

function dropStock(twin: Twin, sale: Sale): void {
  sale.lines.forEach((line) => applyEffect(twin, sale, line, 'none', 'api'));
}

function applyEffect(twin: Twin, sale: Sale, line: SaleLine, effect: StockEffect, actor: Sale['by']): void {
  if (line.effect === effect) return;
  const before = line.effect;
  line.effect = effect;
  if (before === 'none' || effect === 'none') moveComponents(twin, sale, line);
  changeRowOfSale(twin, line.productId, sale.outletId, (row) => {
    const { taken, owed } = split(effect, line.quantity, row.level + line.taken);
    row.level -= taken - line.taken;
    row.toProcure += owed - line.owed;
    Object.assign(line, { taken, owed });
  });
  if (before === 'none' || effect === 'none') logMovement(twin, sale, line, actor);
}

/** A composite has no stock of its own: its components leave, and the record shows the composite alone. */
function moveComponents(twin: Twin, sale: Sale, line: SaleLine): void {
  const direction = line.effect === 'none' ? 1 : -1;
  for (const [componentId, units] of twin.retailer.products.get(line.productId)?.components ?? [])
    changeRowOfSale(twin, componentId, sale.outletId, (row) => (row.level += direction * units * line.quantity));
}

function split(effect: StockEffect, quantity: number, level: number): { taken: number; owed: number } {
  if (effect === 'none') return { taken: 0, owed: 0 };
  if (effect === 'deduct' || quantity < 0) return { taken: quantity, owed: 0 };
  const taken = Math.min(quantity, Math.max(0, level));
  return { taken, owed: quantity - taken };
}

function logMovement(twin: Twin, sale: Sale, line: SaleLine, actor: Sale['by']): void {
  const { products, outlets } = twin.retailer;
  const about = {
    saleId: sale.id,
    sku: products.get(line.productId)!.sku,
    productId: line.productId,
    outlet: outlets.get(sale.outletId)!.name,
  };
  if (line.effect === 'none') {
    twin.log.append('void', {
      ...about,
      quantity: line.quantity,
      by: actor,
      rungUpBy: sale.by,
      sourceId: sale.sourceId,
    });
  } else if (sale.by === 'api') {
    twin.log.append('api_sale', { ...about, quantity: line.quantity, sourceId: sale.sourceId });
  } else if (line.quantity < 0) {
    twin.log.append('till_return', { ...about, quantity: -line.quantity });
  } else {
    twin.log.append('till_sale', { ...about, quantity: line.quantity });
  }
}
