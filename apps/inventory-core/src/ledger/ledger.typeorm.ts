import { managerOf, expectRows, type Tx } from '@tillbridge/persistence';
import type { HoldBucket } from '@tillbridge/stock-domain';
import type { EntityManager } from 'typeorm';
import { lockLinks } from './link-locks.typeorm';
import { loadBatch } from './load.typeorm';
import {
  keyOf,
  type Changes,
  type Decision,
  type DueAt,
  type DueLimits,
  type Ledger,
  type Loaded,
  type OrderKey,
  type References,
} from './ledger';
import { decisionFrom, decisionRow, orderName, type StoredDecision } from './decision-rows';
import { listingRow, movementColumns, movementRow, orderRow, recordRow } from './fact-rows';
import { bucketRow, levelRow, promiseRow } from './item-rows';
import { reservationColumns, reservationRow } from './reservation-rows';
import { storeLevelRow, storeLevelsOf } from './store-level-rows';
import { deleteRows, insertNew, sendMany, upsertRows } from './write-rows.typeorm';

/** The ledger on PostgreSQL: one statement per table and batch, all guarded by the versions of items and orders. */
export class TypeOrmLedger implements Ledger {
  async load(tx: Tx, references: References): Promise<Loaded> {
    const manager = managerOf(tx);
    return loadBatch(manager, references, {
      lockLinks: (unlinked) => this.lockLinks(manager, unlinked, references.proposals),
      // Whoever was not fast enough gets through this time, however fast others are.
      lockItems: tx.isAgain,
    });
  }

  protected lockLinks(...[manager, unlinked, proposals]: Parameters<typeof lockLinks>): Promise<boolean> {
    return lockLinks(manager, unlinked, proposals);
  }

  /** Many rows, and not waited for: what comes after them is made meanwhile. */
  async append(tx: Tx, changes: Changes): Promise<void> {
    const reserved = changes.reservations.filter(({ isNew }) => isNew);
    await sendMany(
      tx,
      'reservation',
      reservationColumns,
      reserved.map(({ row }) => reservationRow(row)),
    );
    const versions = new Map(changes.items.map(({ after }) => [after.itemId, after.version + 1]));
    await sendMany(
      tx,
      'movement',
      movementColumns,
      changes.movements.map((movement) => movementRow(movement, versions.get(movement.itemId) ?? 0)),
    );
  }

  /** One statement behind the other, none waited for before the last is sent. Items go first: they are what others wait for. */
  async save(tx: Tx, changes: Changes): Promise<void> {
    const manager = managerOf(tx);
    await Promise.all([
      this.writeItems(manager, changes),
      this.writeOrders(manager, changes),
      this.writeListings(manager, changes),
      upsertRows(manager, 'till_record', ['till', 'record_id'], changes.records.map(recordRow)),
      ...this.writeItemParts(manager, changes),
      insertNew(manager, 'decision', changes.decisions.map(decisionRow)),
      this.writeReservations(manager, changes),
    ]);
  }

  async due(tx: Tx, { now, edition, except }: DueAt, limits: DueLimits): Promise<readonly string[]> {
    const rows: { id: string }[] = await managerOf(tx).query(
      `(SELECT id FROM item WHERE revisit_at <= $1 AND id <> ALL($5::uuid[]) ORDER BY revisit_at LIMIT $3)
       UNION ALL (SELECT id FROM item WHERE edition < $2 AND id <> ALL($5::uuid[]) ORDER BY edition LIMIT $4)`,
      [now, edition, limits.timed, limits.outdated, [...except]],
    );
    return [...new Set(rows.map((row) => row.id))];
  }

  async decisionsOn(tx: Tx, { channel, order }: OrderKey): Promise<readonly Decision[]> {
    const rows: StoredDecision[] = await managerOf(tx).query(
      'SELECT * FROM decision WHERE orders @> ARRAY[$1::text] ORDER BY at, id',
      [orderName(channel, order)],
    );
    return rows.map(decisionFrom);
  }

  async forget(tx: Tx, before: Date, limit: number): Promise<number> {
    const [, count]: [unknown, number] = await managerOf(tx).query(
      `DELETE FROM reservation WHERE id IN
         (SELECT id FROM reservation WHERE state IN ('held', 'released') AND expires_at < $1
          ORDER BY expires_at LIMIT $2)`,
      [before, limit],
    );
    return count;
  }

