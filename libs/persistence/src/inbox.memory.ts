import type { Inbox } from './inbox';
import { machine } from './machine';
import { MemoryTable } from './memory-table';
import type { Tx, UnitOfWork } from './unit-of-work';

export class MemoryInbox implements Inbox {
  private readonly table = new MemoryTable<{ key: string; receivedAt: number }>((row) => row.key);

  constructor(
    private readonly uow: UnitOfWork,
    private readonly now: () => Date = () => new Date(machine.nowMs()),
  ) {}

  async admit(tx: Tx, consumer: string, messageIds: readonly string[]): Promise<Set<string>> {
    const admitted = new Set<string>();
    for (const id of new Set(messageIds)) {
      const key = JSON.stringify([consumer, id]);
      if (this.table.get(tx, key)) continue;
      this.table.insert(tx, { key, receivedAt: this.now().getTime() });
      admitted.add(id);
    }
    return admitted;
  }

  async prune(before: Date): Promise<number> {
    return this.uow.run(async (tx) => {
      const old = this.table.all(tx).filter((row) => row.receivedAt < before.getTime());
      for (const row of old) this.table.delete(tx, row.key);
      return old.length;
    });
  }
}
