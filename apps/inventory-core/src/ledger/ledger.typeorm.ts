import { managerOf, StaleVersion, expectRows, type Tx } from '@tillbridge/persistence';
import type { EntityManager } from 'typeorm';
import { lockLinks } from './link-locks.typeorm';
import { loadBatch } from './load.typeorm';
import type { Changes, Decision, Ledger, Loaded, OrderKey, References } from './ledger';
import { decisionFrom, decisionRow, orderName, type StoredDecision } from './decision-rows';
import { listingRow, movementRow, orderRow, recordRow } from './fact-rows';
import { holdRow, levelRow, promiseRow, storeLevelRow, storeLevelsOf } from './item-rows';

/** The ledger on PostgreSQL: one statement per table and batch, all guarded by the versions of items and orders. */
export class TypeOrmLedger implements Ledger {
  async load(tx: Tx, references: References): Promise<Loaded> {
    const manager = managerOf(tx);
    await this.lockLinks(manager, references);
    return loadBatch(manager, references);
  }

  protected lockLinks(manager: EntityManager, references: References): Promise<void> {
    return lockLinks(manager, references);
  }

  async save(tx: Tx, changes: Changes): Promise<void> {
    const manager = managerOf(tx);
    await this.writeItems(manager, changes);
    await this.writeOrders(manager, changes);
    await insertNew(
      manager,
      'listing',
      changes.listings.filter(({ isNew }) => isNew).map(({ row }) => listingRow(row)),
    );
    const relisted = changes.listings.filter(({ isNew }) => !isNew).map(({ row }) => listingRow(row));
    await upsertRows(manager, 'listing', ['channel', 'external_id'], relisted, { keep: ['item_id', 'linked_by'] });
    await upsertRows(manager, 'till_record', ['till', 'record_id'], changes.records.map(recordRow));
    await this.writeItemParts(manager, changes);
    const versions = new Map(changes.items.map(({ after }) => [after.itemId, after.version + 1]));
    await insertNew(
      manager,
      'movement',
      changes.movements.map((movement) => movementRow(movement, versions.get(movement.itemId) ?? 0)),
    );
    await insertNew(manager, 'decision', changes.decisions.map(decisionRow));
  }

  async due(tx: Tx, now: Date, limit: number): Promise<readonly string[]> {
    const rows: { id: string }[] = await managerOf(tx).query(
      'SELECT id FROM item WHERE revisit_at <= $1 ORDER BY revisit_at LIMIT $2',
      [now, limit],
    );
    return rows.map((row) => row.id);
  }

  async decisionsOn(tx: Tx, { channel, order }: OrderKey): Promise<readonly Decision[]> {
    const rows: StoredDecision[] = await managerOf(tx).query(
      'SELECT * FROM decision WHERE orders @> ARRAY[$1::text] ORDER BY at, id',
      [orderName(channel, order)],
    );
    return rows.map(decisionFrom);
  }

  /** The guard that makes two batches on one item impossible: rows affected must equal rows expected. */
  protected async writeItems(manager: EntityManager, changes: Changes): Promise<void> {
    const known = changes.items.filter(({ before }) => before !== null);
    if (known.length > 0) {
      const result: unknown = await manager.query(
        `WITH locked AS (SELECT id FROM item WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE)
         UPDATE item SET version = item.version + 1, revisit_at = read.revisit_at
         FROM unnest($1::uuid[], $2::integer[], $3::timestamptz[]) AS read(id, version, revisit_at), locked
         WHERE item.id = read.id AND locked.id = item.id AND item.version = read.version`,
        [
          known.map(({ after }) => after.itemId),
          known.map(({ after }) => after.version),
          known.map(({ revisitAt }) => timeOf(revisitAt)),
        ],
      );
      expectRows(result, known.length);
    }
    const fresh = changes.items.filter(({ before }) => before === null);
    await insertNew(
      manager,
      'item',
      fresh.map(({ after, revisitAt }) => ({ id: after.itemId, version: 1, revisit_at: timeOf(revisitAt) })),
    );
  }

