import { MemoryTable, type Tx } from '@tillbridge/persistence';
import { allTasks, type NewTask, type ParkedTask, type StoreTask, type StoreTasks, type TaskKind } from './store-tasks';

type Row = StoreTask & { parkedReason: string | null; done: boolean };

const keyOf = ({ channel, kind, subject }: { channel: string; kind: string; subject: string }) =>
  JSON.stringify([channel, kind, subject]);

/** For specs and the simulation. Same contract as TypeOrmStoreTasks. */
export class MemoryStoreTasks implements StoreTasks {
  private readonly table = new MemoryTable<Row>(keyOf);
  private revisions = 0;

  async want(tx: Tx, tasks: readonly NewTask[]): Promise<void> {
    for (const task of tasks) {
      const known = this.table.get(tx, keyOf(task));
      if (known && known.rank > task.rank) continue;
      const begun = { attempts: 0, unanswered: 0, parkedReason: null, done: false };
      this.table.put(tx, { ...task, ...begun, revision: `${++this.revisions}` });
    }
  }

  async renew(tx: Tx, channel: string, kind: TaskKind, subjects: readonly string[], now: Date): Promise<void> {
    for (const row of this.waiting(tx, channel)) {
      if (row.kind !== kind || !subjects.includes(row.subject)) continue;
      const notBefore = row.notBefore > now ? row.notBefore : now;
      this.table.put(tx, { ...row, notBefore, revision: `${++this.revisions}` });
    }
  }

  async due(tx: Tx, channel: string, now: Date, limit: number, kinds = allTasks): Promise<StoreTask[]> {
    return this.waiting(tx, channel, kinds)
      .filter((row) => row.notBefore <= now)
      .slice(0, limit)
      .map(({ parkedReason: _, done: __, ...task }) => task);
  }

  async nextDueAt(tx: Tx, channel: string, kinds = allTasks): Promise<Date | null> {
    return this.waiting(tx, channel, kinds)[0]?.notBefore ?? null;
  }

  async done(tx: Tx, task: StoreTask): Promise<void> {
    const row = this.same(tx, task);
    if (row && row.rank > 0) this.table.put(tx, { ...row, done: true });
    else if (row) this.table.delete(tx, keyOf(task));
  }

  async again(tx: Tx, task: StoreTask, notBefore: Date, answered: boolean): Promise<void> {
    const row = this.same(tx, task);
    if (!row) return;
    const counted = answered
      ? { attempts: row.attempts + 1, unanswered: 0 }
      : { attempts: row.attempts, unanswered: row.unanswered + 1 };
    this.table.put(tx, { ...row, ...counted, notBefore });
  }

  async park(tx: Tx, task: StoreTask, reason: string): Promise<void> {
    const row = this.same(tx, task);
    if (row) this.table.put(tx, { ...row, parkedReason: reason });
  }

  async hasten(tx: Tx, channel: string, kinds: readonly TaskKind[], now: Date): Promise<void> {
    for (const row of this.waiting(tx, channel))
      if (kinds.includes(row.kind) && row.notBefore > now) this.table.put(tx, { ...row, notBefore: now });
  }

  async counts(channel?: string): Promise<{ waiting: number; resolutions: number; parked: number }> {
    const rows = this.table.where(null, (row) => !row.done && (channel === undefined || row.channel === channel));
    const waiting = rows.filter((row) => row.parkedReason === null);
    const resolutions = waiting.filter((row) => row.kind === 'resolve-order').length;
    return { waiting: waiting.length - resolutions, resolutions, parked: rows.length - waiting.length };
  }

  async listParked(limit: number): Promise<ParkedTask[]> {
    return this.table
      .all(null)
      .filter((row) => row.parkedReason !== null)
      .slice(0, limit)
      .map(({ channel, kind, subject, attempts, parkedReason }) => ({
        channel,
        kind,
        subject,
        attempts,
        reason: parkedReason!,
      }));
  }

  async replayParked(tx: Tx, now: Date): Promise<number> {
    const parked = this.table.all(tx).filter((row) => row.parkedReason !== null);
    for (const row of parked) {
      const revision = `${++this.revisions}`;
      this.table.put(tx, { ...row, parkedReason: null, attempts: 0, unanswered: 0, notBefore: now, revision });
    }
    return parked.length;
  }

  private same(tx: Tx, task: StoreTask): Row | null {
    const row = this.table.get(tx, keyOf(task));
    return row && !row.done && row.revision === task.revision ? row : null;
  }

  private waiting(tx: Tx, channel: string, kinds = allTasks): Row[] {
    return this.table
      .all(tx)
      .filter((row) => row.channel === channel && row.parkedReason === null && !row.done && kinds.includes(row.kind))
      .sort((a, b) => a.notBefore.getTime() - b.notBefore.getTime());
  }
}
