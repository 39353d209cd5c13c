import { GraphQLError, Kind, type GraphQLResolveInfo } from 'graphql';
import { gid, idOf } from '../model/ids';
import { updateItem } from '../model/catalog';
import { act, type Shop } from '../model/shop';
import { connect, move, quantityOf, setAvailable } from '../model/stock';
import type { Action } from '../model/action';
import type { StoredQuantity } from '../model/state';
import type { Context, FieldResolvers } from './context';
import { userError, type UserError } from './errors';
import { idempotent } from './idempotency';
import {
  ADJUST_MAX,
  documentProblem,
  duplicates,
  findLevel,
  isError,
  reasonProblem,
  SET_MAX,
  stale,
  type Change,
  type Found,
} from './inventory-rules';
import { itemSpec, type InventoryItemInput } from './product-inputs';

interface SetInput {
  name: string;
  reason: string;
  referenceDocumentUri?: string | null;
  quantities: (Omit<Change, 'path'> & { quantity: number })[];
}

interface AdjustInput {
  name: string;
  reason: string;
  referenceDocumentUri?: string | null;
  changes: (Omit<Change, 'path'> & { delta: number; ledgerDocumentUri?: string | null })[];
}

interface Planned {
  found: Found;
  delta: number;
}

interface Ledger {
  name: string;
  reason: string;
  referenceDocumentUri?: string | null;
}

const ADJUSTABLE = ['available', 'damaged', 'incoming', 'quality_control', 'reserved', 'safety_stock'];
const NO_GROUP = { inventoryAdjustmentGroup: null };

export const inventoryMutations: FieldResolvers = {
  inventorySetQuantities: (_: unknown, args: { input: SetInput }, context: Context, info) => {
    return idempotent(context, info, args, NO_GROUP, () => {
      requireChangeFrom(args.input.quantities, 'InventoryQuantityInput', info);
      const { errors, planned } = planSet(context, args.input);
      if (errors.length > 0) return { ...NO_GROUP, userErrors: errors };
      return apply(context.shop, args.input, planned);
    });
  },
  inventoryAdjustQuantities: (_: unknown, args: { input: AdjustInput }, context: Context, info) => {
    return idempotent(context, info, args, NO_GROUP, () => {
      requireChangeFrom(args.input.changes, 'InventoryChangeInput', info);
      const { errors, planned } = planAdjust(context, args.input);
      if (errors.length > 0) return { ...NO_GROUP, userErrors: errors };
      return apply(context.shop, args.input, planned);
    });
  },
  inventoryItemUpdate: (_: unknown, { id, input }: { id: string; input: InventoryItemInput }, { shop }: Context) => {
    const item = shop.state.items.get(idOf('InventoryItem', id) ?? '');
    if (!item)
      return {
        inventoryItem: null,
        userErrors: [userError(['id'], "The product couldn't be updated because it does not exist.")],
      };
    act(shop, (action) => updateItem(shop, action, item, itemSpec(input)));
    return { inventoryItem: item, userErrors: [] };
  },
};

/** Schema-valid without it, refused at runtime: present as a number to compare, or as an explicit null to skip. */
function requireChangeFrom(changes: object[], inputType: string, info: GraphQLResolveInfo): void {
  if (changes.every((change) => Object.hasOwn(change, 'changeFromQuantity'))) return;
  const argument = info.fieldNodes[0].arguments?.[0];
  const variable = argument?.value.kind === Kind.VARIABLE ? argument.value.name.value : undefined;
  const declared = info.operation.variableDefinitions?.find((one) => one.variable.name.value === variable);
  throw new GraphQLError(`${inputType} must include the following argument: changeFromQuantity.`, {
    nodes: declared ? [info.fieldNodes[0], declared] : [info.fieldNodes[0]],
    extensions: { code: 'INVALID_FIELD_ARGUMENTS' },
  });
}

/** Checks every element before any is applied: one error and nothing changes. */
function planSet({ shop, version }: Context, input: SetInput): { errors: UserError[]; planned: Planned[] } {
  const changes = input.quantities.map((one, index) => ({ ...one, path: ['input', 'quantities', String(index)] }));
  const errors = [reasonProblem(input.reason), documentProblem(input.referenceDocumentUri), ...duplicates(changes)];
  if (input.name !== 'available' && input.name !== 'on_hand') {
    errors.push(
      userError(['input', 'name'], "The quantity name must be either 'available' or 'on_hand'.", 'INVALID_NAME'),
    );
  }
  const planned: Planned[] = [];
  for (const change of changes) {
    const found = findLevel(shop, version, change);
    if (isError(found)) {
      errors.push(found);
      continue;
    }
    const delta = change.quantity - (found.level ? quantityOf(found.level, input.name) : 0);
    const noop = delta === 0 && shop.switches.noopBeforeCompare;
    errors.push(setBound(change, input.name), noop ? undefined : stale(change, found, input.name));
    planned.push({ found, delta });
  }
  return { errors: errors.filter((error) => error !== undefined), planned };
}

