import { BadRequest } from '../shared';
import { Action } from './model/action';
import { addVariant, createProduct } from './model/catalog';
import { addLocation, type LocationSpec } from './model/locations';
import { placesOf } from './model/money';
import { publishEverywhere } from './model/publications';
import { itemOf, levelOf, type Shop } from './model/shop';
import { connect } from './model/stock';
import type { Variant } from './model/state';

export interface SeedVariant {
  sku: string;
  barcode?: string | null;
  price?: string | number;
  option?: string;
  policy?: 'deny' | 'continue';
  /** Default true: a shop that sells from stock tracks it. */
  tracked?: boolean;
  /** Location id -> units. */
  available?: Record<string, number>;
}

export interface SeedRequest {
  /** The shop's domain: acme-a.myshopify.com. */
  shop?: string;
  clientId?: string;
  clientSecret?: string;
  accessToken?: string;
  locations?: LocationSpec[];
  /** ISO 4217; with it whether prices contain the tax, and its rate: 0.2 is 20 %. */
  currency?: string;
  taxesIncluded?: boolean;
  taxRate?: number;
  products?: {
    title: string;
    status?: 'ACTIVE' | 'DRAFT' | 'ARCHIVED';
    giftCard?: boolean;
    variants: SeedVariant[];
  }[];
}

export interface SeedAnswer {
  locations: { id: string; name: string }[];
  variants: { sku: string; variantId: string; inventoryItemId: string; productId: string }[];
}

/** Sets the scene silently: no webhooks, no log. A second seed adds to the first. */
export function seed(shop: Shop, request: SeedRequest): SeedAnswer {
  const { identity, tokens, locations } = shop.state;
  if (request.shop) Object.assign(identity, { domain: request.shop, name: request.shop.split('.')[0] });
  if (request.clientId) identity.clientId = request.clientId;
  if (request.clientSecret) identity.clientSecret = request.clientSecret;
  if (request.accessToken) tokens.set(request.accessToken, null);
  const { currency, taxesIncluded, taxRate } = { ...shop.state, ...request };
  Object.assign(shop.state, { currency, taxesIncluded, taxRate });
  for (const location of request.locations ?? []) addLocation(shop, location);
  const variants = (request.products ?? []).flatMap((product) => seedProduct(shop, product));
  return {
    locations: [...locations.values()].map(({ id, name }) => ({ id, name })),
    variants: variants.map((variant) => ({
      sku: itemOf(shop.state, variant).sku ?? '',
      variantId: variant.id,
      inventoryItemId: variant.itemId,
      productId: variant.productId,
    })),
  };
}

function seedProduct(
  shop: Shop,
  { title, status, giftCard, variants }: NonNullable<SeedRequest['products']>[number],
): Variant[] {
  const quiet = new Action(shop, 'seed');
  const product = createProduct(shop, quiet, { title, status, giftCard });
  publishEverywhere(shop, product);
  return variants.map((wish) => {
    const variant = addVariant(shop, quiet, product, {
      sku: wish.sku,
      barcode: wish.barcode ?? null,
      price: Number(wish.price ?? 10).toFixed(placesOf(shop.state.currency)),
      policy: wish.policy === 'continue' ? 'CONTINUE' : 'DENY',
      tracked: wish.tracked ?? true,
      ...(wish.option ? { options: [{ name: 'Option', value: wish.option }] } : {}),
      available: {},
    });
    for (const [locationId, units] of Object.entries(wish.available ?? {}))
      stockUp(shop, quiet, variant, locationId, units);
    return variant;
  });
}

function stockUp(shop: Shop, quiet: Action, variant: Variant, locationId: string, units: number): void {
  if (!shop.state.locations.has(locationId)) throw new BadRequest(`no location ${locationId}; seed locations first`);
  const level = levelOf(shop.state, variant.itemId, locationId) ?? connect(shop, quiet, variant.itemId, locationId);
  level.quantities.available = units;
}
