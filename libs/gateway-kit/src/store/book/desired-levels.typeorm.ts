import { managerOf, type Tx } from '@tillbridge/persistence';
import type { DesiredLevel, DesiredLevels } from './desired-levels';
import { newestOfEach } from './desired-levels.memory';

interface Row {
  channel: string;
  item_id: string;
  store_location: string;
  lower_to: number;
  raise_to: number;
  counted_orders: number;
  counted_claim: number;
  counted_edits: number;
  version: number;
  dealt: boolean;
}

const columns =
  'channel, item_id, store_location, lower_to, raise_to, counted_orders, counted_claim, counted_edits, version, dealt';

export class TypeOrmDesiredLevels implements DesiredLevels {
  async take(tx: Tx, wanted: readonly DesiredLevel[]): Promise<DesiredLevel[]> {
    if (wanted.length === 0) return [];
    const rows: Row[] = await managerOf(tx).query(
      `INSERT INTO desired_level AS d (${columns})
       SELECT ${columns} FROM jsonb_to_recordset($1::jsonb) AS r(
         channel text, item_id uuid, store_location text, lower_to integer, raise_to integer,
         counted_orders integer, counted_claim integer, counted_edits integer, version integer, dealt boolean)
       ON CONFLICT (channel, item_id, store_location) DO UPDATE SET
         lower_to = excluded.lower_to, raise_to = excluded.raise_to, counted_orders = excluded.counted_orders,
         counted_claim = excluded.counted_claim, counted_edits = excluded.counted_edits, version = excluded.version,
         dealt = excluded.dealt
       WHERE d.version < excluded.version
       RETURNING ${columns}`,
      [JSON.stringify(newestOfEach(wanted).map(rowOf))],
    );
    return rows.map(levelOf);
  }

  async raiseNoMore(tx: Tx, channel: string, itemIds: readonly string[]): Promise<void> {
    await managerOf(tx).query(
      'UPDATE desired_level SET raise_to = 0 WHERE channel = $1 AND item_id = ANY($2::uuid[])',
      [channel, [...itemIds]],
    );
  }

  async of(tx: Tx, channel: string, itemIds: readonly string[]): Promise<DesiredLevel[]> {
    const rows: Row[] = await managerOf(tx).query(
      `SELECT ${columns} FROM desired_level WHERE channel = $1 AND item_id = ANY($2::uuid[])
       ORDER BY item_id, store_location`,
      [channel, [...itemIds]],
    );
    return rows.map(levelOf);
  }
}

function rowOf(level: DesiredLevel): Row {
  return {
    channel: level.channel,
    item_id: level.itemId,
    store_location: level.storeLocation,
    lower_to: level.lowerTo,
    raise_to: level.raiseTo,
    counted_orders: level.counted.ordersSeen,
    counted_claim: level.counted.claim,
    counted_edits: level.counted.edits,
    version: level.version,
    dealt: level.dealt,
  };
}

function levelOf(row: Row): DesiredLevel {
  return {
    channel: row.channel,
    itemId: row.item_id,
    storeLocation: row.store_location,
    lowerTo: row.lower_to,
    raiseTo: row.raise_to,
    counted: { ordersSeen: row.counted_orders, claim: row.counted_claim, edits: row.counted_edits },
    version: row.version,
    dealt: row.dealt,
  };
}