  /** The guard that makes two batches on one item impossible: rows affected must equal rows expected. */
  protected async writeItems(manager: EntityManager, changes: Changes): Promise<void> {
    const known = changes.items.filter(({ before }) => before !== null);
    if (known.length > 0) {
      const result: unknown = await manager.query(
        `WITH locked AS (SELECT id FROM item WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE)
         UPDATE item SET version = item.version + 1, revisit_at = read.revisit_at, edition = $4
         FROM unnest($1::uuid[], $2::integer[], $3::timestamptz[]) AS read(id, version, revisit_at), locked
         WHERE item.id = read.id AND locked.id = item.id AND item.version = read.version`,
        [
          known.map(({ after }) => after.itemId),
          known.map(({ after }) => after.version),
          known.map(({ revisitAt }) => timeOf(revisitAt)),
          changes.edition,
        ],
      );
      expectRows(result, known.length);
    }
    const fresh = changes.items.filter(({ before }) => before === null);
    await insertNew(
      manager,
      'item',
      fresh.map(({ after, revisitAt }) => ({
        id: after.itemId,
        version: 1,
        revisit_at: timeOf(revisitAt),
        edition: changes.edition,
      })),
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
         told = fresh.told, resolution = fresh.resolution
       FROM jsonb_populate_recordset(NULL::store_order, $1::jsonb) AS fresh
       WHERE store_order.channel = fresh.channel AND store_order.order_id = fresh.order_id
         AND store_order.version = fresh.version`,
      [JSON.stringify(known.map(orderRow))],
    );
    expectRows(result, known.length);
  }

  private async writeListings(manager: EntityManager, { listings }: Changes): Promise<void> {
    const fresh = listings.filter(({ isNew }) => isNew).map(({ row }) => listingRow(row));
    const known = listings.filter(({ isNew }) => !isNew).map(({ row }) => listingRow(row));
    await Promise.all([
      insertNew(manager, 'listing', fresh),
      upsertRows(manager, 'listing', ['channel', 'external_id'], known, { keep: ['item_id', 'linked_by'] }),
    ]);
  }

  private writeItemParts(manager: EntityManager, changes: Changes): readonly Promise<void>[] {
    const levels = changes.items
      .filter(
        ({ before, after }) => before === null || before.levels !== after.levels || before.promises !== after.promises,
      )
      .flatMap(({ after }) => after.levels.map((level) => levelRow(after, level)));
    const promises = changes.items.flatMap(({ before, after }) =>
      after.promises
        .filter((promise) => !before?.promises.includes(promise))
        .map((promise) => promiseRow(after.itemId, promise)),
    );
    const relevelled = changes.items.filter(
      ({ before, after }) => before === null || before.views !== after.views || before.published !== after.published,
    );
    const storeLevels = relevelled.flatMap(({ after }) =>
      storeLevelsOf(after).map((level) => storeLevelRow(after.itemId, level)),
    );
    return [
      upsertRows(manager, 'level', ['item_id', 'location'], levels),
      this.writePromises(manager, promises),
      upsertRows(manager, 'store_level', ['item_id', 'channel', 'store_location'], storeLevels),
      this.writeHolds(manager, changes),
    ];
  }

  /** An order line has one promise for ever; a row of another item under its key means that another writer was faster. */
  private async writePromises(manager: EntityManager, rows: readonly ReturnType<typeof promiseRow>[]): Promise<void> {
    await upsertRows(manager, 'promise', ['channel', 'order_id', 'line'], rows, {
      guard: 'promise.item_id = EXCLUDED.item_id',
    });
  }

  /** Only buckets that changed; the version of their item guards them all. */
  private async writeHolds(manager: EntityManager, changes: Changes): Promise<void> {
    const changed = changes.items.filter(({ before, after }) => (before?.holds ?? noHolds) !== after.holds);
    const written = changed.flatMap(({ before, after }) =>
      newIn(before?.holds, after.holds).map((bucket) => bucketRow(after.itemId, bucket)),
    );
    const kept = new Set(written.map(bucketKey));
    const dropped = changed.flatMap(({ before, after }) =>
      newIn(after.holds, before?.holds ?? []).map((bucket) => bucketRow(after.itemId, bucket)),
    );
    const key = ['item_id', 'channel', 'location', 'expires_at'];
    const gone = dropped.filter((row) => !kept.has(bucketKey(row)));
    await Promise.all([
      deleteRows(manager, 'hold_bucket', key, gone),
      upsertRows(manager, 'hold_bucket', key, written),
    ]);
  }

  private async writeReservations(manager: EntityManager, changes: Changes): Promise<void> {
    const known = changes.reservations.filter(({ isNew }) => !isNew).map(({ row }) => row);
    if (known.length === 0) return;
    const result: unknown = await manager.query(
      `UPDATE reservation SET version = reservation.version + 1, as_of = fresh.as_of, state = fresh.state,
         lines = fresh.lines, expires_at = fresh.expires_at, paid = fresh.paid, reference = fresh.reference
       FROM jsonb_populate_recordset(NULL::reservation, $1::jsonb) AS fresh
       WHERE reservation.id = fresh.id AND reservation.version = fresh.version`,
      [JSON.stringify(known.map(reservationRow))],
    );
    expectRows(result, known.length);
  }
}

const noHolds: readonly HoldBucket[] = [];
const bucketKey = (row: ReturnType<typeof bucketRow>): string =>
  keyOf(row.item_id, row.channel, row.location, row.expires_at);

/** Elements that are not in `before` as they are; every change of one makes a new one. */
function newIn<T>(before: readonly T[] | undefined, after: readonly T[]): readonly T[] {
  if (before === undefined || before.length === 0) return after;
  const known = new Set(before);
  return after.filter((element) => !known.has(element));
}

const timeOf = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
