import type { EntityManager } from 'typeorm';
import type { References } from './ledger';

/**
 * Whoever makes a link and whoever finds that there is none wait for each other until the other has committed: of a
 * listing and an order that comes before it, or of two listings that carry one label, the later one always sees the
 * earlier. What is linked already takes no lock, so that orders of known items never wait here.
 *
 * @returns whether there was anything to lock: what was read before may be out of date then.
 */
export async function lockLinks(
  manager: EntityManager,
  unlinked: References['externals'],
  proposals: References['proposals'],
): Promise<boolean> {
  const keys = [
    ...unlinked.map(({ channel, externalId }) => `link/${channel}/${externalId}`),
    ...proposals.map((label) => `label/${label}`),
  ];
  if (keys.length === 0) return false;
  // In one order for everybody, or two could wait for each other for ever.
  await manager.query(
    `SELECT pg_advisory_xact_lock(hash) FROM (
       SELECT DISTINCT hashtextextended(key, 0) AS hash FROM unnest($1::text[]) AS key ORDER BY hash) AS hashes`,
    [keys],
  );
  return true;
}