function setBound({ quantity, path }: { quantity: number; path: string[] }, name: string): UserError | undefined {
  const field = [...path, 'quantity'];
  if (quantity > SET_MAX) {
    return userError(field, "The total quantity can't be higher than 1,000,000,000.", 'INVALID_QUANTITY_TOO_HIGH');
  }
  if (quantity < -SET_MAX) {
    return userError(field, "The total quantity can't be lower than -1,000,000,000.", 'INVALID_QUANTITY_TOO_LOW');
  }
  // Captured: available may be set below zero, on_hand may not.
  if (name === 'on_hand' && quantity < 0) {
    return userError(field, "The quantity can't be negative.", 'INVALID_QUANTITY_NEGATIVE');
  }
  return undefined;
}

function planAdjust({ shop, version }: Context, input: AdjustInput): { errors: UserError[]; planned: Planned[] } {
  const changes = input.changes.map((one, index) => ({ ...one, path: ['input', 'changes', String(index)] }));
  const errors = [reasonProblem(input.reason), documentProblem(input.referenceDocumentUri)];
  if (!ADJUSTABLE.includes(input.name)) {
    errors.push(userError(['input', 'name'], 'The specified quantity name is invalid.', 'INVALID_QUANTITY_NAME'));
    return { errors: errors.filter((error) => error !== undefined), planned: [] };
  }
  const planned: Planned[] = [];
  for (const change of changes) {
    const found = findLevel(shop, version, change);
    if (isError(found)) errors.push(found);
    else {
      errors.push(adjustBound(change), ledgerProblem(change, input.name), stale(change, found, input.name));
      planned.push({ found, delta: change.delta });
    }
  }
  return { errors: errors.filter((error) => error !== undefined), planned };
}

function adjustBound({ delta, path }: { delta: number; path: string[] }): UserError | undefined {
  const field = [...path, 'delta'];
  if (delta > ADJUST_MAX) {
    return userError(field, "The quantity can't be higher than 2,000,000,000.", 'INVALID_QUANTITY_TOO_HIGH');
  }
  if (delta < -ADJUST_MAX) {
    return userError(field, "The quantity can't be lower than -2,000,000,000.", 'INVALID_QUANTITY_TOO_LOW');
  }
  return undefined;
}

function ledgerProblem(
  { ledgerDocumentUri, path }: { ledgerDocumentUri?: string | null; path: string[] },
  name: string,
) {
  const field = [...path, 'ledgerDocumentUri'];
  if (name === 'available' && ledgerDocumentUri) {
    const message = 'A ledger document URI is not allowed when adjusting available.';
    return userError(field, message, 'INVALID_AVAILABLE_DOCUMENT');
  }
  if (name !== 'available' && !ledgerDocumentUri) {
    const message = 'A ledger document URI is required except when adjusting available.';
    return userError(field, message, 'INVALID_QUANTITY_DOCUMENT');
  }
  return undefined;
}

/** All changes in one action. Nothing to change is a success without a group. */
function apply(shop: Shop, input: Ledger, planned: Planned[]) {
  const effective = planned.filter(({ delta }) => delta !== 0);
  if (effective.length === 0) return { ...NO_GROUP, userErrors: [] };
  const name = input.name === 'on_hand' ? 'available' : (input.name as StoredQuantity);
  act(shop, (action) => {
    for (const { found, delta } of effective) applyOne(shop, action, found, name, delta);
  });
  const mirrored = name === 'incoming' ? [name] : [name, 'on_hand'];
  const group = {
    __typename: 'InventoryAdjustmentGroup',
    id: gid('InventoryAdjustmentGroup', shop.ids.next('InventoryAdjustmentGroup')),
    createdAt: new Date(shop.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    reason: input.reason,
    referenceDocumentUri: input.referenceDocumentUri ?? null,
    changes: effective.flatMap(({ found, delta }) =>
      mirrored.map((shownName) => ({
        name: shownName,
        delta,
        // Captured: always null, although the field exists.
        quantityAfterChange: null,
        item: shop.state.items.get(found.itemId),
        location: shop.state.locations.get(found.locationId),
        ledgerDocumentUri: null,
      })),
    ),
  };
  return { inventoryAdjustmentGroup: group, userErrors: [] };
}

function applyOne(shop: Shop, action: Action, found: Found, name: StoredQuantity, delta: number): void {
  const level = connect(shop, action, found.itemId, found.locationId);
  if (name === 'available') {
    setAvailable(shop, action, { level, to: level.quantities.available + delta, by: 'api' });
  } else {
    move(shop, action, level, { [name]: delta });
  }
}
