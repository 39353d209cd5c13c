import { gid, idOf, parseGid } from '../model/ids';
import { totalsOf } from '../model/order-totals';
import { financialStatus, fulfillmentStatus } from '../model/order-view';
import { fulfillmentOrdersOf, itemOf, must, productOf, type Shop } from '../model/shop';
import { graphqlTime, wholeSeconds } from '../model/time';
import type { FulfillmentOrder, InventoryItem, Location, Order, Product, Subscription, Variant } from '../model/state';
import { page, type Keyed, type PageArgs } from './connection';
import type { Context, FieldResolvers } from './context';
import { nodeById, visibleFulfillmentOrder } from './lookup';
import { searchPage, type Filters, type SearchArgs } from './searching';

type Sorted = SearchArgs & { sortKey?: string };
type ById = { id: string };
type LocationsArgs = Sorted & { includeInactive?: boolean; includeLegacy?: boolean };

const gids = (type: string, id: string): string[] => [id, gid(type, id)];

const orderFilters = (shop: Shop): Filters<Order> => ({
  default: (order) => [order.name, order.customer.email],
  id: (order) => gids('Order', order.id),
  name: (order) => [order.name, order.name.replace('#', '')],
  tag: (order) => order.tags,
  sku: (order) => order.lines.map((line) => line.sku),
  status: (order) => [order.cancelledAt === null ? 'open' : 'cancelled', 'any'],
  financial_status: (order) => [financialStatus(order, totalsOf(shop, order)), 'any'],
  fulfillment_status: (order) => [fulfillmentStatus(order) ?? 'unfulfilled', 'any'],
  cart_token: (order) => [order.cartToken],
  checkout_token: (order) => [order.checkoutToken],
  fulfillment_location_id: (order) => fulfillmentOrdersOf(shop.state, order).map((one) => one.locationId),
  created_at: (order) => [graphqlTime(order.createdAt)],
  processed_at: (order) => [graphqlTime(order.createdAt)],
  updated_at: (order) => [graphqlTime(order.updatedAt)],
});

const ORDER_KEYS: Record<string, (order: Order) => number> = {
  UPDATED_AT: (order) => wholeSeconds(order.updatedAt),
  ID: () => 0,
};

const variantFilters = (shop: Shop): Filters<Variant> => ({
  default: (variant) => [itemOf(shop.state, variant).sku, variant.barcode, variant.title],
  id: (variant) => gids('ProductVariant', variant.id),
  sku: (variant) => [itemOf(shop.state, variant).sku],
  barcode: (variant) => [variant.barcode],
  title: (variant) => [variant.title],
  product_id: (variant) => gids('Product', variant.productId),
  product_status: (variant) => [productOf(shop.state, variant).status],
  location_id: (variant) =>
    [...shop.state.locations.keys()].filter((id) => shop.state.levels.get(`${variant.itemId}@${id}`)?.active),
  updated_at: (variant) => [graphqlTime(variant.updatedAt)],
});

const productFilters = (shop: Shop): Filters<Product> => {
  const variants = (product: Product) => product.variantIds.map((id) => must(shop.state.variants, id));
  return {
    default: (product) => [product.title, product.handle],
    id: (product) => gids('Product', product.id),
    title: (product) => [product.title],
    handle: (product) => [product.handle],
    status: (product) => [product.status],
    vendor: (product) => [product.vendor],
    tag: (product) => product.tags,
    sku: (product) => variants(product).map((variant) => itemOf(shop.state, variant).sku),
    barcode: (product) => variants(product).map((variant) => variant.barcode),
    created_at: (product) => [graphqlTime(product.createdAt)],
    updated_at: (product) => [graphqlTime(product.updatedAt)],
  };
};

const itemFilters: Filters<InventoryItem> = {
  id: (item) => gids('InventoryItem', item.id),
  sku: (item) => [item.sku],
  created_at: (item) => [graphqlTime(item.createdAt)],
  updated_at: (item) => [graphqlTime(item.updatedAt)],
};

const locationFilters: Filters<Location> = {
  default: (location) => [location.name],
  id: (location) => gids('Location', location.id),
  name: (location) => [location.name],
  active: (location) => [String(location.active)],
};

const fulfillmentOrderFilters: Filters<FulfillmentOrder> = {
  id: (one) => gids('FulfillmentOrder', one.id),
  status: (one) => [one.status],
  assigned_location_id: (one) => [one.locationId],
  updated_at: (one) => [graphqlTime(one.updatedAt)],
};

function keyed<T extends { id: string }>(
  values: Iterable<T>,
  key: (value: T) => number | string = () => 0,
): Keyed<T>[] {
  return [...values].map((value) => ({ id: value.id, key: key(value), value }));
}

export const shopView = (shop: Shop) => ({
  id: gid('Shop', shop.state.identity.id),
  name: shop.state.identity.name,
  myshopifyDomain: shop.state.identity.domain,
  url: `https://${shop.state.identity.domain}`,
  currencyCode: shop.state.currency,
  ianaTimezone: 'America/Toronto',
  plan: { displayName: 'Basic', publicDisplayName: 'Basic', partnerDevelopment: false, shopifyPlus: false },
});

