import { managerOf, type Tx } from '@tillbridge/persistence';
import type { DataSource } from 'typeorm';
import { allTasks, type NewTask, type ParkedTask, type StoreTask, type StoreTasks, type TaskKind } from './store-tasks';

interface Row {
  channel: string;
  kind: TaskKind;
  subject: string;
  payload: unknown;
  rank: string;
  attempts: number;
  unanswered: number;
  not_before: Date;
  revision: string;
}

const nextRevision = `nextval(pg_get_serial_sequence('store_task', 'revision'))`;
const isWaiting = 'parked_reason IS NULL AND NOT done';
const thisRevision = 'channel = $1 AND kind = $2 AND subject = $3 AND revision = $4 AND NOT done';

export class TypeOrmStoreTasks implements StoreTasks {
  constructor(private readonly dataSource: DataSource) {}

  async want(tx: Tx, tasks: readonly NewTask[]): Promise<void> {
    for (const task of tasks)
      await managerOf(tx).query(
        `INSERT INTO store_task AS t (channel, kind, subject, payload, rank, not_before)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (channel, kind, subject) DO UPDATE SET payload = excluded.payload, rank = excluded.rank,
           not_before = excluded.not_before, attempts = 0, unanswered = 0, parked_reason = NULL,
           done = false, revision = excluded.revision
         WHERE t.rank <= excluded.rank`,
        [task.channel, task.kind, task.subject, JSON.stringify(task.payload ?? null), task.rank, task.notBefore],
      );
  }

  async renew(tx: Tx, channel: string, kind: TaskKind, subjects: readonly string[], now: Date): Promise<void> {
    await managerOf(tx).query(
      `UPDATE store_task SET revision = ${nextRevision}, not_before = greatest(not_before, $4)
       WHERE channel = $1 AND kind = $2 AND subject = ANY($3::text[]) AND ${isWaiting}`,
      [channel, kind, [...subjects], now],
    );
  }

  async due(tx: Tx, channel: string, now: Date, limit: number, kinds = allTasks): Promise<StoreTask[]> {
    const rows: Row[] = await managerOf(tx).query(
      `SELECT channel, kind, subject, payload, rank, attempts, unanswered, not_before, revision FROM store_task
       WHERE channel = $1 AND not_before <= $2 AND ${isWaiting} AND kind = ANY($4::text[])
       ORDER BY not_before LIMIT $3`,
      [channel, now, limit, [...kinds]],
    );
    return rows.map(({ not_before, rank, ...row }) => ({ ...row, rank: Number(rank), notBefore: not_before }));
  }

  async nextDueAt(tx: Tx, channel: string, kinds = allTasks): Promise<Date | null> {
    const [row]: { at: Date | null }[] = await managerOf(tx).query(
      `SELECT min(not_before) AS at FROM store_task
       WHERE channel = $1 AND ${isWaiting} AND kind = ANY($2::text[])`,
      [channel, [...kinds]],
    );
    return row?.at ?? null;
  }

  async done(tx: Tx, task: StoreTask): Promise<void> {
    // In one row, so that a wish that comes at this moment waits for its end and sees its rank.
    const ending = task.rank > 0 ? 'UPDATE store_task SET done = true' : 'DELETE FROM store_task';
    await managerOf(tx).query(`${ending} WHERE ${thisRevision}`, keyOf(task));
  }

  async again(tx: Tx, task: StoreTask, notBefore: Date, answered: boolean): Promise<void> {
    const counted = answered ? 'attempts = attempts + 1, unanswered = 0' : 'unanswered = unanswered + 1';
    await managerOf(tx).query(`UPDATE store_task SET not_before = $5, ${counted} WHERE ${thisRevision}`, [
      ...keyOf(task),
      notBefore,
    ]);
  }

  async park(tx: Tx, task: StoreTask, reason: string): Promise<void> {
    await managerOf(tx).query(`UPDATE store_task SET parked_reason = $5 WHERE ${thisRevision}`, [
      ...keyOf(task),
      reason,
    ]);
  }

  async hasten(tx: Tx, channel: string, kinds: readonly TaskKind[], now: Date): Promise<void> {
    await managerOf(tx).query(
      `UPDATE store_task SET not_before = $3
       WHERE channel = $1 AND kind = ANY($2::text[]) AND not_before > $3 AND ${isWaiting}`,
      [channel, [...kinds], now],
    );
  }

  async counts(channel?: string): Promise<{ waiting: number; resolutions: number; parked: number }> {
    const [row]: { waiting: number; resolutions: number; parked: number }[] = await this.dataSource.query(
      `SELECT count(*) FILTER (WHERE ${isWaiting} AND kind <> 'resolve-order')::int AS waiting,
              count(*) FILTER (WHERE ${isWaiting} AND kind = 'resolve-order')::int AS resolutions,
              count(*) FILTER (WHERE parked_reason IS NOT NULL)::int AS parked
       FROM store_task WHERE $1::text IS NULL OR channel = $1`,
      [channel ?? null],
    );
    return row!;
  }

  async listParked(limit: number): Promise<ParkedTask[]> {
    const rows: (Omit<ParkedTask, 'reason'> & { parked_reason: string })[] = await this.dataSource.query(
      `SELECT channel, kind, subject, attempts, parked_reason FROM store_task
       WHERE parked_reason IS NOT NULL ORDER BY channel, kind, subject LIMIT $1`,
      [limit],
    );
    return rows.map(({ parked_reason, ...row }) => ({ ...row, reason: parked_reason }));
  }

  async replayParked(tx: Tx, now: Date): Promise<number> {
    const [, count]: [unknown, number] = await managerOf(tx).query(
      `UPDATE store_task SET parked_reason = NULL, attempts = 0, unanswered = 0, not_before = $1,
         revision = ${nextRevision}
       WHERE parked_reason IS NOT NULL`,
      [now],
    );
    return count;
  }
}

function keyOf(task: StoreTask): unknown[] {
  return [task.channel, task.kind, task.subject, task.revision];
}
