import { GraphQLError } from 'graphql';
import { fulfillmentOrdersOf, must } from '../model/shop';
import { parseGid } from '../model/ids';
import type { State } from '../model/state';

/** Any modelled thing by its global id, tagged with its type for `node` and `nodes`. */
export function nodeById(state: State, globalId: string): (object & { __typename: string }) | null {
  const parsed = parseGid(globalId);
  const value = parsed && find(state, parsed.type, parsed.id);
  return parsed && value ? tagged(parsed.type, value) : null;
}

export const tagged = <T extends object>(type: string, value: T): T & { __typename: string } =>
  Object.assign(Object.create(value) as T, { __typename: type });

function find(state: State, type: string, id: string): object | undefined {
  switch (type) {
    case 'Product':
      return state.products.get(id);
    case 'ProductVariant':
      return state.variants.get(id);
    case 'InventoryItem':
      return state.items.get(id);
    case 'InventoryLevel':
      return [...state.levels.values()].find((level) => level.id === id);
    case 'Location':
      return state.locations.get(id);
    case 'Order':
      return state.orders.get(id);
    case 'FulfillmentOrder':
      return visibleFulfillmentOrder(state, id);
    case 'WebhookSubscription':
      return state.subscriptions.get(id);
    default:
      return undefined;
  }
}

/** Only once the routing job has run. */
export function visibleFulfillmentOrder(state: State, id: string) {
  const found = state.fulfillmentOrders.get(id);
  if (!found) return undefined;
  const order = must(state.orders, found.orderId);
  return fulfillmentOrdersOf(state, order).includes(found) ? found : undefined;
}

export const resourceNotFound = (globalId: string): GraphQLError =>
  new GraphQLError(`Invalid id: ${globalId}`, { extensions: { code: 'RESOURCE_NOT_FOUND' } });
