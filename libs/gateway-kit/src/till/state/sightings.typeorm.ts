import { managerOf, type Tx } from '@tillbridge/persistence';
import type { Place } from '../findings';
import type { SightedRecord, SightedRow, TillSightings } from './sightings';

const recordColumns = `record_id AS "recordId", sale_id AS "saleId", external_id AS "externalId", location, kind, reason,
  effect, version, at, seen_at AS "seenAt"`;

export class TypeOrmTillSightings implements TillSightings {
  async recordsOfSales(tx: Tx, till: string, saleIds: readonly string[]): Promise<SightedRecord[]> {
    if (saleIds.length === 0) return [];
    return managerOf(tx).query(
      `SELECT ${recordColumns} FROM till_record WHERE till = $1 AND sale_id = ANY($2) ORDER BY record_id`,
      [till, [...saleIds]],
    );
  }

  async recentRecords(tx: Tx, till: string, places: readonly Place[], since: Date): Promise<SightedRecord[]> {
    if (places.length === 0) return [];
    return managerOf(tx).query(
      `SELECT ${recordColumns} FROM till_record
       WHERE till = $1 AND seen_at >= $4
         AND (external_id, location) IN (SELECT * FROM unnest($2::text[], $3::text[]))
       ORDER BY record_id`,
      [till, places.map((place) => place.externalId), places.map((place) => place.location), since],
    );
  }

  async saveRecords(tx: Tx, till: string, records: readonly SightedRecord[]): Promise<void> {
    if (records.length === 0) return;
    await managerOf(tx).query(
      `INSERT INTO till_record (till, record_id, sale_id, external_id, location, kind, reason, effect, version, at,
         seen_at)
       SELECT $1, "recordId", "saleId", "externalId", location, kind, reason, effect, version, at, "seenAt"
       FROM jsonb_to_recordset($2::jsonb) AS r("recordId" text, "saleId" text, "externalId" text, location text,
         kind text, reason text, effect integer, version text, at text, "seenAt" timestamptz)
       ORDER BY "recordId"
       ON CONFLICT (till, record_id) DO UPDATE SET sale_id = excluded.sale_id, external_id = excluded.external_id,
         location = excluded.location, kind = excluded.kind, reason = excluded.reason, effect = excluded.effect, version = excluded.version,
         at = excluded.at, seen_at = excluded.seen_at`,
      [till, JSON.stringify(lastOfEach(records, (record) => record.recordId))],
    );
  }

  async rowsOf(tx: Tx, till: string, externalIds: readonly string[]): Promise<SightedRow[]> {
    if (externalIds.length === 0) return [];
    const rows: (Omit<SightedRow, 'stampMs'> & { stampMs: string | null })[] = await managerOf(tx).query(
      `SELECT external_id AS "externalId", location, level, version, stamp_ms AS "stampMs", complete,
              seen_at AS "seenAt"
       FROM till_row WHERE till = $1 AND external_id = ANY($2) ORDER BY external_id, location`,
      [till, [...externalIds]],
    );
    return rows.map((row) => ({ ...row, stampMs: row.stampMs === null ? null : Number(row.stampMs) }));
  }

  async saveRows(tx: Tx, till: string, rows: readonly SightedRow[]): Promise<void> {
    if (rows.length === 0) return;
    await managerOf(tx).query(
      `INSERT INTO till_row (till, external_id, location, level, version, stamp_ms, complete, seen_at)
       SELECT $1, "externalId", location, level, version, "stampMs", complete, "seenAt"
       FROM jsonb_to_recordset($2::jsonb) AS r("externalId" text, location text, level integer, version text,
         "stampMs" bigint, complete boolean, "seenAt" timestamptz)
       ORDER BY "externalId", location
       ON CONFLICT (till, external_id, location) DO UPDATE SET level = excluded.level, version = excluded.version,
         stamp_ms = excluded.stamp_ms, complete = excluded.complete, seen_at = excluded.seen_at`,
      [till, JSON.stringify(rows)],
    );
  }

  async items(tx: Tx, till: string): Promise<Set<string>> {
    const rows: { id: string }[] = await managerOf(tx).query(
      'SELECT external_id AS id FROM till_item WHERE till = $1',
      [till],
    );
    return new Set(rows.map((row) => row.id));
  }

  async saveItems(tx: Tx, till: string, externalIds: readonly string[]): Promise<void> {
    if (externalIds.length === 0) return;
    await managerOf(tx).query(
      `INSERT INTO till_item (till, external_id) SELECT $1, id FROM unnest($2::text[]) AS id ORDER BY id
       ON CONFLICT DO NOTHING`,
      [till, [...externalIds]],
    );
  }

  async pruneRecords(tx: Tx, till: string, before: Date): Promise<number> {
    const [, pruned] = await managerOf(tx).query('DELETE FROM till_record WHERE till = $1 AND seen_at < $2', [
      till,
      before,
    ]);
    return pruned;
  }
}

/** One statement may touch a key once only. */
function lastOfEach<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}
