import type { Action } from './action';
import { itemOf, levelsOfItem, must, type Shop } from './shop';
import { connect, setAvailable } from './stock';
import {
  levelKey,
  type InventoryItem,
  type Product,
  type ProductOption,
  type SelectedOption,
  type Variant,
} from './state';

export const DEFAULT_OPTION = { name: 'Title', value: 'Default Title' } as const;

export interface ProductSpec {
  title: string;
  handle?: string | null;
  descriptionHtml?: string | null;
  vendor?: string | null;
  productType?: string | null;
  status?: Product['status'] | null;
  giftCard?: boolean;
  tags?: string[] | null;
}

export interface VariantSpec {
  sku?: string | null;
  barcode?: string | null;
  price?: string | null;
  compareAtPrice?: string | null;
  policy?: Variant['policy'] | null;
  taxable?: boolean | null;
  tracked?: boolean | null;
  requiresShipping?: boolean | null;
  cost?: string | null;
  options?: SelectedOption[];
  /** Location id -> available. */
  available?: Record<string, number>;
}

export function createProduct(shop: Shop, action: Action, spec: ProductSpec): Product {
  const now = shop.now();
  const product: Product = {
    id: shop.ids.next('Product'),
    title: spec.title,
    handle: uniqueHandle(shop, spec.handle ?? spec.title),
    descriptionHtml: spec.descriptionHtml ?? '',
    vendor: spec.vendor ?? shop.state.identity.name,
    productType: spec.productType ?? '',
    status: spec.status ?? 'ACTIVE',
    isGiftCard: spec.giftCard ?? false,
    tags: [...(spec.tags ?? [])].sort(),
    options: [],
    variantIds: [],
    publishedOn: new Set(),
    publishedAt: null,
    totalShown: 0,
    totalFreshAt: 0,
    createdAt: now,
    updatedAt: now,
  };
  shop.state.products.set(product.id, product);
  action.product('create', product);
  return product;
}

export function updateProduct(shop: Shop, action: Action, product: Product, spec: Partial<ProductSpec>): void {
  product.title = spec.title ?? product.title;
  product.handle = spec.handle ?? product.handle;
  product.descriptionHtml = spec.descriptionHtml ?? product.descriptionHtml;
  product.vendor = spec.vendor ?? product.vendor;
  product.productType = spec.productType ?? product.productType;
  product.status = spec.status ?? product.status;
  if (spec.tags) product.tags = [...spec.tags].sort();
  product.updatedAt = shop.now();
  action.product('update', product);
}

/** A variant with its inventory item, stocked at the locations it is given units at (else at every active one, at zero). */
export function addVariant(shop: Shop, action: Action, product: Product, spec: VariantSpec): Variant {
  const now = shop.now();
  const variant: Variant = {
    id: shop.ids.next('ProductVariant'),
    productId: product.id,
    itemId: shop.ids.next('InventoryItem'),
    title: titleOf(spec.options),
    barcode: spec.barcode ?? null,
    price: spec.price ?? '0.00',
    compareAtPrice: spec.compareAtPrice ?? null,
    policy: spec.policy ?? 'DENY',
    taxable: spec.taxable ?? true,
    position: product.variantIds.length + 1,
    options: spec.options ?? [{ ...DEFAULT_OPTION }],
    createdAt: now,
    updatedAt: now,
  };
  const item: InventoryItem = {
    id: variant.itemId,
    variantId: variant.id,
    sku: spec.sku ?? null,
    tracked: spec.tracked ?? false,
    requiresShipping: spec.requiresShipping ?? true,
    cost: spec.cost ?? null,
    createdAt: now,
    updatedAt: now,
  };
  shop.state.variants.set(variant.id, variant);
  shop.state.items.set(item.id, item);
  product.variantIds.push(variant.id);
  refreshOptions(shop, product);
  action.item('create', item);
  stock(shop, action, item, spec.available);
  return variant;
}

