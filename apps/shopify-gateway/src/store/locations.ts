import type { StorePlace } from '@tillbridge/gateway-kit';
import type { AdminClient } from '../admin/client';
import { locations } from '../documents';

interface Page {
  locations: {
    nodes: { legacyResourceId: string; name: string; isActive: boolean }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

export async function listLocations(client: AdminClient): Promise<StorePlace[]> {
  const found: StorePlace[] = [];
  let after: string | null = null;
  do {
    const { locations: page }: Page = await client.ask(locations, { after });
    for (const { legacyResourceId: id, name, isActive: active } of page.nodes) found.push({ id, name, active });
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}
