import { allPages, newestRows, type ReadRow } from '@tillbridge/gateway-kit';
import type { Feeds } from './feeds';

export interface SnapshotLevel {
  externalId: string;
  location: string;
  level: number;
  version: string | null;
}

/** Every level as the till shows it now; reads only, and at the pace of the catalogue. */
export async function readSnapshot(feeds: Feeds, now: () => Date): Promise<{ takenAt: Date; levels: SnapshotLevel[] }> {
  const takenAt = now();
  const { found } = await allPages((after) => feeds.rows(after, 'items'), null);
  const rows = found.map((row): ReadRow => ({ ...row, requestedAt: takenAt, answeredAt: now() }));
  const levels = newestRows(rows).map(({ externalId, location, level, version }) => ({
    externalId,
    location,
    level,
    version,
  }));
  return { takenAt, levels };
}
