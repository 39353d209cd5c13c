import { bodyOf, vendor } from './call';
import { advance, consignmentById, createConsignment, listForCount, setLine } from './consignments';
import { addProduct, type ProductInput } from './control-seed';
import { unprocessable } from './errors';
import { archiveProduct, renameSku, touchProduct } from './products';
import type { Consignment, Sale, SaleLine } from './records';
import { defaultTax, findOutlet, findProduct, firstOf, type Retailer } from './retailer';
import { totalOf } from './sale-input';
import { createSale, saleById, voidSale } from './sales';
import { addToLevel } from './stock';
import type { Twin } from './twin';

interface LineInput {
  sku: string;
  quantity: number;
}

interface BasketInput {
  outlet: string;
  lines: LineInput[];
}

/** People in the shop: everything here commits at once and is written into the log with the moment it happened. */
export function peopleRoutes(twin: Twin) {
  const { retailer } = twin;
  const saleAnswer = (sale: Sale) => ({ body: { saleId: sale.id, at: sale.updatedAt } });
  const consignmentAnswer = (consignment: Consignment) => ({
    body: { consignmentId: consignment.id, status: consignment.status, at: consignment.updatedAt },
  });
  return {
    'POST /__twin/till/sale': vendor((call) => saleAnswer(ringUp(twin, input<BasketInput>(call), 1))),
    'POST /__twin/till/return': vendor((call) => saleAnswer(ringUp(twin, input<BasketInput>(call), -1))),
    'POST /__twin/till/void': vendor((call) => {
      const sale = saleById(twin, input<{ saleId: string }>(call).saleId);
      voidSale(twin, sale, 'till');
      return saleAnswer(sale);
    }),
    'POST /__twin/delivery': vendor((call) => consignmentAnswer(deliver(twin, input<BasketInput>(call)))),
    'POST /__twin/count': vendor((call) => consignmentAnswer(count(twin, input<CountInput>(call)))),
    'POST /__twin/transfer': vendor((call) => consignmentAnswer(transfer(twin, input<TransferInput>(call)))),
    'POST /__twin/transfer/:id/receive': vendor((_, { id }) => {
      const consignment = consignmentById(twin, id);
      advance(twin, consignment, 'RECEIVED');
      return consignmentAnswer(consignment);
    }),
    'POST /__twin/product': vendor((call) => {
      const { id, sku } = addProduct(twin, input<ProductInput>(call));
      return { body: { productId: id, ...noteProduct(twin, sku, id, 'created') } };
    }),
    'POST /__twin/product/:sku': vendor((call, { sku }) => {
      const product = findProduct(retailer, sku);
      editProduct(twin, product.id, input<EditInput>(call));
      return { body: { productId: product.id, ...noteProduct(twin, product.sku, product.id, 'changed') } };
    }),
    'POST /__twin/shrink': vendor((call) => {
      const { outlet, sku, quantity } = input<{ outlet: string } & LineInput>(call);
      const place = findOutlet(retailer, outlet);
      addToLevel(twin, findProduct(retailer, sku).id, place.id, -quantity);
      return { body: { at: twin.log.append('shrink', { sku, outlet: place.name, quantity }).at } };
    }),
  };
}

const input = <T>(call: Parameters<typeof bodyOf>[0]) => bodyOf(call) as unknown as T;

function linesOf(retailer: Retailer, lines: LineInput[]): { productId: string; quantity: number; price: number }[] {
  if (!Array.isArray(lines) || lines.length === 0) throw unprocessable('lines are required');
  return lines.map(({ sku, quantity }) => {
    if (!(quantity > 0)) throw unprocessable(`quantity of ${sku} must be above 0`);
    const product = findProduct(retailer, sku);
    return { productId: product.id, quantity, price: product.price };
  });
}

