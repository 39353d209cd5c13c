import type { Rng } from '../../shared';
import { notFound } from './errors';
import type {
  AdjustmentReason,
  Consignment,
  Hook,
  InventoryRow,
  Named,
  Outlet,
  Product,
  Register,
  Sale,
  StockAdjustment,
  Tax,
} from './records';
import { VersionCounter } from './versions';

/** The whole account of one retailer. Owned by one twin; nothing outside it holds state. */
export interface Retailer {
  id: string;
  domainPrefix: string;
  ids: Rng;
  versions: VersionCounter;
  outlets: Map<string, Outlet>;
  registers: Map<string, Register>;
  users: Map<string, Named>;
  paymentTypes: Map<string, Named>;
  taxes: Map<string, Tax>;
  products: Map<string, Product>;
  /** Keyed by `rowKey`. */
  rows: Map<string, InventoryRow>;
  sales: Map<string, Sale>;
  invoices: number;
  reasons: Map<string, AdjustmentReason>;
  adjustments: Map<string, StockAdjustment>;
  consignments: Map<string, Consignment>;
  hooks: Map<string, Hook>;
}

export function createRetailer(rng: Rng, domainPrefix: string, firstVersion?: bigint): Retailer {
  return {
    id: rng.uuid(),
    domainPrefix,
    ids: rng.fork(),
    versions: new VersionCounter(rng.fork(), firstVersion),
    outlets: new Map(),
    registers: new Map(),
    users: new Map(),
    paymentTypes: new Map(),
    taxes: new Map(),
    products: new Map(),
    rows: new Map(),
    sales: new Map(),
    invoices: 1000,
    reasons: new Map(),
    adjustments: new Map(),
    consignments: new Map(),
    hooks: new Map(),
  };
}

export const rowKey = (productId: string, outletId: string) => `${productId}:${outletId}`;

export function findOutlet(retailer: Retailer, nameOrId: string): Outlet {
  const byId = retailer.outlets.get(nameOrId);
  const outlet = byId ?? [...retailer.outlets.values()].find((one) => one.name === nameOrId);
  if (!outlet) throw notFound(`outlet "${nameOrId}"`);
  return outlet;
}

/** By SKU as people at the till do it: a living product before an archived one of the same SKU. */
export function findProduct(retailer: Retailer, sku: string): Product {
  const same = [...retailer.products.values()].filter((one) => one.sku === sku);
  const product = same.find((one) => one.deletedAt === null) ?? same[0];
  if (!product) throw notFound(`product "${sku}"`);
  return product;
}

/** What products are taxed with: the tax marked so, else the first. */
export function defaultTax({ taxes }: Retailer): Tax | undefined {
  const all = [...taxes.values()];
  return all.find((tax) => tax.isDefault) ?? all[0];
}

export function firstOf<T>(records: Map<string, T>, what: string): T {
  const [first] = records.values();
  if (first === undefined) throw notFound(what);
  return first;
}
