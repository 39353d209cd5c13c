import { announce } from './deliveries';
import { notFound } from './errors';
import type { InventoryRow, Product, ProductCode } from './records';
import { changeRow, openRow } from './stock';
import type { Twin } from './twin';
import { hookProduct } from './views-hooks';

/** Of a code that the shop made up itself. The specification writes its types in capitals, answers do not always. */
const OWN_CODE = 'custom';

export interface NewProduct {
  name: string;
  sku?: string;
  handle?: string;
  codes?: ProductCode[];
  price?: number;
  tracked?: boolean;
  components?: Map<string, number>;
  active?: boolean;
  /** The family's first product is its parent. */
  parentId?: string | null;
  options?: { name: string; value: string }[];
  source?: string;
  sourceId?: string | null;
  /** Opening level by outlet id; outlets left out start at 0. */
  levels?: Map<string, number>;
}

export function productById(twin: Twin, id: string): Product {
  const product = twin.retailer.products.get(id);
  if (!product) throw notFound('product');
  return product;
}

export function createProduct(twin: Twin, input: NewProduct): Product {
  const { retailer } = twin;
  const now = Date.now();
  const id = retailer.ids.uuid();
  const sku = input.sku ?? String(10_000 + retailer.products.size + 1);
  const parent = input.parentId ? retailer.products.get(input.parentId) : undefined;
  const product: Product = {
    id,
    name: input.name,
    handle: input.handle ?? input.name.toLowerCase().replace(/[^a-z0-9]/g, ''),
    sku,
    codes: [{ type: OWN_CODE, code: sku }, ...(input.codes ?? []).filter(({ code }) => code !== sku)],
    price: input.price ?? 0,
    tracked: input.components === undefined && (input.tracked ?? true),
    components: input.components ?? null,
    active: input.active ?? true,
    familyId: parent?.familyId ?? retailer.ids.uuid(),
    parentId: parent?.id ?? null,
    options: input.options ?? [],
    source: input.source ?? 'USER',
    sourceId: input.sourceId ?? null,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
    version: retailer.versions.next(),
  };
  retailer.products.set(id, product);
  for (const outlet of retailer.outlets.values()) openRow(twin, id, outlet.id, input.levels?.get(outlet.id) ?? 0);
  announceProduct(twin, product);
  return product;
}

export function touchProduct(twin: Twin, product: Product): void {
  product.version = twin.retailer.versions.next();
  product.updatedAt = Date.now();
  announceProduct(twin, product);
}

/** The first code is the SKU. */
export function setCodes(product: Product, codes: ProductCode[]): void {
  product.codes = codes;
  product.sku = codes[0]?.code ?? product.sku;
}

export function renameSku(product: Product, sku: string): void {
  setCodes(product, [{ type: OWN_CODE, code: sku }, ...product.codes.filter(({ code }) => code !== product.sku)]);
}

/** Leaves a tombstone, of the product and of its rows; the level itself is kept. */
export function archiveProduct(twin: Twin, product: Product, archived: boolean): void {
  product.deletedAt = archived ? Date.now() : null;
  for (const row of rowsOf(twin, product.id)) {
    changeRow(twin, product.id, row.outletId, (one) => (one.deletedAt = product.deletedAt));
  }
  touchProduct(twin, product);
}

export function rowsOf(twin: Twin, productId: string): InventoryRow[] {
  return [...twin.retailer.rows.values()].filter((row) => row.productId === productId);
}

/** EAN, UPC or a code of the shop's own, by its length. */
export function barcodeType(code: string): string {
  if (!/^\d+$/.test(code)) return OWN_CODE;
  return { 12: 'UPC', 13: 'EAN', 14: 'ITF' }[code.length] ?? OWN_CODE;
}

function announceProduct(twin: Twin, product: Product): void {
  announce(twin, 'product.update', hookProduct(product, rowsOf(twin, product.id)));
}
