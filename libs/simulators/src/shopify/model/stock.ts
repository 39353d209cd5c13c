import { act, itemOf, levelOf, levelsOfItem, must, productOf, variantOf, type Shop } from './shop';
import type { Action } from './action';
import { levelKey, STORED_QUANTITIES, type Level, type Product, type StoredQuantity, type Variant } from './state';

export type Deltas = Partial<Record<StoredQuantity, number>>;

/** Everything physically there: all stored states but what is still incoming. */
export const onHand = (level: Level): number =>
  STORED_QUANTITIES.filter((name) => name !== 'incoming').reduce((sum, name) => sum + level.quantities[name], 0);

export function quantityOf(level: Level, name: string): number {
  return name === 'on_hand' ? onHand(level) : level.quantities[name as StoredQuantity];
}

/** Moves units between the states of one level; on hand follows by itself. The only place where quantities change. */
export function move(shop: Shop, action: Action, level: Level, deltas: Deltas): void {
  const changes = Object.entries(deltas).filter(([, delta]) => delta !== 0) as [StoredQuantity, number][];
  if (changes.length === 0) return;
  if (deltas.available) noteTotal(shop, level);
  for (const [name, delta] of changes) level.quantities[name] += delta;
  level.updatedAt = shop.now();
  if (!deltas.available) return;
  level.availableUpdatedAt = level.updatedAt;
  action.level('update', level);
  const variant = variantOf(shop.state, must(shop.state.items, level.itemId));
  const product = productOf(shop.state, variant);
  product.updatedAt = variant.updatedAt = level.updatedAt;
  action.product('update', product);
}

/** The level of an item at a location, connected (at zero) if it was not stocked there. */
export function connect(shop: Shop, action: Action, itemId: string, locationId: string): Level {
  const existing = levelOf(shop.state, itemId, locationId);
  const now = shop.now();
  if (existing) {
    if (!existing.active) {
      existing.active = true;
      existing.updatedAt = now;
      action.level('connect', existing);
    }
    return existing;
  }
  const level: Level = {
    id: shop.ids.next('InventoryLevel'),
    itemId,
    locationId,
    active: true,
    quantities: Object.fromEntries(STORED_QUANTITIES.map((name) => [name, 0])) as Level['quantities'],
    createdAt: now,
    updatedAt: now,
    availableUpdatedAt: now,
  };
  shop.state.levels.set(levelKey(itemId, locationId), level);
  action.level('connect', level);
  return level;
}

/** No longer stocked there: what it had is kept, out of sale, for the day that it is stocked again. */
export function unstock(shop: Shop, action: Action, level: Level): void {
  if (!level.active) return;
  level.active = false;
  level.updatedAt = shop.now();
  shop.log.append('unstocked', { sku: must(shop.state.items, level.itemId).sku, locationId: level.locationId });
  action.levelDisconnected(level);
}

/** Every item is stocked somewhere. */
export function isOnlyPlace(shop: Shop, level: Level): boolean {
  return levelsOfItem(shop.state, level.itemId).every((one) => one === level || !one.active);
}

export interface LevelSet {
  level: Level;
  to: number;
  by: 'api' | 'admin';
}

/** Sets `available`, writing down who did it. Also the log's word for an opening balance. */
export function setAvailable(shop: Shop, action: Action, { level, to, by }: LevelSet): void {
  const from = level.quantities.available;
  if (from === to) return;
  move(shop, action, level, { available: to - from });
  const item = must(shop.state.items, level.itemId);
  shop.log.append('level_set', { sku: item.sku, itemId: item.id, locationId: level.locationId, from, to, by });
}

/** What the online store may sell of a variant: the sum over active locations. */
export function sellable(shop: Shop, variant: Variant): number {
  return sumAvailable(levelsOfItem(shop.state, variant.itemId));
}

/** Product.totalInventory: the sum over tracked variants, but behind by `totalInventoryLagMs` after a write. */
export function totalInventory(shop: Shop, product: Product): number {
  return shop.now() < product.totalFreshAt ? product.totalShown : freshTotal(shop, product);
}

function noteTotal(shop: Shop, level: Level): void {
  const product = productOf(shop.state, variantOf(shop.state, must(shop.state.items, level.itemId)));
  if (shop.now() >= product.totalFreshAt) product.totalShown = freshTotal(shop, product);
  product.totalFreshAt = shop.now() + shop.options.totalInventoryLagMs;
}

function freshTotal(shop: Shop, product: Product): number {
  const { state } = shop;
  return product.variantIds
    .map((id) => must(state.variants, id))
    .filter((variant) => itemOf(state, variant).tracked)
    .reduce((sum, variant) => sum + sumAvailable(levelsOfItem(state, variant.itemId)), 0);
}

const sumAvailable = (levels: Level[]): number =>
  levels.filter((level) => level.active).reduce((sum, level) => sum + level.quantities.available, 0);

/** A person types a number into the admin: no comparison, no key, only the echo. */
export function adminSetAvailable(shop: Shop, itemId: string, locationId: string, to: number): void {
  act(shop, (action) =>
    setAvailable(shop, action, { level: connect(shop, action, itemId, locationId), to, by: 'admin' }),
  );
}
