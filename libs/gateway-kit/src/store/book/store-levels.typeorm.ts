import { expectRows, managerOf, type Tx } from '@tillbridge/persistence';
import type { DataSource } from 'typeorm';
import type { LevelKey } from '../store-adapter';
import { newStoreLevel, type StoreLevel } from './store-level';
import type { LevelCounts, StoreLevels } from './store-levels';
import { columns, levelOf, recordType, rowOf, updates, type StoreLevelRow } from './store-levels.rows';

const keyIn = (channel: string, refs: string) => `channel = ${channel} AND ${refs}`;

export class TypeOrmStoreLevels implements StoreLevels {
  constructor(private readonly dataSource: DataSource) {}

  async load(tx: Tx, channel: string, keys: readonly LevelKey[]): Promise<StoreLevel[]> {
    if (keys.length === 0) return [];
    const known = await this.select(
      tx,
      keyIn('$1', '(external_id, store_location) IN (SELECT * FROM unnest($2::text[], $3::text[]))'),
      [channel, keys.map((key) => key.externalId), keys.map((key) => key.storeLocation)],
    );
    const byKey = new Map(known.map((level) => [textOf(level), level]));
    for (const key of keys) if (!byKey.has(textOf(key))) byKey.set(textOf(key), newStoreLevel({ ...key, channel }));
    return [...byKey.keys()].sort().map((key) => byKey.get(key)!);
  }

  loadByLevelRef(
    tx: Tx,
    channel: string,
    refs: readonly { levelRef: string; storeLocation: string }[],
  ): Promise<StoreLevel[]> {
    return this.select(
      tx,
      keyIn('$1', '(level_ref, store_location) IN (SELECT * FROM unnest($2::text[], $3::text[]))'),
      [channel, refs.map((ref) => ref.levelRef), refs.map((ref) => ref.storeLocation)],
    );
  }

  loadByItem(tx: Tx, channel: string, itemIds: readonly string[]): Promise<StoreLevel[]> {
    return this.select(tx, keyIn('$1', 'item_id = ANY($2::uuid[])'), [channel, [...itemIds]]);
  }

  async save(tx: Tx, levels: readonly StoreLevel[]): Promise<void> {
    const inserted = levels.filter((level) => level.version === 0);
    const updated = levels.filter((level) => level.version > 0);
    // One statement each, however many levels: a sale of a whole basket must not cost a round trip per line.
    if (inserted.length > 0) await this.insert(tx, inserted);
    if (updated.length > 0) await this.update(tx, updated);
  }

  private async insert(tx: Tx, levels: readonly StoreLevel[]): Promise<void> {
    const rows: unknown[] = await managerOf(tx).query(
      `INSERT INTO store_level (${columns.join(', ')}, wanted_since, version)
       SELECT ${columns.map((column) => `r.${column}`).join(', ')},
              CASE WHEN r.wants_push THEN clock_timestamp() END, 1
       FROM jsonb_to_recordset($1::jsonb) AS r(${recordType})
       ORDER BY r.channel, r.external_id, r.store_location
       ON CONFLICT DO NOTHING RETURNING 1`,
      [JSON.stringify(levels.map(rowOf))],
    );
    expectRows(rows, levels.length);
  }

  private async update(tx: Tx, levels: readonly StoreLevel[]): Promise<void> {
    const result: unknown = await managerOf(tx).query(
      `UPDATE store_level l SET ${updates},
         wanted_since = CASE WHEN r.wants_push THEN coalesce(l.wanted_since, clock_timestamp()) END,
         version = l.version + 1
       FROM jsonb_to_recordset($1::jsonb) AS r(${recordType}, version integer)
       WHERE l.channel = r.channel AND l.external_id = r.external_id AND l.store_location = r.store_location
         AND l.version = r.version`,
      [JSON.stringify(levels.map((level) => ({ ...rowOf(level), version: level.version })))],
    );
    expectRows(result, levels.length);
  }

  wantingPush(tx: Tx, channel: string, limit: number): Promise<StoreLevel[]> {
    return this.select(tx, 'channel = $1 AND wants_push', [channel, limit], mostUrgent);
  }

  passingBrake(tx: Tx, channel: string, now: Date, limit: number): Promise<StoreLevel[]> {
    const where = `channel = $1 AND wants_push AND wants_lowering
      AND CASE WHEN mark_until > $3 THEN passes_brake ELSE passes_brake_unmarked END`;
    return this.select(tx, where, [channel, limit, now], mostUrgent);
  }

