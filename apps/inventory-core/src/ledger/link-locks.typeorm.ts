import type { EntityManager } from 'typeorm';
import type { References } from './ledger';

/**
 * Whoever makes a link and whoever finds that there is none wait for each other until the other has committed: of a
 * listing and an order that comes before it, or of two listings that carry one label, the later one always sees the
 * earlier. What is linked already takes no lock, so that orders of known items never wait here.
 */
export async function lockLinks(manager: EntityManager, { externals, proposals }: References): Promise<void> {
  const unlinked = await unlinkedOf(manager, externals);
  const keys = [
    ...unlinked.map((row) => `link/${row.channel}/${row.external_id}`),
    ...proposals.map((label) => `label/${label}`),
  ];
  if (keys.length === 0) return;
  // In one order for everybody, or two could wait for each other for ever.
  await manager.query(
    `SELECT pg_advisory_xact_lock(hash) FROM (
       SELECT DISTINCT hashtextextended(key, 0) AS hash FROM unnest($1::text[]) AS key ORDER BY hash) AS hashes`,
    [keys],
  );
}

async function unlinkedOf(
  manager: EntityManager,
  externals: References['externals'],
): Promise<{ channel: string; external_id: string }[]> {
  if (externals.length === 0) return [];
  return manager.query(
    `SELECT DISTINCT wanted.channel, wanted.external_id
     FROM unnest($1::text[], $2::text[]) AS wanted(channel, external_id)
     LEFT JOIN listing ON listing.channel = wanted.channel AND listing.external_id = wanted.external_id
     WHERE listing.item_id IS NULL`,
    [externals.map(({ channel }) => channel), externals.map(({ externalId }) => externalId)],
  );
}
