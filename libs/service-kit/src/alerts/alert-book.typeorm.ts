import { managerOf, timeOrderedId, type Tx } from '@tillbridge/persistence';
import type { Alert, NewAlert } from './alert';
import { prunedAtOnceMax, type AlertBook, type AlertsAsked, type ClaimBounds, type Settlement } from './alert-book';

const columns = `id, key, text, fields, created_at AS "createdAt", state, due_at AS "dueAt", attempts,
  first_tried_at AS "firstTriedAt", give_up_at AS "giveUpAt", delivered, round, reason, sent_at AS "sentAt"`;

const untried = `state = 'waiting' AND first_tried_at IS NULL`;

export class TypeOrmAlertBook implements AlertBook {
  /** In the order of their keys, so that two batches wait for each other instead of deadlocking. */
  async add(tx: Tx, alerts: readonly NewAlert[], now: Date): Promise<void> {
    if (alerts.length === 0) return;
    await managerOf(tx).query(
      `INSERT INTO alert (id, key, text, fields, created_at, state, due_at)
       SELECT id, key, text, fields, $2, 'waiting', due_at
       FROM jsonb_to_recordset($1::jsonb) AS a(id uuid, key text, text jsonb, fields jsonb, due_at timestamptz)
       ORDER BY key ON CONFLICT (key) DO NOTHING`,
      [JSON.stringify(alerts.map(({ dueAt, ...alert }) => ({ ...alert, id: timeOrderedId(), due_at: dueAt }))), now],
    );
  }

  async find(tx: Tx, keys: readonly string[]): Promise<ReadonlyMap<string, Alert>> {
    if (keys.length === 0) return new Map();
    const found: Alert[] = await managerOf(tx).query(`SELECT ${columns} FROM alert WHERE key = ANY($1::text[])`, [
      [...keys],
    ]);
    return new Map(found.map((alert) => [alert.key, alert]));
  }

  async rewrite(tx: Tx, { key, text, fields, dueAt }: NewAlert): Promise<boolean> {
    const [, rewritten] = await managerOf(tx).query(
      `UPDATE alert SET text = $2, fields = $3, due_at = $4
       WHERE key = $1 AND ${untried}`,
      [key, JSON.stringify(text), JSON.stringify(fields), dueAt],
    );
    return rewritten === 1;
  }

  async withdraw(tx: Tx, key: string): Promise<void> {
    await managerOf(tx).query(`DELETE FROM alert WHERE key = $1 AND ${untried}`, [key]);
  }

  async claim(tx: Tx, now: Date, { limit, leaseMs, patienceMs }: ClaimBounds): Promise<Alert[]> {
    const [rows]: [Alert[], number] = await managerOf(tx).query(
      `UPDATE alert SET attempts = attempts + 1, due_at = $3,
         first_tried_at = coalesce(first_tried_at, $1), give_up_at = coalesce(give_up_at, $4)
       WHERE id IN (SELECT id FROM alert WHERE state = 'waiting' AND due_at <= $1
                    ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING ${columns}`,
      [now, limit, new Date(now.getTime() + leaseMs), new Date(now.getTime() + patienceMs)],
    );
    return rows;
  }

  async delivered(tx: Tx, id: string, sink: string): Promise<void> {
    await managerOf(tx).query(
      'UPDATE alert SET delivered = array_append(delivered, $2) WHERE id = $1 AND NOT $2 = ANY(delivered)',
      [id, sink],
    );
  }

  /** A claim moves `due_at` to the end of its lease, so that time says whose claim it is. */
  async settle(tx: Tx, claimed: Alert, settlement: Settlement): Promise<boolean> {
    const [, settled] = await managerOf(tx).query(
      `UPDATE alert SET state = $3, reason = $4, due_at = coalesce($5, due_at), sent_at = coalesce($6, sent_at)
       WHERE id = $1 AND state = 'waiting' AND due_at = $2`,
      [
        claimed.id,
        claimed.dueAt,
        settlement.state,
        settlement.reason,
        settlement.state === 'waiting' ? settlement.dueAt : null,
        settlement.state === 'sent' ? settlement.at : null,
      ],
    );
    return settled === 1;
  }

  async nextDueAt(tx: Tx): Promise<Date | null> {
    const [row] = await managerOf(tx).query(`SELECT min(due_at) AS at FROM alert WHERE state = 'waiting'`);
    return row.at;
  }

  async page(tx: Tx, { state, after, limit }: AlertsAsked): Promise<Alert[]> {
    return managerOf(tx).query(
      `SELECT ${columns} FROM alert
       WHERE ($1::text IS NULL OR state = $1) AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
      [state, after, limit],
    );
  }

  async one(tx: Tx, id: string): Promise<Alert | null> {
    const [row] = await managerOf(tx).query(`SELECT ${columns} FROM alert WHERE id = $1`, [id]);
    return row ?? null;
  }

  async sendAgain(tx: Tx, id: string, now: Date): Promise<boolean> {
    const [, asked] = await managerOf(tx).query(
      `UPDATE alert SET state = 'waiting', due_at = $2, attempts = 0, give_up_at = NULL, reason = NULL,
         delivered = CASE state WHEN 'sent' THEN '{}' ELSE delivered END,
         round = CASE state WHEN 'sent' THEN round + 1 ELSE round END
       WHERE id = $1 AND state <> 'waiting'`,
      [id, now],
    );
    return asked === 1;
  }

  async prune(tx: Tx, before: Date): Promise<number> {
    const [, pruned] = await managerOf(tx).query(
      `DELETE FROM alert WHERE id IN (
         SELECT id FROM alert WHERE state <> 'waiting' AND created_at < $1 LIMIT ${prunedAtOnceMax})`,
      [before],
    );
    return pruned;
  }
}
