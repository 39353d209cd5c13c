import { managerOf, type Tx } from '@tillbridge/persistence';
import type { DataSource } from 'typeorm';
import type { PushCall, PushRow } from '../store-adapter';
import type { PushCalls, StoredPushCall } from './push-calls';

interface Row {
  key: string;
  channel: string;
  rows: PushRow[];
  attempts: number;
  first_sent_at: Date;
}

export class TypeOrmPushCalls implements PushCalls {
  constructor(private readonly dataSource: DataSource) {}

  async open(tx: Tx, channel: string, call: PushCall, times: { sentAt: Date; notBefore: Date }): Promise<void> {
    await managerOf(tx).query(
      `INSERT INTO push_call (key, channel, rows, first_sent_at, not_before) VALUES ($1, $2, $3, $4, $5)`,
      [call.key, channel, JSON.stringify(call.rows), times.sentAt, times.notBefore],
    );
  }

  async due(tx: Tx, channel: string, now: Date, limit: number): Promise<StoredPushCall[]> {
    const rows: Row[] = await managerOf(tx).query(
      `SELECT key, channel, rows, attempts, first_sent_at FROM push_call
       WHERE channel = $1 AND not_before <= $2 AND parked_reason IS NULL ORDER BY not_before LIMIT $3`,
      [channel, now, limit],
    );
    return rows.map(({ first_sent_at, ...row }) => ({ ...row, firstSentAt: first_sent_at }));
  }

  async nextDueAt(tx: Tx, channel: string): Promise<Date | null> {
    const [row]: { at: Date | null }[] = await managerOf(tx).query(
      'SELECT min(not_before) AS at FROM push_call WHERE channel = $1 AND parked_reason IS NULL',
      [channel],
    );
    return row?.at ?? null;
  }

  async postpone(tx: Tx, key: string, notBefore: Date): Promise<void> {
    await managerOf(tx).query('UPDATE push_call SET not_before = $2, attempts = attempts + 1 WHERE key = $1', [
      key,
      notBefore,
    ]);
  }

  async hasten(tx: Tx, channel: string, now: Date): Promise<void> {
    await managerOf(tx).query(
      'UPDATE push_call SET not_before = $2 WHERE channel = $1 AND parked_reason IS NULL AND not_before > $2',
      [channel, now],
    );
  }

  async park(tx: Tx, key: string, reason: string): Promise<void> {
    await managerOf(tx).query('UPDATE push_call SET parked_reason = $2 WHERE key = $1', [key, reason]);
  }

  async close(tx: Tx, key: string): Promise<void> {
    await managerOf(tx).query('DELETE FROM push_call WHERE key = $1', [key]);
  }

  async parked(): Promise<number> {
    const [row]: { count: number }[] = await this.dataSource.query(
      'SELECT count(*)::int AS count FROM push_call WHERE parked_reason IS NOT NULL',
    );
    return row!.count;
  }
}