export const queries: FieldResolvers = {
  shop: (_: unknown, __: unknown, { shop }: Context) => shopView(shop),
  order: (_: unknown, { id }: ById, { shop }: Context) => shop.state.orders.get(idOf('Order', id) ?? '') ?? null,
  orders: (_: unknown, args: Sorted, context: Context, info) => {
    const { shop } = context;
    const sortKey = ORDER_KEYS[args.sortKey ?? 'PROCESSED_AT'] ?? ((order: Order) => wholeSeconds(order.createdAt));
    return searchPage(keyed(indexed(shop), sortKey), args, orderFilters(shop), context, info);
  },
  fulfillmentOrder: (_: unknown, { id }: ById, { shop }: Context) =>
    visibleFulfillmentOrder(shop.state, idOf('FulfillmentOrder', id) ?? '') ?? null,
  fulfillmentOrders: (_: unknown, args: Sorted & { includeClosed?: boolean }, context: Context, info) => {
    const { shop } = context;
    const seen = [...shop.state.fulfillmentOrders.values()].filter(
      (one) => visibleFulfillmentOrder(shop.state, one.id) && (args.includeClosed || one.status !== 'CLOSED'),
    );
    return searchPage(keyed(seen), args, fulfillmentOrderFilters, context, info);
  },
  product: (_: unknown, { id }: ById, { shop }: Context) => shop.state.products.get(idOf('Product', id) ?? '') ?? null,
  products: (_: unknown, args: Sorted, context: Context, info) => {
    const key = args.sortKey === 'UPDATED_AT' ? (one: Product) => wholeSeconds(one.updatedAt) : undefined;
    const { products } = context.shop.state;
    return searchPage(keyed(products.values(), key), args, productFilters(context.shop), context, info);
  },
  productVariant: (_: unknown, { id }: ById, { shop }: Context) =>
    shop.state.variants.get(idOf('ProductVariant', id) ?? '') ?? null,
  productVariants: (_: unknown, args: Sorted, context: Context, info) => {
    const { shop } = context;
    const key = args.sortKey === 'SKU' ? (one: Variant) => itemOf(shop.state, one).sku ?? '' : undefined;
    return searchPage(keyed(shop.state.variants.values(), key), args, variantFilters(shop), context, info);
  },
  inventoryItem: (_: unknown, { id }: ById, { shop }: Context) =>
    shop.state.items.get(idOf('InventoryItem', id) ?? '') ?? null,
  inventoryItems: (_: unknown, args: SearchArgs, context: Context, info) =>
    searchPage(keyed(context.shop.state.items.values()), args, itemFilters, context, info),
  inventoryLevel: (_: unknown, { id }: ById, { shop }: Context) =>
    parseGid(id)?.type === 'InventoryLevel' ? nodeById(shop.state, id) : null,
  location: (_: unknown, { id }: { id?: string | null }, { shop }: Context) => {
    const { locations } = shop.state;
    return (id ? locations.get(idOf('Location', id) ?? '') : [...locations.values()][0]) ?? null;
  },
  locations: (_: unknown, args: LocationsArgs, context: Context, info) => {
    const seen = [...context.shop.state.locations.values()].filter(
      (one) => (one.active || args.includeInactive) && (!one.service || args.includeLegacy),
    );
    const key = args.sortKey === 'ID' ? undefined : (one: Location) => one.name;
    return searchPage(keyed(seen, key), args, locationFilters, context, info);
  },
  publications: (_: unknown, args: PageArgs & { catalogType?: string | null }, { shop }: Context) => {
    const seen = [undefined, null, 'APP'].includes(args.catalogType) ? shop.state.publications.values() : [];
    return page(keyed(seen), args);
  },
  node: (_: unknown, { id }: ById, { shop }: Context) => nodeById(shop.state, id),
  nodes: (_: unknown, { ids }: { ids: string[] }, { shop }: Context) => ids.map((id) => nodeById(shop.state, id)),
  webhookSubscription: (_: unknown, { id }: ById, { shop }: Context) =>
    shop.state.subscriptions.get(idOf('WebhookSubscription', id) ?? '') ?? null,
  webhookSubscriptions: (_: unknown, args: PageArgs & SubscriptionArgs, { shop }: Context) => {
    const seen = [...shop.state.subscriptions.values()].filter((one) => wanted(one, args));
    return page(
      keyed(seen, (one) => one.createdAt),
      args,
    );
  },
  job: (_: unknown, { id }: ById, { shop }: Context) => {
    const job = shop.state.jobs.get(id);
    return job ? { ...job } : null;
  },
};

/** Orders as the search index knows them: it may lag behind what `order(id:)` shows. */
function indexed(shop: Shop): Order[] {
  const { searchLagMs } = shop.switches;
  return [...shop.state.orders.values()].filter(
    (order) => searchLagMs === 0 || order.updatedAt <= shop.now() - searchLagMs,
  );
}

interface SubscriptionArgs {
  topics?: string[] | null;
  uri?: string | null;
  callbackUrl?: string | null;
}

function wanted(one: Subscription, { topics, uri, callbackUrl }: SubscriptionArgs): boolean {
  const address = uri ?? callbackUrl;
  return (!topics?.length || topics.includes(one.topic)) && (!address || one.uri === address);
}
