import { idOf } from '../model/ids';
import { levelOf, type Shop } from '../model/shop';
import { quantityOf } from '../model/stock';
import type { Level } from '../model/state';
import type { ApiVersion } from './schema';
import { userError, type UserError } from './errors';

export const REASONS = [
  'correction',
  'cycle_count_available',
  'damaged',
  'movement_canceled',
  'movement_created',
  'movement_received',
  'movement_updated',
  'other',
  'promotion',
  'quality_control',
  'received',
  'reservation_created',
  'reservation_deleted',
  'reservation_updated',
  'restock',
  'safety_stock',
  'shrinkage',
];

export const SET_MAX = 1_000_000_000;
export const ADJUST_MAX = 2_000_000_000;

/** One element of `quantities` or `changes`, with the place it is complained about at. */
export interface Change {
  path: string[];
  inventoryItemId: string;
  locationId: string;
  changeFromQuantity?: number | null;
}

export interface Found {
  itemId: string;
  locationId: string;
  level: Level | undefined;
}

/** Item and location must exist; whether the item must already be stocked there depends on the version. */
export function findLevel(shop: Shop, version: ApiVersion, change: Change): Found | UserError {
  const itemId = idOf('InventoryItem', change.inventoryItemId);
  const item = itemId && shop.state.items.get(itemId);
  if (!item) {
    const message = 'The specified inventory item could not be found.';
    return userError([...change.path, 'inventoryItemId'], message, 'INVALID_INVENTORY_ITEM');
  }
  const locationId = idOf('Location', change.locationId);
  if (!locationId || !shop.state.locations.has(locationId)) {
    return userError([...change.path, 'locationId'], 'The specified location could not be found.', 'INVALID_LOCATION');
  }
  const level = levelOf(shop.state, item.id, locationId);
  if (!level?.active && version < '2026-10') {
    const message = 'The specified inventory item is not stocked at the location.';
    return userError([...change.path, 'locationId'], message, 'ITEM_NOT_STOCKED_AT_LOCATION');
  }
  return { itemId: item.id, locationId, level };
}

export function stale(change: Change, found: Found, name: string): UserError | undefined {
  const { changeFromQuantity } = change;
  if (changeFromQuantity === null || changeFromQuantity === undefined) return undefined;
  const current = found.level ? quantityOf(found.level, name) : 0;
  if (current === changeFromQuantity) return undefined;
  const message = 'The changeFromQuantity value does not match persisted value.';
  return userError([...change.path, 'changeFromQuantity'], message, 'CHANGE_FROM_QUANTITY_STALE');
}

export function reasonProblem(reason: string): UserError | undefined {
  if (REASONS.includes(reason)) return undefined;
  const message = `The specified reason is invalid. Valid values are: ${REASONS.join(', ')}.`;
  return userError(['input', 'reason'], message, 'INVALID_REASON');
}

export function documentProblem(uri: string | null | undefined): UserError | undefined {
  if (!uri || /^[a-z][a-z0-9+.-]*:\/\/.+/i.test(uri)) return undefined;
  return userError(
    ['input', 'referenceDocumentUri'],
    'The specified reference document is invalid.',
    'INVALID_REFERENCE_DOCUMENT',
  );
}

export function duplicates(changes: Change[]): UserError[] {
  const seen = new Set<string>();
  return changes.flatMap((change) => {
    const pair = `${change.inventoryItemId} ${change.locationId}`;
    if (!seen.has(pair)) {
      seen.add(pair);
      return [];
    }
    const message = 'The combination of inventoryItemId and locationId must be unique.';
    return [userError(change.path, message, 'NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR')];
  });
}

export const isError = (value: object): value is UserError => 'message' in value;
