import type { Log, Rng } from '../../shared';
import type { ShopifyTwinOptions } from '../options';
import { Action } from './action';
import type { Ids } from './ids';
import { levelKey, type InventoryItem, type Level, type Order, type Product, type State, type Variant } from './state';

/** One webhook to be sent to whoever subscribed to its topic. The payload is fixed when the action commits. */
export interface Emission {
  /** As in the header: orders/create. */
  topic: string;
  /** What it is about, to tell repeats apart. */
  resource: string;
  payload: Record<string, unknown>;
}

/** Behaviour a test can switch while the twin runs. */
export interface Switches {
  /** Search results hide orders that changed within this time, as a lagging index does, in ms. */
  searchLagMs: number;
  /** Test a set for "nothing to change" before comparing changeFromQuantity (the order is not documented). */
  noopBeforeCompare: boolean;
  /** What a key answers whose first attempt had user errors: the same errors, or PREVIOUS_ATTEMPT_FAILED. */
  failedKey: 'replay' | 'previous_failed';
  /** What becomes of an accepted orderCancel: its job cancels the order, or ends without having done so. */
  cancelJob: 'cancels' | 'fails';
}

/** Everything the shop's behaviour needs: its data, its clock-work and its mouth. */
export interface Shop {
  state: State;
  options: ShopifyTwinOptions;
  switches: Switches;
  log: Log;
  rng: Rng;
  ids: Ids;
  now(): number;
  /** Runs later unless the twin is closed first. */
  later(delayMs: number, work: () => void): void;
  emit(emissions: Emission[], eventId: string): void;
}

/**
 * One merchant, buyer or app action: changes the state in one synchronous step, then emits every webhook it caused, once
 * each, under one event id.
 */
export function act<T>(shop: Shop, work: (action: Action) => T, eventId: string = shop.rng.uuid()): T {
  const action = new Action(shop, eventId);
  const result = work(action);
  shop.emit(action.emissions(), eventId);
  return result;
}

export function variantBySku(state: State, sku: string): Variant | undefined {
  for (const variant of state.variants.values()) if (itemOf(state, variant).sku === sku) return variant;
  return undefined;
}

export const itemOf = (state: State, variant: Variant): InventoryItem => must(state.items, variant.itemId);
export const variantOf = (state: State, item: InventoryItem): Variant => must(state.variants, item.variantId);
export const productOf = (state: State, variant: Variant): Product => must(state.products, variant.productId);
export const levelOf = (state: State, itemId: string, locationId: string): Level | undefined =>
  state.levels.get(levelKey(itemId, locationId));

export function levelsOfItem(state: State, itemId: string): Level[] {
  return [...state.locations.keys()].flatMap((locationId) => levelOf(state, itemId, locationId) ?? []);
}

export const fulfillmentOrdersOf = (state: State, order: Order) =>
  order.routed ? [...state.fulfillmentOrders.values()].filter((one) => one.orderId === order.id) : [];

export function must<V>(map: Map<string, V>, id: string): V {
  const value = map.get(id);
  if (value === undefined) throw new Error(`the twin lost track of ${id}`);
  return value;
}
