import type { Statement } from '@tillbridge/persistence';
import type { Adjustment, HoldBucket, ItemState } from '@tillbridge/stock-domain';
import { listingRow, orderRow } from './fact-rows';
import { adjustmentRow, bucketRow, levelRow, promiseRow } from './item-rows';
import { keyOf, type Changes, type Written } from './ledger';
import { reservationRow } from './reservation-rows';
import { storeLevelRow, storeLevelsOf } from './store-level-rows';
import { deleted, inserted, upserted } from './write-rows';

// What a batch changed, as statements. Those with a version find all their rows, or the batch is stale.

/** The guard that makes two batches on one item impossible. */
export function itemStatements({ items, edition }: Changes): readonly Statement[] {
  const known = items.filter(({ before }) => before !== null);
  const fresh = items
    .filter(({ before }) => before === null)
    .map(({ after, revisitAt }) => ({ id: after.itemId, version: 1, revisit_at: timeOf(revisitAt), edition }));
  const sql = `WITH locked AS (SELECT id FROM item WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE)
     UPDATE item SET version = item.version + 1, revisit_at = read.revisit_at, edition = $4
     FROM unnest($1::uuid[], $2::integer[], $3::timestamptz[]) AS read(id, version, revisit_at), locked
     WHERE item.id = read.id AND locked.id = item.id AND item.version = read.version`;
  const parameters = [
    known.map(({ after }) => after.itemId),
    known.map(({ after }) => after.version),
    known.map(({ revisitAt }) => timeOf(revisitAt)),
    edition,
  ];
  return [...(known.length > 0 ? [{ sql, parameters, rows: known.length }] : []), ...inserted('item', fresh)];
}

/** That nobody has changed these items since they were read. */
export function unchangedStatements(items: readonly ItemState[]): readonly Statement[] {
  if (items.length === 0) return [];
  const sql = 'SELECT 1 FROM item JOIN unnest($1::uuid[], $2::integer[]) AS read(id, version) USING (id, version)';
  const parameters = [items.map(({ itemId }) => itemId), items.map(({ version }) => version)];
  return [{ sql, parameters, rows: items.length }];
}

export function orderStatements({ orders }: Changes): readonly Statement[] {
  const { fresh, known } = rowsOf(orders, orderRow);
  const sql = `UPDATE store_order SET version = store_order.version + 1, name = fresh.name, updated_at = fresh.updated_at,
       cancelled_at = fresh.cancelled_at, paid = fresh.paid, cart = fresh.cart, lines = fresh.lines,
       waiting = fresh.waiting, posts_granted = fresh.posts_granted,
       money = fresh.money, booked = fresh.booked, zero_value = fresh.zero_value, decision = fresh.decision,
       told = fresh.told, resolution = fresh.resolution
     FROM jsonb_populate_recordset(NULL::store_order, $1::jsonb) AS fresh
     WHERE store_order.channel = fresh.channel AND store_order.order_id = fresh.order_id
       AND store_order.version = fresh.version`;
  return [...inserted('store_order', fresh), ...updated(sql, known)];
}

export function listingStatements({ listings }: Changes): readonly Statement[] {
  const { fresh, known } = rowsOf(listings, listingRow);
  return [
    ...inserted('listing', fresh),
    ...upserted('listing', ['channel', 'external_id'], known, {
      assigned: { item_id: linkOf('item_id'), linked_by: linkOf('linked_by') },
    }),
  ];
}

export function levelStatements({ items }: Changes): readonly Statement[] {
  const levels = items
    .filter(
      ({ before, after }) =>
        before === null ||
        before.levels !== after.levels ||
        before.promises !== after.promises ||
        before.adjustments !== after.adjustments,
    )
    .flatMap(({ after }) => after.levels.map((level) => levelRow(after, level)));
  return upserted('level', ['item_id', 'location'], levels);
}

/** A link is never emptied, whoever wrote it meanwhile, but by a person: the newest of their decisions stands. */
const linkOf = (column: string): string =>
  `CASE WHEN EXCLUDED.link_seq > listing.link_seq THEN EXCLUDED.${column}
        WHEN EXCLUDED.link_seq < listing.link_seq THEN listing.${column}
        ELSE COALESCE(EXCLUDED.${column}, listing.${column}) END`;

