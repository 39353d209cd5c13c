import { MemoryTable, type Tx } from '@tillbridge/persistence';
import type { PushCall } from '../store-adapter';
import type { PushCalls, StoredPushCall } from './push-calls';

type Row = StoredPushCall & { notBefore: Date };

/** For specs and the simulation. Same contract as TypeOrmPushCalls. */
export class MemoryPushCalls implements PushCalls {
  private readonly table = new MemoryTable<Row>((row) => row.key);

  async open(tx: Tx, channel: string, call: PushCall, times: { sentAt: Date; notBefore: Date }): Promise<void> {
    const { sentAt: firstSentAt, notBefore } = times;
    this.table.insert(tx, { ...call, channel, attempts: 0, firstSentAt, notBefore });
  }

  async due(tx: Tx, channel: string, now: Date, limit: number): Promise<StoredPushCall[]> {
    return this.waiting(tx, channel)
      .filter((row) => row.notBefore <= now)
      .slice(0, limit)
      .map(({ key, rows, attempts, firstSentAt }) => ({ key, rows, channel, attempts, firstSentAt }));
  }

  async nextDueAt(tx: Tx, channel: string): Promise<Date | null> {
    return this.waiting(tx, channel)[0]?.notBefore ?? null;
  }

  async postpone(tx: Tx, key: string, notBefore: Date): Promise<void> {
    const row = this.table.get(tx, key);
    if (row) this.table.put(tx, { ...row, notBefore, attempts: row.attempts + 1 });
  }

  async hasten(tx: Tx, channel: string, now: Date): Promise<void> {
    for (const row of this.waiting(tx, channel)) this.table.put(tx, { ...row, notBefore: now });
  }

  async close(tx: Tx, key: string): Promise<void> {
    this.table.delete(tx, key);
  }

  private waiting(tx: Tx, channel: string): Row[] {
    return this.table
      .all(tx)
      .filter((row) => row.channel === channel)
      .sort((a, b) => a.notBefore.getTime() - b.notBefore.getTime());
  }
}
