import { unprocessable } from './errors';
import { priced } from './line-price';
import type { Payment, Sale, SaleLine, SaleState } from './records';
import type { Retailer } from './retailer';
import { SALE_ATTRIBUTES, SALE_STATES } from './sale-states';
import type { Twin } from './twin';

type Json = Record<string, unknown>;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface SaleInput {
  id?: string;
  state: SaleState;
  attributes?: string[];
  date?: string;
  note?: string;
  customerId?: string | null;
  authorId: string;
  registerId?: string;
  sourceType?: string;
  sourceId?: string;
  lines?: SaleLine[];
  payments?: Payment[];
}

/** Reads a sale as POST and PUT take it. Throws 422 naming the field. */
export function readSale(twin: Twin, body: unknown): SaleInput {
  const { retailer } = twin;
  const sale = object(body, 'body');
  const source = object(sale.source, 'source');
  return {
    id: optional(sale.id, (id) => uuid(id, 'id')),
    state: oneOf(sale.state, SALE_STATES, 'state'),
    attributes: optional(sale.attributes, attributes),
    date: optional(sale.date, date),
    note: optional(sale.note, String),
    customerId: optional(sale.customer_id, String),
    authorId: known(retailer.users, source.author_id, 'source.author_id'),
    registerId: optional(source.register_id, (id) => known(retailer.registers, id, 'source.register_id')),
    sourceType: optional(source.type, String),
    sourceId: optional(source.id, String),
    lines: optional(sale.line_items, (list) => each(list, 'line_items', (line, path) => readLine(twin, line, path))),
    payments: optional(sale.payments, (list) =>
      each(list, 'payments', (one, path) => readPayment(retailer, one, path)),
    ),
  };
}

function readLine(twin: Twin, line: Json, path: string): SaleLine {
  const { retailer } = twin;
  const pricing = object(line.pricing, `${path}.pricing`);
  const tax = object(line.tax, `${path}.tax`);
  const quantity = number(line.quantity, `${path}.quantity`);
  if (quantity === 0) throw unprocessable(`${path}.quantity must not be zero`);
  const unit = {
    productId: known(retailer.products, object(line.product, `${path}.product`).id, `${path}.product.id`),
    price: number(pricing.price, `${path}.pricing.price`),
    priceOverridden: optional(line._metadata, (one) => object(one, `${path}._metadata`).is_price_override) === true,
    taxId: known(retailer.taxes, tax.id, `${path}.tax.id`),
    taxAmount: number(tax.amount, `${path}.tax.amount`),
  };
  return {
    ...priced(twin, unit, path),
    id: optional(line.id, (id) => uuid(id, `${path}.id`)) ?? retailer.ids.uuid(),
    quantity,
    cost: number(pricing.cost ?? 0, `${path}.pricing.cost`),
    discount: number(pricing.discount ?? 0, `${path}.pricing.discount`),
    isReturn: quantity < 0,
    effect: 'none',
    taken: 0,
    owed: 0,
  };
}

function readPayment(retailer: Retailer, payment: Json, path: string): Payment {
  const typeId = object(payment.type, `${path}.type`).config_id;
  return {
    id: optional(payment.id, (id) => uuid(id, `${path}.id`)) ?? retailer.ids.uuid(),
    typeId: known(retailer.paymentTypes, typeId, `${path}.type.config_id`),
    amount: number(payment.amount, `${path}.amount`),
    date: optional(payment.date, date) ?? new Date().toISOString(),
    deletedAt: null,
  };
}

/** Smallest difference in money that matters: half a cent. */
const HALF_CENT = 0.005;

export function totalOf(lines: SaleLine[]): { price: number; tax: number } {
  const sum = (unit: (line: SaleLine) => number) =>
    Math.round(lines.reduce((total, line) => total + unit(line) * line.quantity, 0) * 100) / 100;
  return { price: sum((line) => line.price), tax: sum((line) => line.taxAmount) };
}

/** A closed sale is paid exactly, or carries no payments at all, as in the vendor's minimal example. */
export function requireBalance(sale: Pick<Sale, 'state' | 'lines' | 'payments'>): void {
  if (sale.state !== 'closed' || sale.payments.length === 0) return;
  const { price, tax } = totalOf(sale.lines);
  const paid = sale.payments.reduce((total, payment) => total + payment.amount, 0);
  if (Math.abs(paid - price - tax) < HALF_CENT) return;
  throw unprocessable(`payments of ${paid.toFixed(2)} do not equal the total of ${(price + tax).toFixed(2)}`);
}

function object(value: unknown, path: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw unprocessable(`${path} is required`);
}

function each<T>(value: unknown, path: string, read: (one: Json, path: string) => T): T[] {
  if (!Array.isArray(value)) throw unprocessable(`${path} must be a list`);
  return value.map((one, index) => read(object(one, `${path}[${index}]`), `${path}[${index}]`));
}

function optional<T>(value: unknown, read: (value: unknown) => T): T | undefined {
  return value === undefined || value === null ? undefined : read(value);
}

/** The vendor's own examples send amounts as strings as often as numbers. */
function number(value: unknown, path: string): number {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof read === 'number' && Number.isFinite(read)) return read;
  throw unprocessable(`${path} must be a number`);
}

function uuid(value: unknown, path: string): string {
  if (typeof value === 'string' && UUID.test(value)) return value;
  throw unprocessable(`${path} must be a UUID`);
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], path: string): T {
  if (allowed.includes(value as T)) return value as T;
  throw unprocessable(`${path} must be one of ${allowed.join(', ')}`);
}

function known(records: Map<string, unknown>, id: unknown, path: string): string {
  if (typeof id === 'string' && records.has(id)) return id;
  throw unprocessable(`${path} is required and must exist`);
}

function attributes(value: unknown): string[] {
  if (!Array.isArray(value)) throw unprocessable('attributes must be a list');
  return value.map((attribute) => oneOf(attribute, SALE_ATTRIBUTES, 'attributes'));
}

function date(value: unknown): string {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value))) return value;
  throw unprocessable('date must be in RFC3339 format');
}
