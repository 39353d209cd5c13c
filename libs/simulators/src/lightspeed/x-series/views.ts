/** Catalogue and inventory as the dated API shows them. */
import type { Hook, InventoryRow, Named, Outlet, Product, Register, Tax } from './records';
import { apiTime } from './times';

const toCents = (amount: number) => Math.round(amount * 100) / 100;
const time = (ms: number | null) => (ms === null ? null : apiTime(ms));

/** @param rate of the tax that the product is sold with */
export function productView(product: Product, rate: number) {
  return {
    id: product.id,
    name: product.name,
    variant_name: [product.name, ...product.options.map(({ value }) => value)].join(' / '),
    handle: product.handle,
    sku: product.sku,
    product_codes: product.codes,
    active: product.active,
    is_active: product.active,
    has_inventory: product.tracked,
    has_variants: false,
    variant_parent_id: product.parentId,
    family_id: product.familyId,
    variant_options: product.options,
    is_composite: product.components !== null,
    ...(product.components && { composite_bom: Object.fromEntries(product.components) }),
    source: product.source,
    source_id: product.sourceId,
    source_variant_id: null,
    price_excluding_tax: product.price,
    price_including_tax: toCents(product.price * (1 + rate)),
    supply_price: 0,
    attributes: [],
    categories: [],
    customizations: [],
    images: [],
    skuImages: [],
    tag_ids: [],
    product_suppliers: [],
    packaging: {},
    created_at: apiTime(product.createdAt),
    updated_at: apiTime(product.updatedAt),
    deleted_at: time(product.deletedAt),
    version: product.version,
  };
}

/** 2026-04 and later: what is owed stands apart. */
export function inventoryView(row: InventoryRow) {
  return {
    id: row.id,
    product_id: row.productId,
    outlet_id: row.outletId,
    current_inventory_level: row.level,
    quantity_to_procure: row.toProcure,
    average_cost: 0,
    reorder_method: null,
    reorder_point: null,
    reorder_amount: null,
    reorder_target: null,
    deleted_at: time(row.deletedAt),
    version: row.version,
  };
}

/** Before 2026-04: what is owed shows as a lower, even negative, level. */
export function oldInventoryView(row: InventoryRow) {
  return {
    id: row.id,
    product_id: row.productId,
    outlet_id: row.outletId,
    inventory_level: row.level - row.toProcure,
    current_amount: row.level - row.toProcure,
    reorder_point: 0,
    reorder_amount: 0,
    average_cost: 0,
    deleted_at: time(row.deletedAt),
    version: row.version,
  };
}

export const outletView = (outlet: Outlet, defaultTaxId: string | null) => ({
  id: outlet.id,
  name: outlet.name,
  default_tax_id: defaultTaxId,
  currency: 'USD',
  currency_symbol: '$',
  display_prices: outlet.displayPrices,
  time_zone: 'Etc/UTC',
  attributes: [],
  deleted_at: null,
  version: outlet.version,
});

export const registerView = (register: Register) => ({
  id: register.id,
  name: register.name,
  outlet_id: register.outletId,
  invoice_prefix: 'MR-',
  invoice_suffix: '',
  is_open: true,
  register_close_time: null,
  deleted_at: null,
  version: register.version,
});

export const userView = (user: Named) => ({
  id: user.id,
  username: user.name.toLowerCase().replace(/\s/g, ''),
  display_name: user.name,
  account_type: 'admin',
  is_primary_user: false,
  enabled: true,
  deleted_at: null,
  version: user.version,
});

export const paymentTypeView = (type: Named) => ({
  id: type.id,
  name: type.name,
  type_id: 5,
  config: null,
  disabled: false,
  internal: false,
  deleted_at: null,
  version: type.version,
});

export const taxView = (tax: Tax, isDefault: boolean) => ({
  id: tax.id,
  name: tax.name,
  display_name: tax.name,
  is_default: isDefault,
  rates: [{ id: tax.rateId, name: tax.name, display_name: tax.name, rate: tax.rate }],
  deleted_at: null,
  version: tax.version,
});

export const hookView = (retailerId: string, hook: Hook) => ({
  id: hook.id,
  retailer_id: retailerId,
  type: hook.type,
  url: hook.url,
  active: hook.active,
});
