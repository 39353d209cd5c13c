import { gid, idOf } from '../model/ids';
import { hasOnlyDefaultVariant } from '../model/catalog';
import { itemOf, levelOf, levelsOfItem, must, productOf, variantOf } from '../model/shop';
import { quantityOf, sellable, totalInventory } from '../model/stock';
import { graphqlTime, graphqlTimeOrNull } from '../model/time';
import type { InventoryItem, Level, Location, Product, ProductOption, SelectedOption, Variant } from '../model/state';
import { page, type Keyed, type PageArgs } from './connection';
import type { Context, TypeResolvers } from './context';
import { accessDenied, failure } from './errors';
import { searchPage, type Filters, type SearchArgs } from './searching';

const QUANTITY_NAMES = [
  'available',
  'committed',
  'damaged',
  'incoming',
  'on_hand',
  'quality_control',
  'reserved',
  'safety_stock',
];

type LevelArgs = SearchArgs & { includeInactive?: boolean };

const levelFilters: Filters<Level> = {
  id: (level) => [level.id],
  inventory_item_id: (level) => [level.itemId],
  created_at: (level) => [graphqlTime(level.createdAt)],
  updated_at: (level) => [graphqlTime(level.updatedAt)],
};

const keyed = (level: Level): Keyed<Level> => ({ id: level.id, key: 0, value: level });

const shown = (level: Level | undefined, includeInactive: boolean | undefined): Level | null =>
  level && (level.active || includeInactive) ? level : null;

