import { MemoryTable, type Tx } from '@tillbridge/persistence';
import {
  deliveryKey,
  type DeliveryKey,
  type NewDelivery,
  type ParkedDelivery,
  type PurgeBefore,
  type RawIntake,
  type WaitingDelivery,
} from './raw-intake';

interface Row extends DeliveryKey {
  topic: string;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array | null;
  state: 'waiting' | 'translated' | 'parked';
  attempts: number;
  notBefore: number;
  reason: string | null;
  receivedAt: Date;
  arrival: number;
}

/** For specs and the simulation. Same contract as TypeOrmRawIntake. */
export class MemoryRawIntake implements RawIntake {
  private readonly table = new MemoryTable<Row>(deliveryKey);
  private arrivals = 0;

  async store(tx: Tx, delivery: NewDelivery): Promise<boolean> {
    if (this.table.get(tx, deliveryKey(delivery))) return false;
    const { sealed, ...rest } = delivery;
    this.table.insert(tx, {
      ...rest,
      body: new Uint8Array(sealed),
      state: 'waiting',
      attempts: 0,
      notBefore: 0,
      reason: null,
      arrival: ++this.arrivals,
    });
    return true;
  }

  async take(tx: Tx, wanted: { now: Date; limit: number; keys?: readonly DeliveryKey[] }): Promise<WaitingDelivery[]> {
    const keys = wanted.keys && new Set(wanted.keys.map(deliveryKey));
    return this.table
      .all(tx)
      .filter((row) => row.state === 'waiting' && row.notBefore <= wanted.now.getTime())
      .filter((row) => !keys || keys.has(deliveryKey(row)))
      .sort((a, b) => a.arrival - b.arrival)
      .slice(0, wanted.limit)
      .map((row) => ({ ...row, sealed: Buffer.from(row.body!) }));
  }

  async markTranslated(tx: Tx, keys: readonly DeliveryKey[]): Promise<void> {
    for (const key of keys) this.change(tx, key, { state: 'translated', body: null, reason: null });
  }

  async park(tx: Tx, key: DeliveryKey, reason: string): Promise<void> {
    this.change(tx, key, { state: 'parked', reason });
  }

  async postpone(tx: Tx, key: DeliveryKey, notBefore: Date): Promise<void> {
    const row = this.table.get(tx, deliveryKey(key));
    if (row) this.change(tx, key, { attempts: row.attempts + 1, notBefore: notBefore.getTime() });
  }

  async counts(): Promise<{ waiting: number; parked: number }> {
    const waiting = this.table.all(null).filter((row) => row.state === 'waiting');
    return { waiting: waiting.length, parked: this.parked(null).filter((row) => row.body).length };
  }

  async listParked(limit: number): Promise<ParkedDelivery[]> {
    return this.parked(null)
      .sort((a, b) => Number(a.body === null) - Number(b.body === null))
      .slice(0, limit)
      .map(({ channel, deliveryId, topic, reason, attempts, receivedAt, body }) => ({
        channel,
        deliveryId,
        topic,
        reason: reason ?? '',
        attempts,
        receivedAt,
        replayable: body !== null,
      }));
  }

  async replay(tx: Tx, keys: readonly DeliveryKey[] | 'all'): Promise<number> {
    const wanted = keys === 'all' ? null : new Set(keys.map(deliveryKey));
    const rows = this.parked(tx).filter((row) => row.body && (!wanted || wanted.has(deliveryKey(row))));
    for (const row of rows) this.change(tx, row, { state: 'waiting', attempts: 0, notBefore: 0, reason: null });
    return rows.length;
  }

  async purge(tx: Tx, before: PurgeBefore): Promise<{ purged: number; forgotten: number }> {
    const purged = this.parked(tx).filter((row) => row.body && row.receivedAt < before.parkedBody);
    for (const row of purged) this.change(tx, row, { body: null });
    const forgotten = this.table.all(tx).filter((row) => {
      if (row.state === 'translated') return row.receivedAt < before.translated;
      return row.state === 'parked' && !row.body && row.receivedAt < before.parked;
    });
    for (const row of forgotten) this.table.delete(tx, deliveryKey(row));
    return { purged: purged.length, forgotten: forgotten.length };
  }

  private parked(tx: Tx | null): Row[] {
    return this.table
      .all(tx)
      .filter((row) => row.state === 'parked')
      .sort((a, b) => a.arrival - b.arrival);
  }

  private change(tx: Tx, key: DeliveryKey, change: Partial<Row>): void {
    const row = this.table.get(tx, deliveryKey(key));
    if (row) this.table.put(tx, { ...row, ...change });
  }
}