/** An order line has one promise for ever; a row of another item under its key means that another writer was faster. */
export function promiseStatements({ items }: Changes): readonly Statement[] {
  const promises = items.flatMap(({ before, after }) =>
    after.promises
      .filter((promise) => !before?.promises.includes(promise))
      .map((promise) => promiseRow(after.itemId, promise)),
  );
  const guard = 'promise.item_id = EXCLUDED.item_id';
  return upserted('promise', ['channel', 'order_id', 'line'], promises, { guard });
}

/** Those that the till has shown for certain are no more. The version of their item guards them all. */
export function adjustmentStatements({ items }: Changes): readonly Statement[] {
  const changed = items.filter(({ before, after }) => (before?.adjustments ?? noAdjustments) !== after.adjustments);
  const written = changed.flatMap(({ before, after }) =>
    newIn(before?.adjustments, after.adjustments).map((adjustment) => adjustmentRow(after.itemId, adjustment)),
  );
  const gone = changed.flatMap(({ before, after }) =>
    (before?.adjustments ?? []).filter(({ id }) => !after.adjustments.some((other) => other.id === id)),
  );
  return [
    ...deleted(
      'adjustment',
      ['id'],
      gone.map(({ id }) => ({ id })),
    ),
    ...upserted('adjustment', ['id'], written),
  ];
}

export function storeLevelStatements({ items }: Changes): readonly Statement[] {
  const relevelled = items.filter(
    ({ before, after }) => before === null || before.views !== after.views || before.published !== after.published,
  );
  const levels = relevelled.flatMap(({ after }) =>
    storeLevelsOf(after).map((level) => storeLevelRow(after.itemId, level)),
  );
  return upserted('store_level', ['item_id', 'channel', 'store_location'], levels);
}

/** Only buckets that changed; the version of their item guards them all. */
export function holdStatements({ items }: Changes): readonly Statement[] {
  const changed = items.filter(({ before, after }) => (before?.holds ?? noHolds) !== after.holds);
  const written = changed.flatMap(({ before, after }) =>
    newIn(before?.holds, after.holds).map((bucket) => bucketRow(after.itemId, bucket)),
  );
  const kept = new Set(written.map(bucketKey));
  const dropped = changed.flatMap(({ before, after }) =>
    newIn(after.holds, before?.holds ?? []).map((bucket) => bucketRow(after.itemId, bucket)),
  );
  const key = ['item_id', 'channel', 'location', 'expires_at'];
  const gone = dropped.filter((row) => !kept.has(bucketKey(row)));
  return [...deleted('hold_bucket', key, gone), ...upserted('hold_bucket', key, written)];
}

export function reservationStatements({ reservations }: Changes): readonly Statement[] {
  const shared = reservations.filter(({ row, isNew }) => !isNew || row.cart !== null);
  const { fresh, known } = rowsOf(shared, (row) => ({ ...reservationRow(row) }));
  const sql = `UPDATE reservation SET version = reservation.version + 1, as_of = fresh.as_of, state = fresh.state,
       lines = fresh.lines, expires_at = fresh.expires_at, paid = fresh.paid, reference = fresh.reference
     FROM jsonb_populate_recordset(NULL::reservation, $1::jsonb) AS fresh
     WHERE reservation.id = fresh.id AND reservation.version = fresh.version`;
  return [...inserted('reservation', fresh), ...updated(sql, known)];
}

function rowsOf<T, Row>(written: readonly Written<T>[], rowOf: (row: T) => Row): { fresh: Row[]; known: Row[] } {
  const rows = (isNew: boolean) => written.filter((each) => each.isNew === isNew).map(({ row }) => rowOf(row));
  return { fresh: rows(true), known: rows(false) };
}

/** `sql` finds each of these rows, given as one JSON parameter, at the version that it was read at. */
const updated = (sql: string, rows: readonly object[]): readonly Statement[] =>
  rows.length === 0 ? [] : [{ sql, parameters: [JSON.stringify(rows)], rows: rows.length }];

const noHolds: readonly HoldBucket[] = [];
const noAdjustments: readonly Adjustment[] = [];
const bucketKey = (row: ReturnType<typeof bucketRow>): string =>
  keyOf(row.item_id, row.channel, row.location, row.expires_at);

/** Elements that are not in `before` as they are; every change of one makes a new one. */
function newIn<T>(before: readonly T[] | undefined, after: readonly T[]): readonly T[] {
  if (before === undefined || before.length === 0) return after;
  const known = new Set(before);
  return after.filter((element) => !known.has(element));
}

const timeOf = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
