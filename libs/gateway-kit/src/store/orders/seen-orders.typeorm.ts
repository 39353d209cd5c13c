import type { OrderObserved } from '@tillbridge/contracts';
import { expectRows, managerOf, type Tx } from '@tillbridge/persistence';
import type { LevelKey } from '../store-adapter';
import type { LevelCount } from './order-counts';
import type { SeenOrder, SeenOrders } from './seen-orders';

interface OrderRow {
  order_id: string;
  fact: OrderObserved;
  version: number;
}

interface CountRow {
  order_id: string;
  external_id: string;
  store_location: string;
  ordered: number;
  restocked: number;
  outstanding: number;
}

export class TypeOrmSeenOrders implements SeenOrders {
  async load(tx: Tx, channel: string, orders: readonly string[]): Promise<Map<string, SeenOrder>> {
    if (orders.length === 0) return new Map();
    const manager = managerOf(tx);
    const rows: OrderRow[] = await manager.query(
      'SELECT order_id, fact, version FROM seen_order WHERE channel = $1 AND order_id = ANY($2::text[])',
      [channel, [...orders]],
    );
    if (rows.length === 0) return new Map();
    const counts: CountRow[] = await manager.query(
      `SELECT order_id, external_id, store_location, ordered, restocked, outstanding FROM seen_order_count
       WHERE channel = $1 AND order_id = ANY($2::text[])`,
      [channel, rows.map((row) => row.order_id)],
    );
    return new Map(
      rows.map(({ order_id, fact, version }) => {
        const own = counts.filter((count) => count.order_id === order_id);
        return [order_id, { fact, version, counts: own.map(countOf) }];
      }),
    );
  }

  async save(tx: Tx, orders: readonly SeenOrder[]): Promise<void> {
    if (orders.length === 0) return;
    await this.saveOrders(
      tx,
      orders.filter((order) => order.version === 0),
      `INSERT INTO seen_order (channel, order_id, updated_at, fact, version)
       SELECT channel, order_id, updated_at, fact, 1 FROM given ON CONFLICT DO NOTHING RETURNING 1`,
    );
    await this.saveOrders(
      tx,
      orders.filter((order) => order.version > 0),
      `UPDATE seen_order s SET updated_at = given.updated_at, fact = given.fact, version = s.version + 1 FROM given
       WHERE s.channel = given.channel AND s.order_id = given.order_id AND s.version = given.version`,
    );
    await this.saveCounts(tx, orders);
  }

  async outstandingAt(tx: Tx, channel: string, level: LevelKey): Promise<number> {
    const [row]: { units: number }[] = await managerOf(tx).query(
      `SELECT coalesce(sum(outstanding), 0)::int AS units FROM seen_order_count
       WHERE channel = $1 AND external_id = $2 AND store_location = $3 AND outstanding > 0`,
      [channel, level.externalId, level.storeLocation],
    );
    return row!.units;
  }

  private async saveOrders(tx: Tx, orders: readonly SeenOrder[], statement: string): Promise<void> {
    if (orders.length === 0) return;
    const given = orders.map(({ fact, version }) => ({
      channel: fact.channel,
      order_id: fact.order,
      updated_at: fact.updatedAt,
      fact,
      version,
    }));
    const result: unknown = await managerOf(tx).query(
      `WITH given AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS r(
         channel text, order_id text, updated_at timestamptz, fact jsonb, version integer)) ${statement}`,
      [JSON.stringify(given)],
    );
    expectRows(result, orders.length);
  }

  private async saveCounts(tx: Tx, orders: readonly SeenOrder[]): Promise<void> {
    const counts = orders.flatMap(({ fact, counts }) =>
      counts.map((count) => ({
        channel: fact.channel,
        order_id: fact.order,
        external_id: count.externalId,
        store_location: count.storeLocation,
        ordered: count.ordered,
        restocked: count.restocked,
        outstanding: count.outstanding,
      })),
    );
    if (counts.length === 0) return;
    // Guarded by the order's own row, which this transaction has just saved.
    await managerOf(tx).query(
      `INSERT INTO seen_order_count (channel, order_id, external_id, store_location, ordered, restocked, outstanding)
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS r(channel text, order_id text, external_id text,
         store_location text, ordered integer, restocked integer, outstanding integer)
       ON CONFLICT (channel, order_id, external_id, store_location) DO UPDATE SET
         ordered = excluded.ordered, restocked = excluded.restocked, outstanding = excluded.outstanding`,
      [JSON.stringify(counts)],
    );
  }
}

function countOf(row: CountRow): LevelCount {
  return {
    externalId: row.external_id,
    storeLocation: row.store_location,
    ordered: row.ordered,
    restocked: row.restocked,
    outstanding: row.outstanding,
  };
}
