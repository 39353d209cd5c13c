import type { Envelope } from '@tillbridge/contracts';
import type { DataSource } from 'typeorm';
import { insertColumns } from './insert-columns';
import type { Outbox, OutboxOptions, OutgoingFact } from './outbox';
import { rowOf } from './outgoing-envelope';
import type { Tx } from './unit-of-work';
import { managerOf, send } from './unit-of-work.typeorm';

const columns = { id: 'uuid', routing_key: 'text', envelope: 'json' } as const;

export class TypeOrmOutbox implements Outbox {
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly dataSource: DataSource,
    private readonly options: OutboxOptions,
  ) {}

  async add(tx: Tx, facts: readonly OutgoingFact[]): Promise<void> {
    if (facts.length === 0) return;
    const rows = facts
      .map((fact) => rowOf(fact, this.options))
      .map(({ id, routingKey, envelope }) => ({ id, routing_key: routingKey, envelope }));
    // One statement however many facts: a batch of messages must not cost a round trip per fact.
    await send(tx, insertColumns('outbox', columns, rows));
    tx.afterCommit(() => this.listeners.forEach((listener) => listener()));
  }

  async claim(tx: Tx, limit: number): Promise<Envelope[]> {
    const rows: { envelope: Envelope }[] = await managerOf(tx).query(
      'SELECT envelope FROM outbox ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED',
      [limit],
    );
    return rows.map((row) => row.envelope);
  }

  async markPublished(tx: Tx, ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await managerOf(tx).query('DELETE FROM outbox WHERE id = ANY($1::uuid[])', [[...ids]]);
  }

  async oldestAgeMs(): Promise<number | null> {
    const [row]: { age: string | null }[] = await this.dataSource.query(
      `SELECT extract(epoch FROM clock_timestamp() - min(created_at)) * 1000 AS age FROM outbox`,
    );
    return row?.age == null ? null : Math.max(0, Number(row.age));
  }

  async pending(): Promise<number> {
    const [row]: { count: string }[] = await this.dataSource.query('SELECT count(*) AS count FROM outbox');
    return Number(row!.count);
  }

  onAdded(listener: () => void): void {
    this.listeners.push(listener);
  }
}
