import { managerOf, type Tx } from '@tillbridge/persistence';
import type { DataSource } from 'typeorm';
import type { DeliveryKey, NewDelivery, ParkedDelivery, PurgeBefore, RawIntake, WaitingDelivery } from './raw-intake';

interface WaitingRow {
  channel: string;
  delivery_id: string;
  topic: string;
  headers: Record<string, string>;
  body: Buffer;
  attempts: number;
  received_at: Date;
}

type ParkedRow = Omit<WaitingRow, 'headers' | 'body'> & { reason: string; replayable: boolean };

const thisRow = 'channel = $1 AND delivery_id = $2';
const theseRows = '(channel, delivery_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))';

export class TypeOrmRawIntake implements RawIntake {
  constructor(private readonly dataSource: DataSource) {}

  async store(tx: Tx, delivery: NewDelivery): Promise<boolean> {
    const { channel, deliveryId, topic, headers, sealed, receivedAt } = delivery;
    const rows: unknown[] = await managerOf(tx).query(
      `INSERT INTO raw_delivery (channel, delivery_id, topic, headers, body, received_at)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING 1`,
      [channel, deliveryId, topic, JSON.stringify(headers), sealed, receivedAt],
    );
    return rows.length === 1;
  }

  async take(tx: Tx, wanted: { now: Date; limit: number; keys?: readonly DeliveryKey[] }): Promise<WaitingDelivery[]> {
    const rows: WaitingRow[] = await managerOf(tx).query(
      `SELECT channel, delivery_id, topic, headers, body, attempts, received_at FROM raw_delivery
       WHERE state = 'waiting' AND not_before <= $4 ${wanted.keys ? `AND ${theseRows}` : 'AND $1::text[] IS NULL AND $2::text[] IS NULL'}
       ORDER BY arrival LIMIT $3 FOR UPDATE SKIP LOCKED`,
      [...(wanted.keys ? columns(wanted.keys) : [null, null]), wanted.limit, wanted.now],
    );
    return rows.map((row) => ({
      channel: row.channel,
      deliveryId: row.delivery_id,
      topic: row.topic,
      headers: row.headers,
      sealed: row.body,
      attempts: row.attempts,
      receivedAt: row.received_at,
    }));
  }

  async markTranslated(tx: Tx, keys: readonly DeliveryKey[]): Promise<void> {
    if (keys.length === 0) return;
    await managerOf(tx).query(
      `UPDATE raw_delivery SET state = 'translated', body = NULL, reason = NULL WHERE ${theseRows}`,
      columns(keys),
    );
  }

  async park(tx: Tx, key: DeliveryKey, reason: string): Promise<void> {
    await managerOf(tx).query(`UPDATE raw_delivery SET state = 'parked', reason = $3 WHERE ${thisRow}`, [
      key.channel,
      key.deliveryId,
      reason,
    ]);
  }

  async postpone(tx: Tx, key: DeliveryKey, notBefore: Date): Promise<void> {
    await managerOf(tx).query(`UPDATE raw_delivery SET attempts = attempts + 1, not_before = $3 WHERE ${thisRow}`, [
      key.channel,
      key.deliveryId,
      notBefore,
    ]);
  }

  async counts(): Promise<{ waiting: number; parked: number }> {
    const [row]: { waiting: number; parked: number }[] = await this.dataSource.query(
      `SELECT count(*) FILTER (WHERE state = 'waiting')::int AS waiting,
              count(*) FILTER (WHERE state = 'parked' AND body IS NOT NULL)::int AS parked
       FROM raw_delivery WHERE state <> 'translated'`,
    );
    return row!;
  }

  async listParked(limit: number): Promise<ParkedDelivery[]> {
    const rows: ParkedRow[] = await this.dataSource.query(
      `SELECT channel, delivery_id, topic, reason, attempts, received_at, body IS NOT NULL AS replayable
       FROM raw_delivery WHERE state = 'parked' ORDER BY body IS NULL, arrival LIMIT $1`,
      [limit],
    );
    return rows.map(({ delivery_id, received_at, ...row }) => ({
      ...row,
      deliveryId: delivery_id,
      receivedAt: received_at,
    }));
  }

  async replay(tx: Tx, keys: readonly DeliveryKey[] | 'all'): Promise<number> {
    const [, count]: [unknown, number] = await managerOf(tx).query(
      `UPDATE raw_delivery SET state = 'waiting', attempts = 0, not_before = '-infinity', reason = NULL
       WHERE state = 'parked' AND body IS NOT NULL ${keys === 'all' ? '' : `AND ${theseRows}`}`,
      keys === 'all' ? [] : columns(keys),
    );
    return count;
  }

  async purge(tx: Tx, before: PurgeBefore): Promise<{ purged: number; forgotten: number }> {
    const manager = managerOf(tx);
    const [, purged]: [unknown, number] = await manager.query(
      `UPDATE raw_delivery SET body = NULL WHERE state = 'parked' AND body IS NOT NULL AND received_at < $1`,
      [before.parkedBody],
    );
    const [, forgotten]: [unknown, number] = await manager.query(
      `DELETE FROM raw_delivery
       WHERE state = 'translated' AND received_at < $1 OR state = 'parked' AND body IS NULL AND received_at < $2`,
      [before.translated, before.parked],
    );
    return { purged, forgotten };
  }
}

function columns(keys: readonly DeliveryKey[]): [string[], string[]] {
  return [keys.map((key) => key.channel), keys.map((key) => key.deliveryId)];
}
