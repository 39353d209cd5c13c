import type { LevelKey, LevelReading } from '@tillbridge/gateway-kit';
import type { AdminClient } from '../admin/client';
import type { Urgency } from '../admin/cost-budget';
import { Refused } from '../admin/errors';
import { gid, numericId } from '../admin/ids';
import { activateLevel, levelsAtLocation } from '../documents';

type Row = LevelKey & { levelRef: string };

interface LevelsData {
  nodes: ({
    id?: string;
    inventoryLevel?: { isActive: boolean; quantities: { name: string; quantity: number }[] } | null;
  } | null)[];
}

const itemsPerCallMax = 100;

/** What the store shows at these levels now, asked by id: no search index in between. */
export async function readLevels(
  client: AdminClient,
  rows: readonly Row[],
  urgency: Urgency = 'push',
): Promise<LevelReading[]> {
  const calls: Row[][] = [];
  for (const location of new Set(rows.map((row) => row.storeLocation))) {
    const here = rows.filter((row) => row.storeLocation === location);
    for (let start = 0; start < here.length; start += itemsPerCallMax)
      calls.push(here.slice(start, start + itemsPerCallMax));
  }
  return (await Promise.all(calls.map((call) => readAt(client, call, urgency)))).flat();
}

async function readAt(client: AdminClient, rows: readonly Row[], urgency: Urgency): Promise<LevelReading[]> {
  const data = await client.ask<LevelsData>(
    levelsAtLocation,
    {
      items: rows.map((row) => gid('InventoryItem', row.levelRef)),
      location: gid('Location', rows[0]!.storeLocation),
    },
    { urgency },
  );
  const levels = new Map(data.nodes.flatMap((node) => (node?.id ? [[numericId(node.id), node.inventoryLevel]] : [])));
  return rows.map(({ externalId, storeLocation, levelRef }) => {
    const level = levels.get(levelRef);
    const quantity = (name: string) => level?.quantities.find((each) => each.name === name)?.quantity ?? null;
    const kept = level?.isActive ? quantity : () => null;
    return {
      externalId,
      storeLocation,
      available: kept('available'),
      committed: kept('committed'),
      onHand: kept('on_hand'),
    };
  });
}

/**
 * Stocks the item at the location with whatever it had there; without a quantity, so that nothing is assigned. The key
 * belongs to this one wish: under a key of an earlier one the store only repeats its answer, and nothing happens.
 */
export async function stockAt(client: AdminClient, { levelRef, storeLocation }: Row, key: string): Promise<void> {
  const item = gid('InventoryItem', levelRef);
  const location = gid('Location', storeLocation);
  const { inventoryActivate: result } = await client.ask<{
    inventoryActivate: { userErrors: { message: string }[] } | null;
  }>(activateLevel, { item, location, key });
  const [error] = result?.userErrors ?? [];
  if (error) throw new Refused(`the item cannot be stocked at location ${storeLocation}: ${error.message}`, 'REFUSED');
}