  wantingRead(tx: Tx, channel: string, now: Date, limit: number): Promise<StoreLevel[]> {
    return this.select(tx, `${readable} AND read_due_at <= $2`, [channel, now, limit], 'ORDER BY read_due_at LIMIT $3');
  }

  async nextReadAt(tx: Tx, channel: string): Promise<Date | null> {
    const [row]: { at: Date | null }[] = await managerOf(tx).query(
      `SELECT min(read_due_at) AS at FROM store_level WHERE ${readable}`,
      [channel],
    );
    return row?.at ?? null;
  }

  concludable(tx: Tx, channel: string, after: LevelKey | null, limit: number): Promise<StoreLevel[]> {
    return this.select(
      tx,
      `channel = $1 AND residual <> 0 AND (residual > 0 OR edits > 0 OR NOT claim_settled) AND NOT dirty AND open_key IS NULL
       AND (external_id, store_location) > ($3, $4)`,
      [channel, limit, after?.externalId ?? '', after?.storeLocation ?? ''],
      'ORDER BY external_id, store_location LIMIT $2',
    );
  }

  withOldEdits(tx: Tx, channel: string, before: Date, limit: number): Promise<StoreLevel[]> {
    return this.select(
      tx,
      'channel = $1 AND edits <> 0 AND edited_at <= $3 AND residual = 0 AND NOT dirty AND open_key IS NULL',
      [channel, limit, before],
      'ORDER BY external_id, store_location LIMIT $2',
    );
  }

  moving(tx: Tx, channel: string, now: Date): Promise<StoreLevel[]> {
    return this.select(tx, movingWhere, [channel, now]);
  }

  movingCount(tx: Tx, channel: string, now: Date): Promise<number> {
    return this.count(tx, movingWhere, [channel, now]);
  }

  settledCount(tx: Tx, channel: string): Promise<number> {
    return this.count(tx, 'channel = $1 AND told_shown IS NOT NULL', [channel]);
  }

  page(tx: Tx, channel: string, after: LevelKey | null, limit: number): Promise<StoreLevel[]> {
    return this.select(
      tx,
      'channel = $1 AND (external_id, store_location) > ($3, $4)',
      [channel, limit, after?.externalId ?? '', after?.storeLocation ?? ''],
      'ORDER BY external_id, store_location LIMIT $2',
    );
  }

  async counts(channel?: string): Promise<LevelCounts> {
    const [row]: LevelCounts[] = await this.dataSource.query(
      `SELECT count(*) FILTER (WHERE wants_push)::int AS "pushesWanted",
              count(*) FILTER (WHERE open_key IS NOT NULL)::int AS "pushesOpen",
              count(*) FILTER (WHERE (dirty OR read_due_at IS NOT NULL) AND level_ref IS NOT NULL AND item_id IS NOT NULL)::int AS "dirty",
              count(*) FILTER (WHERE refusal IS NOT NULL)::int AS "refused"
       FROM store_level WHERE $1::text IS NULL OR channel = $1`,
      [channel ?? null],
    );
    return row!;
  }

  private async count(tx: Tx, where: string, values: unknown[]): Promise<number> {
    const [row]: { count: number }[] = await managerOf(tx).query(
      `SELECT count(*)::int AS count FROM store_level WHERE ${where}`,
      values,
    );
    return row!.count;
  }

  private async select(tx: Tx, where: string, values: unknown[], tail = ''): Promise<StoreLevel[]> {
    const order = tail || 'ORDER BY external_id, store_location';
    const rows: StoreLevelRow[] = await managerOf(tx).query(
      `SELECT ${columns.join(', ')}, version FROM store_level WHERE ${where} ${order}`,
      values,
    );
    return rows.map(levelOf);
  }
}

const mostUrgent = 'ORDER BY wants_lowering DESC, wanted_since LIMIT $2';
const movingWhere =
  'channel = $1 AND told_shown IS NOT NULL AND (wants_push OR open_key IS NOT NULL OR mark_until > $2)';
const readable = 'channel = $1 AND read_due_at IS NOT NULL AND open_key IS NULL AND level_ref IS NOT NULL';

function textOf({ externalId, storeLocation }: LevelKey): string {
  return JSON.stringify([externalId, storeLocation]);
}