  private async writeOrders(manager: EntityManager, changes: Changes): Promise<void> {
    await insertNew(
      manager,
      'store_order',
      changes.orders.filter(({ isNew }) => isNew).map(({ row }) => orderRow(row)),
    );
    const known = changes.orders.filter(({ isNew }) => !isNew).map(({ row }) => row);
    if (known.length === 0) return;
    const result: unknown = await manager.query(
      `UPDATE store_order SET version = store_order.version + 1, name = fresh.name, updated_at = fresh.updated_at,
         cancelled_at = fresh.cancelled_at, paid = fresh.paid, cart = fresh.cart, lines = fresh.lines,
         waiting = fresh.waiting, posts_granted = fresh.posts_granted, decision = fresh.decision,
         resolution = fresh.resolution
       FROM jsonb_populate_recordset(NULL::store_order, $1::jsonb) AS fresh
       WHERE store_order.channel = fresh.channel AND store_order.order_id = fresh.order_id
         AND store_order.version = fresh.version`,
      [JSON.stringify(known.map(orderRow))],
    );
    expectRows(result, known.length);
  }

  private async writeItemParts(manager: EntityManager, changes: Changes): Promise<void> {
    const levels = changes.items.flatMap(({ after }) => after.levels.map((level) => levelRow(after, level)));
    await upsertRows(manager, 'level', ['item_id', 'location'], levels);
    const promises = changes.items.flatMap(({ before, after }) =>
      after.promises
        .filter((promise) => !before?.promises.includes(promise))
        .map((promise) => promiseRow(after.itemId, promise)),
    );
    await this.writePromises(manager, promises);
    const storeLevels = changes.items.flatMap(({ after }) =>
      storeLevelsOf(after).map((level) => storeLevelRow(after.itemId, level)),
    );
    await upsertRows(manager, 'store_level', ['item_id', 'channel', 'store_location'], storeLevels);
    await this.writeHolds(manager, changes);
  }

  /** An order line has one promise for ever; a row of another item under its key means that another writer was faster. */
  private async writePromises(manager: EntityManager, rows: readonly ReturnType<typeof promiseRow>[]): Promise<void> {
    await upsertRows(manager, 'promise', ['channel', 'order_id', 'line'], rows, {
      guard: 'promise.item_id = EXCLUDED.item_id',
    });
  }

  private async writeHolds(manager: EntityManager, changes: Changes): Promise<void> {
    const rewritten = changes.items.filter(({ before, after }) => before?.holds !== after.holds);
    if (rewritten.length === 0) return;
    await manager.query('DELETE FROM hold WHERE item_id = ANY($1::uuid[])', [
      rewritten.map(({ after }) => after.itemId),
    ]);
    await insertNew(
      manager,
      'hold',
      rewritten.flatMap(({ after }) => after.holds.map((hold) => holdRow(after.itemId, hold))),
    );
  }
}

type Row = Readonly<Record<string, unknown>>;

/** A key that is taken is a unique violation, and that is a stale batch. */
async function insertNew(manager: EntityManager, table: string, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0]).map(quoted).join(', ');
  await manager.query(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}

async function upsertRows(
  manager: EntityManager,
  table: string,
  key: readonly string[],
  rows: readonly Row[],
  /** `keep`: columns that are never emptied again, whoever wrote them meanwhile. */
  { guard, keep = [] }: { guard?: string; keep?: readonly string[] } = {},
): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0]);
  const assigned = columns
    .filter((column) => !key.includes(column))
    .map((column) => {
      const fresh = `EXCLUDED.${quoted(column)}`;
      return `${quoted(column)} = ${keep.includes(column) ? `COALESCE(${fresh}, ${table}.${quoted(column)})` : fresh}`;
    })
    .join(', ');
  const list = columns.map(quoted).join(', ');
  const written: unknown[] = await manager.query(
    `INSERT INTO ${table} (${list})
     SELECT ${list} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)
     ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${assigned}${guard === undefined ? '' : ` WHERE ${guard}`}
     RETURNING 1`,
    [JSON.stringify(rows)],
  );
  if (written.length !== rows.length)
    throw new StaleVersion(`${rows.length - written.length} rows of ${table} changed`);
}

const timeOf = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
const quoted = (column: string): string => `"${column}"`;
