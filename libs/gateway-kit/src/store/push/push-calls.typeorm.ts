import { managerOf, type Tx } from '@tillbridge/persistence';
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
  async open(tx: Tx, channel: string, call: PushCall, times: { sentAt: Date; notBefore: Date }): Promise<void> {
    await managerOf(tx).query(
      `INSERT INTO push_call (key, channel, rows, first_sent_at, not_before) VALUES ($1, $2, $3, $4, $5)`,
      [call.key, channel, JSON.stringify(call.rows), times.sentAt, times.notBefore],
    );
  }

  async due(tx: Tx, channel: string, now: Date, limit: number): Promise<StoredPushCall[]> {
    const rows: Row[] = await managerOf(tx).query(
      `SELECT key, channel, rows, attempts, first_sent_at FROM push_call
       WHERE channel = $1 AND not_before <= $2 ORDER BY not_before LIMIT $3`,
      [channel, now, limit],
    );
    return rows.map(({ first_sent_at, ...row }) => ({ ...row, firstSentAt: first_sent_at }));
  }

  async nextDueAt(tx: Tx, channel: string): Promise<Date | null> {
    const [row]: { at: Date | null }[] = await managerOf(tx).query(
      'SELECT min(not_before) AS at FROM push_call WHERE channel = $1',
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
    await managerOf(tx).query('UPDATE push_call SET not_before = $2 WHERE channel = $1 AND not_before > $2', [
      channel,
      now,
    ]);
  }

  async close(tx: Tx, key: string): Promise<void> {
    await managerOf(tx).query('DELETE FROM push_call WHERE key = $1', [key]);
  }
}
