import type { OrderObserved } from '@tillbridge/contracts';
import { expectRows, managerOf, type Tx } from '@tillbridge/persistence';
import type { LevelKey } from '../store-adapter';
import { countsOf } from './order-counts';
import type { SeenOrder, SeenOrders } from './seen-orders';

interface OrderRow {
  order_id: string;
  fact: OrderObserved;
  version: number;
}

export class TypeOrmSeenOrders implements SeenOrders {
  async load(tx: Tx, channel: string, orders: readonly string[]): Promise<Map<string, SeenOrder>> {
    if (orders.length === 0) return new Map();
    const rows: OrderRow[] = await managerOf(tx).query(
      'SELECT order_id, fact, version FROM seen_order WHERE channel = $1 AND order_id = ANY($2::text[])',
      [channel, [...orders]],
    );
    return new Map(rows.map(({ order_id, fact, version }) => [order_id, { fact, version }]));
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
    await this.saveOutstanding(tx, orders);
  }

  async outstanding(tx: Tx, channel: string): Promise<string[]> {
    const rows: { order_id: string }[] = await managerOf(tx).query(
      `SELECT DISTINCT order_id COLLATE "C" AS order_id FROM seen_order_count
       WHERE channel = $1 AND outstanding > 0 ORDER BY 1`,
      [channel],
    );
    return rows.map((row) => row.order_id);
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

  private async saveOutstanding(tx: Tx, orders: readonly SeenOrder[]): Promise<void> {
    const counts = orders.flatMap(({ fact }) =>
      countsOf(fact).map((count) => ({
        channel: fact.channel,
        order_id: fact.order,
        external_id: count.externalId,
        store_location: count.storeLocation,
        outstanding: count.outstanding,
      })),
    );
    if (counts.length === 0) return;
    // Guarded by the order's own row, which this transaction has just saved.
    await managerOf(tx).query(
      `INSERT INTO seen_order_count (channel, order_id, external_id, store_location, outstanding)
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS r(channel text, order_id text, external_id text,
         store_location text, outstanding integer)
       ON CONFLICT (channel, order_id, external_id, store_location) DO UPDATE SET outstanding = excluded.outstanding`,
      [JSON.stringify(counts)],
    );
  }
}
