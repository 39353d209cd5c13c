import { managerOf, type Tx } from '@tillbridge/persistence';
import { SilentStoreRow } from './entities';
import type { KeptUnits, Silence, SilenceBook, WatchedPlace } from './silence-book';

export class TypeOrmSilenceBook implements SilenceBook {
  async kept(tx: Tx, places: readonly WatchedPlace[]): Promise<readonly KeptUnits[]> {
    return managerOf(tx).query(
      `WITH kept AS (
         SELECT channel, item_id, min(keeps_since) AS since
         FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS watched(channel, store_location, before)
           JOIN store_level USING (channel, store_location)
         WHERE keeps_since < before GROUP BY channel, item_id),
       answered AS (
         SELECT channel, to_timestamp(max((settled->'bound'->>'at')::double precision) / 1000) AS at
         FROM store_level WHERE channel IN (SELECT channel FROM kept) GROUP BY channel)
       SELECT DISTINCT ON (channel) channel, since, item_id AS "oldestItemId", listing.sku, answered.at AS "answeredAt",
         (count(*) OVER store)::integer AS items,
         (count(*) FILTER (WHERE answered.at IS NULL OR since > answered.at) OVER store)::integer AS "itemsSinceAnswer"
       FROM kept JOIN answered USING (channel) LEFT JOIN listing USING (channel, item_id)
       WINDOW store AS (PARTITION BY channel) ORDER BY channel, since, item_id`,
      [
        places.map(({ channel }) => channel),
        places.map(({ storeLocation }) => storeLocation),
        places.map(({ before }) => before),
      ],
    );
  }

  async found(tx: Tx): Promise<readonly Silence[]> {
    return managerOf(tx)
      .getRepository(SilentStoreRow)
      .find({ order: { channel: 'ASC' } });
  }

  async replace(tx: Tx, last: readonly Silence[], found: readonly Silence[]): Promise<void> {
    const keys = last.map(({ alertKey }) => alertKey);
    await managerOf(tx).query('DELETE FROM silent_store WHERE alert_key = ANY($1::text[])', [keys]);
    if (found.length > 0)
      await managerOf(tx)
        .getRepository(SilentStoreRow)
        .insert([...found]);
  }
}
