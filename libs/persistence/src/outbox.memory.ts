import type { Envelope } from '@tillbridge/contracts';
import { machine } from './machine';
import { MemoryTable } from './memory-table';
import type { Outbox, OutboxOptions, OutgoingFact } from './outbox';
import { rowOf, type OutboxRow } from './outgoing-envelope';
import type { Tx } from './unit-of-work';
import { memoryTx, type MemoryParticipant } from './unit-of-work.memory';

type StoredRow = OutboxRow & { createdAt: number };

export class MemoryOutbox implements Outbox {
  private readonly table = new MemoryTable<StoredRow>((row) => row.id);
  private readonly claims = new Claims();
  private readonly listeners: (() => void)[] = [];
  private readonly now: () => Date;

  constructor(private readonly options: OutboxOptions) {
    this.now = options.now ?? (() => new Date(machine.nowMs()));
  }

  async add(tx: Tx, facts: readonly OutgoingFact[]): Promise<void> {
    if (facts.length === 0) return;
    const rows = facts.map((fact) => rowOf(fact, this.options));
    for (const row of rows) this.table.insert(tx, { ...row, createdAt: this.now().getTime() });
    tx.afterCommit(() => this.listeners.forEach((listener) => listener()));
  }

  async claim(tx: Tx, limit: number): Promise<Envelope[]> {
    const free = this.table.all(tx).filter((row) => this.claims.isFree(tx, row.id));
    const claimed = free.slice(0, limit);
    this.claims.take(
      tx,
      claimed.map((row) => row.id),
    );
    return claimed.map((row) => row.envelope);
  }

  async markPublished(tx: Tx, ids: readonly string[]): Promise<void> {
    for (const id of ids) this.table.delete(tx, id);
  }

  async oldestAgeMs(): Promise<number | null> {
    const [oldest] = this.table.all(null);
    return oldest ? this.now().getTime() - oldest.createdAt : null;
  }

  async pending(): Promise<number> {
    return this.table.all(null).length;
  }

  onAdded(listener: () => void): void {
    this.listeners.push(listener);
  }
}

/** What FOR UPDATE SKIP LOCKED does: a row claimed by one transaction is skipped by the others until it ends. */
class Claims implements MemoryParticipant {
  private readonly owners = new Map<string, Tx>();

  isFree(tx: Tx, id: string): boolean {
    const owner = this.owners.get(id);
    return owner === undefined || owner === tx;
  }

  take(tx: Tx, ids: string[]): void {
    memoryTx(tx).join(this);
    for (const id of ids) this.owners.set(id, tx);
  }

  check(): void {}

  apply(): void {}

  ended(tx: Tx): void {
    for (const [id, owner] of this.owners) if (owner === tx) this.owners.delete(id);
  }
}
