import type { AdminClient } from '../admin/client';
import { Refused } from '../admin/errors';
import { gid } from '../admin/ids';
import { productsOfVariants, publications, publish } from '../documents';
import { isMadeFor } from './handle';

interface Page {
  publications: {
    nodes: { id: string; catalog: { apps?: { nodes: { handle: string | null }[] } } | null }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

/** Shopify's own name for the app behind every online store; a shop may call the channel what it likes. */
const onlineStoreHandle = 'online_store';

/**
 * A product that an app creates is active and yet nobody can see it until it is published. Publishes the one among these
 * listings that was created for this item; what a person made, and perhaps hides for a reason, is left alone.
 */
export async function finishListing(
  client: AdminClient,
  itemId: string,
  externalIds: readonly string[],
): Promise<void> {
  if (externalIds.length === 0) return;
  const { nodes } = await client.ask<{ nodes: ({ product?: { id: string; handle: string } } | null)[] }>(
    productsOfVariants,
    { variants: externalIds.map((id) => gid('ProductVariant', id)) },
  );
  const own = nodes.find((node) => node?.product && isMadeFor(node.product.handle, itemId))?.product;
  if (own) await publishOnline(client, own.id).catch(explained);
}

/** Published again, a product stays as it is. */
async function publishOnline(client: AdminClient, product: string): Promise<void> {
  const publication = await onlineStore(client);
  const { publishablePublish: result } = await client.ask<{
    publishablePublish: { userErrors: { message: string }[] } | null;
  }>(publish, { product, publication });
  const [error] = result?.userErrors ?? [];
  if (error) throw new Refused(`the store does not publish the item it now lists: ${error.message}`, 'REFUSED');
}

async function onlineStore(client: AdminClient): Promise<string> {
  let after: string | null = null;
  do {
    const { publications: page }: Page = await client.ask(publications, { after });
    const found = page.nodes.find((node) => node.catalog?.apps?.nodes.some((app) => app.handle === onlineStoreHandle));
    if (found) return found.id;
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  const reason =
    'the item is listed but not published: the store has no sales channel "Online Store"; add it and replay';
  throw new Refused(reason, 'NO_ONLINE_STORE');
}

function explained(error: unknown): never {
  if (!(error instanceof Refused) || error.code !== 'ACCESS_DENIED') throw error;
  const reason = 'the item is listed but not published: grant the app write_publications and replay';
  throw new Refused(reason, error.code);
}