export function updateVariant(shop: Shop, action: Action, variant: Variant, spec: VariantSpec): void {
  variant.barcode = spec.barcode !== undefined ? spec.barcode : variant.barcode;
  variant.price = spec.price ?? variant.price;
  variant.compareAtPrice = spec.compareAtPrice !== undefined ? spec.compareAtPrice : variant.compareAtPrice;
  variant.policy = spec.policy ?? variant.policy;
  variant.taxable = spec.taxable ?? variant.taxable;
  variant.updatedAt = shop.now();
  const product = must(shop.state.products, variant.productId);
  if (spec.options) {
    variant.options = spec.options;
    variant.title = titleOf(spec.options);
    refreshOptions(shop, product);
  }
  updateItem(shop, action, itemOf(shop.state, variant), spec);
  product.updatedAt = shop.now();
  action.product('update', product);
}

/** The SKU lives on the inventory item, so a change of it shows in both feeds. */
export function updateItem(shop: Shop, action: Action, item: InventoryItem, spec: VariantSpec): void {
  const before = JSON.stringify(item);
  if (spec.sku !== undefined) item.sku = spec.sku;
  item.tracked = spec.tracked ?? item.tracked;
  item.requiresShipping = spec.requiresShipping ?? item.requiresShipping;
  if (spec.cost !== undefined) item.cost = spec.cost;
  if (JSON.stringify(item) === before) return;
  item.updatedAt = shop.now();
  const variant = must(shop.state.variants, item.variantId);
  const product = must(shop.state.products, variant.productId);
  variant.updatedAt = product.updatedAt = item.updatedAt;
  action.item('update', item);
  action.product('update', product);
}

export function removeVariant(shop: Shop, product: Product, variant: Variant): void {
  product.variantIds = product.variantIds.filter((id) => id !== variant.id);
  for (const level of levelsOfItem(shop.state, variant.itemId)) {
    shop.state.levels.delete(levelKey(level.itemId, level.locationId));
  }
  shop.state.items.delete(variant.itemId);
  shop.state.variants.delete(variant.id);
  product.variantIds.forEach((id, index) => (must(shop.state.variants, id).position = index + 1));
  refreshOptions(shop, product);
}

export function deleteProduct(shop: Shop, action: Action, product: Product): void {
  for (const id of [...product.variantIds]) removeVariant(shop, product, must(shop.state.variants, id));
  shop.state.products.delete(product.id);
  action.productDeleted(product.id);
}

export const hasOnlyDefaultVariant = (shop: Shop, product: Product): boolean =>
  product.variantIds.length === 1 && must(shop.state.variants, product.variantIds[0]).title === DEFAULT_OPTION.value;

function stock(shop: Shop, action: Action, item: InventoryItem, available: Record<string, number> | undefined): void {
  const locations = available ? Object.keys(available) : [...shop.state.locations.keys()];
  for (const locationId of locations) {
    const level = connect(shop, action, item.id, locationId);
    setAvailable(shop, action, { level, to: available?.[locationId] ?? 0, by: 'api' });
  }
}

function refreshOptions(shop: Shop, product: Product): void {
  const previous = new Map(product.options.map((option) => [option.name, option]));
  const names = new Map<string, Set<string>>();
  for (const id of product.variantIds) {
    for (const { name, value } of must(shop.state.variants, id).options) {
      names.set(name, (names.get(name) ?? new Set()).add(value));
    }
  }
  product.options = [...names].map(([name, values]) => optionOf(shop, name, values, previous.get(name)));
}

function optionOf(shop: Shop, name: string, values: Set<string>, previous: ProductOption | undefined): ProductOption {
  const known = new Map(previous?.values.map((value) => [value.name, value.id]));
  return {
    id: previous?.id ?? shop.ids.next('ProductOption'),
    name,
    values: [...values].map((value) => ({ id: known.get(value) ?? shop.ids.next('ProductOptionValue'), name: value })),
  };
}

const titleOf = (options: SelectedOption[] | undefined): string =>
  options?.map((option) => option.value).join(' / ') || DEFAULT_OPTION.value;

function uniqueHandle(shop: Shop, text: string): string {
  const base =
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'product';
  const taken = new Set([...shop.state.products.values()].map((product) => product.handle));
  let handle = base;
  for (let n = 1; taken.has(handle); n++) handle = `${base}-${n}`;
  return handle;
}
