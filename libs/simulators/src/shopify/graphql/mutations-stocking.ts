import { idOf, parseGid } from '../model/ids';
import { act, levelOf, must, type Shop } from '../model/shop';
import { connect, isOnlyPlace, onHand, setAvailable, unstock } from '../model/stock';
import type { Context, FieldResolvers } from './context';
import { userError } from './errors';
import { idempotent } from './idempotency';

interface ActivateArgs {
  inventoryItemId: string;
  locationId: string;
  available?: number | null;
  onHand?: number | null;
}

/** Where an item is stocked at all. */
export const stockingMutations: FieldResolvers = {
  inventoryActivate: (_: unknown, args: ActivateArgs, context: Context, info) =>
    idempotent(context, info, args, { inventoryLevel: null }, () => activate(context.shop, args)),
  inventoryDeactivate: (_: unknown, { inventoryLevelId }: { inventoryLevelId: string }, { shop }: Context) => {
    const problem = deactivate(shop, inventoryLevelId);
    return {
      userErrors: problem === undefined ? [] : [userError(null, `The product couldn't be unstocked ${problem}`)],
    };
  },
};

function deactivate(shop: Shop, levelId: string): string | undefined {
  const { levels, items, locations } = shop.state;
  const level = [...levels.values()].find((one) => one.id === parseGid(levelId)?.id);
  if (!level) {
    const itemId = /[?&]inventory_item_id=(\d+)/.exec(levelId)?.[1] ?? '';
    return items.has(itemId) ? 'because the location was deleted.' : 'because the product was deleted.';
  }
  if (isOnlyPlace(shop, level)) {
    const { name } = must(locations, level.locationId);
    return `from ${name} because products need to be stocked at a minimum of 1 location.`;
  }
  act(shop, (action) => unstock(shop, action, level));
  return undefined;
}

function activate(shop: Shop, args: ActivateArgs) {
  const refuse = (field: string, message: string) => ({
    inventoryLevel: null,
    userErrors: [userError([field], message)],
  });
  const item = shop.state.items.get(idOf('InventoryItem', args.inventoryItemId) ?? '');
  if (!item) return refuse('inventoryItemId', "The product couldn't be stocked because it doesn't exist.");
  const locationId = idOf('Location', args.locationId) ?? '';
  if (!shop.state.locations.has(locationId)) {
    return refuse('locationId', "The product couldn't be stocked because the location doesn't exist.");
  }
  const seed = args.available ?? args.onHand ?? null;
  if (args.available != null && args.onHand != null) {
    return refuse('available', 'Not allowed to set both available and on hand quantities.');
  }
  const existing = levelOf(shop.state, item.id, locationId);
  if (existing?.active) {
    if (seed === null) return { inventoryLevel: existing, userErrors: [] };
    const message = 'Not allowed to set available quantity when the item is already active at the location.';
    return {
      inventoryLevel: existing,
      userErrors: [userError([args.available != null ? 'available' : 'onHand'], message)],
    };
  }
  return act(shop, (action) => {
    const level = connect(shop, action, item.id, locationId);
    if (seed !== null && !existing) {
      const to = args.available ?? seed - onHand(level) + level.quantities.available;
      setAvailable(shop, action, { level, to, by: 'api' });
    }
    return { inventoryLevel: level, userErrors: [] };
  });
}