/** A cashier rings up a basket, or takes one back without its receipt. Paid in full, and closed. */
function ringUp(twin: Twin, { outlet, lines }: BasketInput, direction: 1 | -1): Sale {
  const { retailer } = twin;
  const place = findOutlet(retailer, outlet);
  const register = [...retailer.registers.values()].find((one) => one.outletId === place.id)!;
  const tax = defaultTax(retailer)!;
  const saleLines = linesOf(retailer, lines).map(({ productId, quantity, price }): SaleLine => ({
    id: retailer.ids.uuid(),
    productId,
    quantity: direction * quantity,
    price,
    priceOverridden: false,
    cost: 0,
    discount: 0,
    taxId: tax.id,
    taxAmount: Math.round(price * tax.rate * 100) / 100,
    isReturn: direction < 0,
    effect: 'none',
    taken: 0,
    owed: 0,
  }));
  const total = totalOf(saleLines);
  const payment = {
    id: retailer.ids.uuid(),
    typeId: firstOf(retailer.paymentTypes, 'a payment type').id,
    amount: total.price + total.tax,
    date: new Date().toISOString(),
    deletedAt: null,
  };
  const authorId = firstOf(retailer.users, 'a user').id;
  return createSale(
    twin,
    { state: 'closed', authorId, registerId: register.id, lines: saleLines, payments: [payment] },
    'till',
  );
}

function deliver(twin: Twin, { outlet, lines }: BasketInput): Consignment {
  const items = linesOf(twin.retailer, lines);
  const outletId = findOutlet(twin.retailer, outlet).id;
  const order = createConsignment(twin, { type: 'SUPPLIER', status: 'SENT', name: 'Delivery', outletId }, 'till');
  items.forEach(({ productId, quantity }) => setLine(twin, order, productId, { count: quantity, received: quantity }));
  advance(twin, order, 'RECEIVED');
  return order;
}

interface CountInput {
  outlet: string;
  sku: string;
  counted: number;
}

/** A stocktake of one product, begun and completed at once: the level becomes what was counted. */
function count(twin: Twin, { outlet, sku, counted }: CountInput): Consignment {
  if (!(counted >= 0)) throw unprocessable('counted must be 0 or more');
  const outletId = findOutlet(twin.retailer, outlet).id;
  const productId = findProduct(twin.retailer, sku).id;
  const filters = [{ type: 'product', value: productId }];
  const stocktake = createConsignment(twin, { type: 'STOCKTAKE', name: 'Count', outletId, filters }, 'till');
  setLine(twin, stocktake, productId, { received: counted });
  listForCount(twin, stocktake);
  advance(twin, stocktake, 'STOCKTAKE_COMPLETE');
  return stocktake;
}

interface TransferInput {
  from: string;
  to: string;
  lines: LineInput[];
  /** False leaves it in transit until `/__twin/transfer/:id/receive`. */
  receive?: boolean;
}

function transfer(twin: Twin, { from, to, lines, receive = true }: TransferInput): Consignment {
  const { retailer } = twin;
  const items = linesOf(retailer, lines);
  const sourceOutletId = findOutlet(retailer, from).id;
  const outletId = findOutlet(retailer, to).id;
  const consignment = createConsignment(twin, { type: 'OUTLET', name: 'Transfer', outletId, sourceOutletId }, 'till');
  items.forEach(({ productId, quantity }) => setLine(twin, consignment, productId, { count: quantity }));
  advance(twin, consignment, 'SENT');
  if (receive) advance(twin, consignment, 'RECEIVED');
  return consignment;
}

interface EditInput {
  name?: string;
  newSku?: string;
  price?: number;
  active?: boolean;
  archived?: boolean;
}

function editProduct(twin: Twin, id: string, { name, newSku, price, active, archived }: EditInput): void {
  const product = twin.retailer.products.get(id)!;
  if (name !== undefined) product.name = name;
  if (price !== undefined) product.price = price;
  if (active !== undefined) product.active = active;
  if (newSku !== undefined) renameSku(product, newSku);
  if (archived !== undefined) archiveProduct(twin, product, archived);
  else touchProduct(twin, product);
}

function noteProduct(twin: Twin, sku: string, productId: string, change: string) {
  const { name } = twin.retailer.products.get(productId)!;
  return { sku, at: twin.log.append('product', { sku, productId, name, change, by: 'till' }).at };
}
