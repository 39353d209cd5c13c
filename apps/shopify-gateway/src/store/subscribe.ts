import type { SubscriptionSummary } from '@tillbridge/gateway-kit';
import type { AdminClient } from '../admin/client';
import { Refused } from '../admin/errors';
import { subscribe as subscribeDocument, subscriptions } from '../documents';

/** What we want to hear of. Payment, shipping and returns come as orders/updated as well. */
export const topics = [
  'ORDERS_CREATE',
  'ORDERS_UPDATED',
  'ORDERS_CANCELLED',
  'ORDERS_EDITED',
  'ORDERS_DELETE',
  'REFUNDS_CREATE',
  'CARTS_CREATE',
  'CARTS_UPDATE',
  'PRODUCTS_CREATE',
  'PRODUCTS_UPDATE',
  'PRODUCTS_DELETE',
  'INVENTORY_LEVELS_CONNECT',
  'INVENTORY_LEVELS_UPDATE',
  'INVENTORY_LEVELS_DISCONNECT',
  'FULFILLMENT_ORDERS_ORDER_ROUTING_COMPLETE',
  'LOCATIONS_CREATE',
  'LOCATIONS_ACTIVATE',
  'APP_UNINSTALLED',
] as const;

interface Page {
  webhookSubscriptions: {
    nodes: { topic: string; uri: string }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

/** Creates the subscriptions that are missing: the store deletes one whose deliveries failed eight times in a row. */
export async function ensureSubscriptions(client: AdminClient, address: string): Promise<SubscriptionSummary> {
  const known = await topicsAt(client, address);
  const missing = topics.filter((topic) => !known.has(topic));
  await Promise.all(missing.map((topic) => subscribe(client, topic, address)));
  return { existing: topics.length - missing.length, created: missing.length };
}

async function topicsAt(client: AdminClient, address: string): Promise<Set<string>> {
  const found = new Set<string>();
  let after: string | null = null;
  do {
    const { webhookSubscriptions: page }: Page = await client.ask(subscriptions, { after });
    for (const { topic, uri } of page.nodes) if (uri === address) found.add(topic);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}

async function subscribe(client: AdminClient, topic: string, address: string): Promise<void> {
  const { webhookSubscriptionCreate: result } = await client.ask<{
    webhookSubscriptionCreate: { userErrors: { message: string }[] } | null;
  }>(subscribeDocument, { topic, subscription: { uri: address, format: 'JSON' } });
  const [error] = result?.userErrors ?? [];
  // A lost answer may have created it: taken means done.
  if (error && !/already been taken/.test(error.message))
    throw new Refused(`the store refuses webhooks for ${topic} to ${address}: ${error.message}`, 'REFUSED');
}
