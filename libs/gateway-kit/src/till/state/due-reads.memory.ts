import { MemoryTable, type Tx } from '@tillbridge/persistence';
import type { DueRead, DueReads, NewDueRead } from './due-reads';

type Row = DueRead & { till: string };

export class MemoryDueReads implements DueReads {
  private readonly table = new MemoryTable<Row>((row) => row.id);
  private seq = 0;

  async add(tx: Tx, till: string, reads: readonly NewDueRead[]): Promise<void> {
    for (const read of reads)
      this.table.insert(tx, { ...read, till, attempts: 0, id: String(++this.seq).padStart(12, '0') });
  }

  async due(tx: Tx, till: string, now: Date, limit: number): Promise<DueRead[]> {
    const due = this.of(tx, till).filter((row) => row.dueAt <= now);
    return due.slice(0, limit).map(({ till: _till, ...read }) => read);
  }

  async done(tx: Tx, ids: readonly string[]): Promise<void> {
    for (const id of ids) this.table.delete(tx, id);
  }

  async again(tx: Tx, reads: readonly { id: string; dueAt: Date }[]): Promise<void> {
    for (const { id, dueAt } of reads) {
      const row = this.table.get(tx, id);
      if (row) this.table.put(tx, { ...row, dueAt, attempts: row.attempts + 1 });
    }
  }

  async count(tx: Tx, till: string, attemptsMax: number): Promise<number> {
    return this.of(tx, till).filter((row) => row.attempts < attemptsMax).length;
  }

  async nextDueAt(tx: Tx, till: string): Promise<Date | null> {
    return this.of(tx, till)[0]?.dueAt ?? null;
  }

  private of(tx: Tx, till: string): Row[] {
    const rows = this.table.all(tx).filter((row) => row.till === till);
    return rows.sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime());
  }
}
