import { managerOf, timeOrderedId, type Tx } from '@tillbridge/persistence';
import type { DueRead, DueReads, NewDueRead } from './due-reads';

export class TypeOrmDueReads implements DueReads {
  async add(tx: Tx, till: string, reads: readonly NewDueRead[]): Promise<void> {
    if (reads.length === 0) return;
    await managerOf(tx).query(
      `INSERT INTO till_due_read (id, till, external_id, location, reason, above, due_at)
       SELECT id, $1, "externalId", location, reason, above, "dueAt"
       FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, "externalId" text, location text, reason text, above text,
         "dueAt" timestamptz)`,
      [till, JSON.stringify(reads.map((read) => ({ ...read, id: timeOrderedId() })))],
    );
  }

  async due(tx: Tx, till: string, now: Date, limit: number): Promise<DueRead[]> {
    return managerOf(tx).query(
      `SELECT id, external_id AS "externalId", location, reason, above, due_at AS "dueAt", attempts
       FROM till_due_read WHERE till = $1 AND due_at <= $2 ORDER BY due_at, id LIMIT $3`,
      [till, now, limit],
    );
  }

  async done(tx: Tx, ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await managerOf(tx).query('DELETE FROM till_due_read WHERE id = ANY($1)', [[...ids]]);
  }

  async again(tx: Tx, reads: readonly { id: string; dueAt: Date }[]): Promise<void> {
    if (reads.length === 0) return;
    await managerOf(tx).query(
      `UPDATE till_due_read AS d SET attempts = attempts + 1, due_at = r."dueAt"
       FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, "dueAt" timestamptz) WHERE d.id = r.id`,
      [JSON.stringify(reads)],
    );
  }

  async count(tx: Tx, till: string, attemptsMax: number): Promise<number> {
    const [row] = await managerOf(tx).query(
      'SELECT count(*)::int AS count FROM till_due_read WHERE till = $1 AND attempts < $2',
      [till, attemptsMax],
    );
    return row.count;
  }

  async nextDueAt(tx: Tx, till: string): Promise<Date | null> {
    const [row] = await managerOf(tx).query('SELECT min(due_at) AS at FROM till_due_read WHERE till = $1', [till]);
    return row.at;
  }
}
