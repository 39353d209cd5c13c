import { idOf } from '../model/ids';
import { DEFAULT_OPTION, type VariantSpec } from '../model/catalog';
import type { Product, SelectedOption, Variant } from '../model/state';

export interface InventoryItemInput {
  sku?: string | null;
  tracked?: boolean | null;
  requiresShipping?: boolean | null;
  cost?: string | number | null;
}

export interface OptionValueInput {
  optionId?: string | null;
  optionName?: string | null;
  id?: string | null;
  name?: string | null;
}

export interface VariantInput {
  id?: string | null;
  sku?: string | null;
  barcode?: string | null;
  price?: string | number | null;
  compareAtPrice?: string | number | null;
  inventoryPolicy?: Variant['policy'] | null;
  taxable?: boolean | null;
  inventoryItem?: InventoryItemInput | null;
  optionValues?: OptionValueInput[] | null;
  /** productSet says quantity (of a name), productVariantsBulkCreate availableQuantity. */
  inventoryQuantities?: { locationId: string; name?: string; quantity?: number; availableQuantity?: number }[] | null;
}

export function itemSpec(input: InventoryItemInput): VariantSpec {
  return {
    ...(input.sku !== undefined ? { sku: input.sku } : {}),
    tracked: input.tracked,
    requiresShipping: input.requiresShipping,
    ...(input.cost !== undefined ? { cost: money(input.cost) } : {}),
  };
}

export function variantSpec(product: Product, input: VariantInput): VariantSpec {
  return {
    ...itemSpec(input.inventoryItem ?? {}),
    ...(input.sku !== undefined ? { sku: input.sku } : {}),
    ...(input.barcode !== undefined ? { barcode: input.barcode } : {}),
    ...(input.compareAtPrice !== undefined ? { compareAtPrice: money(input.compareAtPrice) } : {}),
    price: money(input.price),
    policy: input.inventoryPolicy,
    taxable: input.taxable,
    ...(input.optionValues ? { options: optionsOf(product, input.optionValues) } : {}),
    ...(input.inventoryQuantities ? { available: quantitiesOf(input) } : {}),
  };
}

function optionsOf(product: Product, values: OptionValueInput[]): SelectedOption[] {
  return values.map((value, index) => {
    const byId = product.options.find((option) => option.id === idOf('ProductOption', value.optionId ?? ''));
    const option = byId ?? product.options[index];
    const known = option?.values.find((one) => one.id === idOf('ProductOptionValue', value.id ?? ''));
    return {
      name: value.optionName ?? option?.name ?? DEFAULT_OPTION.name,
      value: value.name ?? known?.name ?? DEFAULT_OPTION.value,
    };
  });
}

function quantitiesOf({ inventoryQuantities }: VariantInput): Record<string, number> {
  return Object.fromEntries(
    (inventoryQuantities ?? []).map((one) => [
      idOf('Location', one.locationId) ?? one.locationId,
      one.quantity ?? one.availableQuantity ?? 0,
    ]),
  );
}

const money = (value: string | number | null | undefined): string | null =>
  value === null || value === undefined ? null : Number(value).toFixed(2);
