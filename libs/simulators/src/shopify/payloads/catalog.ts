import { gid } from '../model/ids';
import { amount, cents } from '../model/money';
import { itemOf, must, productOf, type Shop } from '../model/shop';
import { sellable } from '../model/stock';
import { webhookTime, webhookTimeOrNull } from '../model/time';
import type { Cart, InventoryItem, Level, Location, Product, Variant } from '../model/state';

export type Json = Record<string, unknown>;

/** Sells the same amount twice, as every *_set field does. */
export const moneySet = (value: string, currency: string): Json => ({
  shop_money: { amount: value, currency_code: currency },
  presentment_money: { amount: value, currency_code: currency },
});

export const levelPayload = (level: Level): Json => ({
  inventory_item_id: BigInt(level.itemId),
  location_id: BigInt(level.locationId),
  available: level.quantities.available,
  updated_at: webhookTime(level.updatedAt),
  admin_graphql_api_id: `${gid('InventoryLevel', level.id)}?inventory_item_id=${level.itemId}`,
});

export const inventoryItemPayload = (item: InventoryItem): Json => ({
  id: BigInt(item.id),
  sku: item.sku,
  created_at: webhookTime(item.createdAt),
  updated_at: webhookTime(item.updatedAt),
  requires_shipping: item.requiresShipping,
  cost: item.cost,
  country_code_of_origin: null,
  province_code_of_origin: null,
  harmonized_system_code: null,
  tracked: item.tracked,
  country_harmonized_system_codes: [],
  weight_value: 0,
  weight_unit: 'lb',
  admin_graphql_api_id: gid('InventoryItem', item.id),
});

export function productPayload(shop: Shop, product: Product): Json {
  const variants = product.variantIds.map((id) => must(shop.state.variants, id));
  return {
    admin_graphql_api_id: gid('Product', product.id),
    body_html: product.descriptionHtml,
    created_at: webhookTime(product.createdAt),
    handle: product.handle,
    id: BigInt(product.id),
    product_type: product.productType,
    published_at: webhookTimeOrNull(product.publishedAt),
    template_suffix: null,
    title: product.title,
    updated_at: webhookTime(product.updatedAt),
    vendor: product.vendor,
    status: product.status.toLowerCase(),
    published_scope: 'web',
    tags: product.tags.join(', '),
    variants: variants.map((variant) => variantPayload(shop, variant)),
    options: product.options.map((option, index) => ({
      name: option.name,
      id: BigInt(option.id),
      product_id: BigInt(product.id),
      position: index + 1,
      values: option.values.map((value) => value.name),
    })),
    images: [],
    image: null,
    media: [],
    variant_gids: variants.map((variant) => ({
      admin_graphql_api_id: gid('ProductVariant', variant.id),
      updated_at: new Date(variant.updatedAt).toISOString(),
    })),
    has_variants_that_requires_components: false,
    category: null,
  };
}

function variantPayload(shop: Shop, variant: Variant): Json {
  const quantity = sellable(shop, variant);
  return {
    admin_graphql_api_id: gid('ProductVariant', variant.id),
    barcode: variant.barcode,
    compare_at_price: variant.compareAtPrice,
    created_at: webhookTime(variant.createdAt),
    id: BigInt(variant.id),
    inventory_policy: variant.policy.toLowerCase(),
    position: variant.position,
    price: variant.price,
    product_id: BigInt(variant.productId),
    sku: itemOf(shop.state, variant).sku,
    taxable: variant.taxable,
    title: variant.title,
    updated_at: webhookTime(variant.updatedAt),
    option1: variant.options[0]?.value ?? null,
    option2: variant.options[1]?.value ?? null,
    option3: variant.options[2]?.value ?? null,
    image_id: null,
    inventory_item_id: BigInt(variant.itemId),
    inventory_quantity: quantity,
    old_inventory_quantity: quantity,
  };
}

export const cartPayload = (shop: Shop, cart: Cart): Json => ({
  id: cart.token,
  token: cart.token,
  line_items: cart.lines.map(({ variantId, quantity }) =>
    cartLine(shop, must(shop.state.variants, variantId), quantity),
  ),
  note: null,
  updated_at: new Date(cart.updatedAt).toISOString(),
  created_at: new Date(cart.createdAt).toISOString(),
});

function cartLine(shop: Shop, variant: Variant, quantity: number): Json {
  const product = productOf(shop.state, variant);
  const { currency } = shop.state;
  const line = amount(cents(variant.price, currency) * quantity, currency);
  return {
    id: BigInt(variant.id),
    properties: null,
    quantity,
    variant_id: BigInt(variant.id),
    key: `${variant.id}:${variant.itemId}`,
    discounted_price: variant.price,
    discounts: [],
    gift_card: false,
    grams: 0,
    line_price: line,
    original_line_price: line,
    original_price: variant.price,
    price: variant.price,
    product_id: BigInt(product.id),
    sku: itemOf(shop.state, variant).sku,
    taxable: variant.taxable,
    title: product.title,
    total_discount: '0.00',
    vendor: product.vendor,
    discounted_price_set: moneySet(variant.price, currency),
    line_price_set: moneySet(line, currency),
    original_line_price_set: moneySet(line, currency),
    price_set: moneySet(variant.price, currency),
    total_discount_set: moneySet('0.00', currency),
    parent_relationship: null,
  };
}

/** Nothing of the address: the twin's places have none. */
export const locationPayload = (location: Location): Json => ({
  id: BigInt(location.id),
  name: location.name,
  active: location.active,
  legacy: location.service,
  created_at: webhookTime(location.createdAt),
  updated_at: webhookTime(location.updatedAt),
  admin_graphql_api_id: gid('Location', location.id),
});

/** The REST shop object that comes with app/uninstalled. */
export const shopPayload = (shop: Shop): Json => {
  const { identity, currency } = shop.state;
  return {
    id: BigInt(identity.id),
    name: identity.name,
    email: `owner@${identity.domain}`,
    domain: identity.domain,
    myshopify_domain: identity.domain,
    plan_name: 'basic',
    currency,
    primary_location_id: BigInt([...shop.state.locations.keys()][0] ?? 0),
    created_at: webhookTime(identity.createdAt),
  };
};