export const catalogTypes: TypeResolvers = {
  Location: {
    id: (location: Location) => gid('Location', location.id),
    legacyResourceId: (location: Location) => location.id,
    name: (location: Location) => location.name,
    isActive: (location: Location) => location.active,
    fulfillsOnlineOrders: (location: Location) => location.active,
    shipsInventory: (location: Location) => location.active,
    isFulfillmentService: (location: Location) => location.service,
    isPrimary: (location: Location, _: unknown, { shop }: Context) =>
      [...shop.state.locations.keys()][0] === location.id,
    hasActiveInventory: (location: Location, _: unknown, { shop }: Context) =>
      [...shop.state.levels.values()].some((level) => level.locationId === location.id && level.active),
    createdAt: (location: Location) => graphqlTime(location.createdAt),
    updatedAt: (location: Location) => graphqlTime(location.updatedAt),
    inventoryLevel: (
      location: Location,
      args: { inventoryItemId: string; includeInactive?: boolean },
      { shop }: Context,
    ) =>
      shown(levelOf(shop.state, idOf('InventoryItem', args.inventoryItemId) ?? '', location.id), args.includeInactive),
    inventoryLevels: (location: Location, args: LevelArgs, context: Context, info) => {
      const levels = [...context.shop.state.levels.values()].filter(
        (level) => level.locationId === location.id && shown(level, args.includeInactive),
      );
      return searchPage(levels.map(keyed), args, levelFilters, context, info);
    },
  },
  InventoryLevel: {
    id: (level: Level) => `${gid('InventoryLevel', level.id)}?inventory_item_id=${level.itemId}`,
    isActive: (level: Level) => level.active,
    canDeactivate: (level: Level) => level.active,
    item: (level: Level, _: unknown, { shop }: Context) => must(shop.state.items, level.itemId),
    location: (level: Level, _: unknown, { shop }: Context) => must(shop.state.locations, level.locationId),
    createdAt: (level: Level) => graphqlTime(level.createdAt),
    updatedAt: (level: Level) => graphqlTime(level.updatedAt),
    quantities: (level: Level, { names }: { names: string[] }) =>
      names.map((name) => {
        if (!QUANTITY_NAMES.includes(name)) throw failure('INVALID_FIELD_ARGUMENTS', `Invalid quantity name: ${name}.`);
        return {
          id: `${gid('InventoryQuantity', level.id)}?inventory_item_id=${level.itemId}&name=${name}`,
          name,
          quantity: quantityOf(level, name),
          // Captured: only available says when it changed.
          updatedAt: name === 'available' ? graphqlTimeOrNull(level.availableUpdatedAt) : null,
        };
      }),
  },
  InventoryAdjustmentGroup: {
    staffMember: () => {
      throw accessDenied('staffMember', 'read_users');
    },
  },
  InventoryItem: {
    id: (item: InventoryItem) => gid('InventoryItem', item.id),
    legacyResourceId: (item: InventoryItem) => item.id,
    sku: (item: InventoryItem) => item.sku,
    tracked: (item: InventoryItem) => item.tracked,
    requiresShipping: (item: InventoryItem) => item.requiresShipping,
    unitCost: (item: InventoryItem, _: unknown, { shop }: Context) =>
      item.cost === null ? null : { amount: item.cost, currencyCode: shop.state.currency },
    createdAt: (item: InventoryItem) => graphqlTime(item.createdAt),
    updatedAt: (item: InventoryItem) => graphqlTime(item.updatedAt),
    duplicateSkuCount: (item: InventoryItem, _: unknown, { shop }: Context) =>
      item.sku === null ? 0 : [...shop.state.items.values()].filter((other) => other.sku === item.sku).length - 1,
    locationsCount: (item: InventoryItem, _: unknown, { shop }: Context) => ({
      count: levelsOfItem(shop.state, item.id).length,
      precision: 'EXACT',
    }),
    variant: (item: InventoryItem, _: unknown, { shop }: Context) => variantOf(shop.state, item),
    variants: (item: InventoryItem, args: PageArgs, { shop }: Context) =>
      page([{ id: item.variantId, key: 0, value: variantOf(shop.state, item) }], args),
    inventoryLevel: (item: InventoryItem, args: { locationId: string; includeInactive?: boolean }, { shop }: Context) =>
      shown(levelOf(shop.state, item.id, idOf('Location', args.locationId) ?? ''), args.includeInactive),
    inventoryLevels: (item: InventoryItem, args: LevelArgs, context: Context, info) => {
      const levels = levelsOfItem(context.shop.state, item.id).filter((level) => shown(level, args.includeInactive));
      return searchPage(levels.map(keyed), args, levelFilters, context, info);
    },
  },
  ProductVariant: {
    id: (variant: Variant) => gid('ProductVariant', variant.id),
    legacyResourceId: (variant: Variant) => variant.id,
    title: (variant: Variant) => variant.title,
    displayName: (variant: Variant, _: unknown, { shop }: Context) =>
      `${productOf(shop.state, variant).title} - ${variant.title}`,
    sku: (variant: Variant, _: unknown, { shop }: Context) => itemOf(shop.state, variant).sku,
    barcode: (variant: Variant) => variant.barcode,
    price: (variant: Variant) => variant.price,
    compareAtPrice: (variant: Variant) => variant.compareAtPrice,
    position: (variant: Variant) => variant.position,
    taxable: (variant: Variant) => variant.taxable,
    inventoryPolicy: (variant: Variant) => variant.policy,
    inventoryQuantity: (variant: Variant, _: unknown, { shop }: Context) => sellable(shop, variant),
    sellableOnlineQuantity: (variant: Variant, _: unknown, { shop }: Context) => sellable(shop, variant),
    availableForSale: (variant: Variant, _: unknown, { shop }: Context) =>
      variant.policy === 'CONTINUE' || !itemOf(shop.state, variant).tracked || sellable(shop, variant) > 0,
    inventoryItem: (variant: Variant, _: unknown, { shop }: Context) => itemOf(shop.state, variant),
    product: (variant: Variant, _: unknown, { shop }: Context) => productOf(shop.state, variant),
    selectedOptions: (variant: Variant) => variant.options.map((option: SelectedOption) => ({ ...option })),
    createdAt: (variant: Variant) => graphqlTime(variant.createdAt),
    updatedAt: (variant: Variant) => graphqlTime(variant.updatedAt),
  },
  Product: {
    id: (product: Product) => gid('Product', product.id),
    legacyResourceId: (product: Product) => product.id,
    title: (product: Product) => product.title,
    handle: (product: Product) => product.handle,
    status: (product: Product) => product.status,
    vendor: (product: Product) => product.vendor,
    productType: (product: Product) => product.productType,
    tags: (product: Product) => product.tags,
    publishedAt: (product: Product) => graphqlTimeOrNull(product.publishedAt),
    publishedOnPublication: (product: Product, { publicationId }: { publicationId: string }) =>
      product.publishedOn.has(idOf('Publication', publicationId) ?? ''),
    descriptionHtml: (product: Product) => product.descriptionHtml,
    createdAt: (product: Product) => graphqlTime(product.createdAt),
    updatedAt: (product: Product) => graphqlTime(product.updatedAt),
    totalInventory: (product: Product, _: unknown, { shop }: Context) => totalInventory(shop, product),
    tracksInventory: (product: Product, _: unknown, { shop }: Context) =>
      product.variantIds.some((id) => itemOf(shop.state, must(shop.state.variants, id)).tracked),
    hasOnlyDefaultVariant: (product: Product, _: unknown, { shop }: Context) => hasOnlyDefaultVariant(shop, product),
    variantsCount: (product: Product) => ({ count: product.variantIds.length, precision: 'EXACT' }),
    options: (product: Product, { first }: { first?: number | null }) =>
      product.options.slice(0, first ?? undefined).map((option, index) => ({ ...option, position: index + 1 })),
    variants: (product: Product, args: PageArgs, { shop }: Context) => {
      const variants = product.variantIds.map((id) => must(shop.state.variants, id));
      return page(
        variants.map((variant) => ({ id: variant.id, key: variant.position, value: variant })),
        args,
      );
    },
  },
  ProductOption: {
    id: (option: ProductOption) => gid('ProductOption', option.id),
    values: (option: ProductOption) => option.values.map((value) => value.name),
    optionValues: (option: ProductOption) =>
      option.values.map(({ id, name }) => ({ id: gid('ProductOptionValue', id), name, hasVariants: true })),
  },
};
