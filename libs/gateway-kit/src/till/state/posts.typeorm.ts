import type { Cause, TillPostGranted } from '@tillbridge/contracts';
import { managerOf, type Tx } from '@tillbridge/persistence';
import type { EarlyRefusal, PostAnswer, PostCounts, RefusedPost, StoredPost, TillPosts } from './posts';

const columns = `granted AS "grant", cause, state, attempts, first_sent_at AS "firstSentAt",
  refused_at AS "refusedAt", next_attempt_at AS "nextAttemptAt", answered_at AS "answeredAt", outcome, reason,
  sale_total AS "saleTotal", search_from AS "searchFrom", last_sent_at AS "lastSentAt"`;

/** What keeps a post `p` back: the sale it reverses, or an older adjustment that the till could not tell it from. */
const isFree = `NOT EXISTS (SELECT 1 FROM till_post AS s WHERE s.post_id = p.reverses AND s.state <> 'answered')
  AND NOT (p.granted ->> 'kind' = 'adjustment' AND EXISTS (
    SELECT 1 FROM till_post AS s WHERE s.till = p.till AND s.state <> 'answered' AND s.seq < p.seq
      AND s.granted ->> 'kind' = 'adjustment' AND s.granted ->> 'location' = p.granted ->> 'location'
      AND s.granted -> 'lines' -> 0 ->> 'externalId' = p.granted -> 'lines' -> 0 ->> 'externalId'))`;

export class TypeOrmTillPosts implements TillPosts {
  async grant(tx: Tx, posts: readonly { grant: TillPostGranted; cause: Cause }[], now: Date): Promise<string[]> {
    if (posts.length === 0) return [];
    const rows: { id: string }[] = await managerOf(tx).query(
      `INSERT INTO till_post (post_id, till, reverses, granted, cause, state, next_attempt_at)
       SELECT DISTINCT ON (id) id, till, reverses, granted, cause, 'granted', $2
       FROM jsonb_to_recordset($1::jsonb) AS p(id uuid, till text, reverses uuid, granted jsonb, cause jsonb)
       ON CONFLICT DO NOTHING RETURNING post_id AS id`,
      [
        JSON.stringify(
          posts.map(({ grant, cause }) => ({
            id: grant.postId,
            till: grant.till,
            reverses: grant.reverses,
            granted: grant,
            cause,
          })),
        ),
        now,
      ],
    );
    return rows.map((row) => row.id);
  }

  async claimNext(tx: Tx, till: string, now: Date, leaseMs: number): Promise<StoredPost | null> {
    const [[row]] = await managerOf(tx).query(
      `UPDATE till_post SET state = 'sending', attempts = attempts + 1,
              first_sent_at = coalesce(first_sent_at, $2), next_attempt_at = $3
       WHERE post_id = (
         SELECT post_id FROM till_post AS p
         WHERE till = $1 AND state <> 'answered' AND next_attempt_at <= $2
           AND ${isFree}
         ORDER BY seq LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING ${columns}`,
      [till, now, new Date(now.getTime() + leaseMs)],
    );
    return row ?? null;
  }

  async postpone(tx: Tx, postId: string, until: Date): Promise<void> {
    await managerOf(tx).query(`UPDATE till_post SET next_attempt_at = $2 WHERE post_id = $1 AND state <> 'answered'`, [
      postId,
      until,
    ]);
  }

  async searchFrom(tx: Tx, postId: string, place: string): Promise<string> {
    const [[row]] = await managerOf(tx).query(
      'UPDATE till_post SET search_from = coalesce(search_from, $2) WHERE post_id = $1 RETURNING search_from AS place',
      [postId, place],
    );
    return row?.place ?? place;
  }

  async leaving(tx: Tx, postId: string, at: Date): Promise<void> {
    await managerOf(tx).query('UPDATE till_post SET last_sent_at = $2 WHERE post_id = $1', [postId, at]);
  }

  async taken(tx: Tx, till: string, tillIds: readonly string[]): Promise<Set<string>> {
    if (tillIds.length === 0) return new Set();
    const rows: { id: string }[] = await managerOf(tx).query(
      'SELECT till_id AS id FROM till_post WHERE till = $1 AND till_id = ANY($2::text[])',
      [till, [...tillIds]],
    );
    return new Set(rows.map((row) => row.id));
  }

  async doubt(tx: Tx, postId: string, { refusedAt, reason, saleTotal, until }: EarlyRefusal): Promise<void> {
    await managerOf(tx).query(
      `UPDATE till_post SET refused_at = $2, reason = $3, next_attempt_at = $4, sale_total = $5
       WHERE post_id = $1 AND state <> 'answered'`,
      [postId, refusedAt, reason, until, saleTotal],
    );
  }

  async answer(tx: Tx, postId: string, answer: PostAnswer): Promise<boolean> {
    const { outcome, answeredAt, reason, saleTotal, tillId = null } = answer;
    const [, answered] = await managerOf(tx).query(
      `UPDATE till_post SET state = 'answered', outcome = $2, answered_at = $3, reason = $4, sale_total = $5, till_id = $6
       WHERE post_id = $1 AND state <> 'answered'`,
      [postId, outcome, answeredAt, reason, saleTotal, tillId],
    );
    return answered === 1;
  }

  async find(tx: Tx, postId: string): Promise<StoredPost | null> {
    const [row] = await managerOf(tx).query(`SELECT ${columns} FROM till_post WHERE post_id = $1`, [postId]);
    return row ?? null;
  }

  async among(tx: Tx, till: string, ids: readonly string[]): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    const rows: { id: string }[] = await managerOf(tx).query(
      'SELECT post_id AS id FROM till_post WHERE till = $1 AND post_id::text = ANY($2)',
      [till, ids.map((id) => id.toLowerCase())],
    );
    return new Set(rows.map((row) => row.id));
  }

  async refused(tx: Tx, till: string, limit: number): Promise<RefusedPost[]> {
    return managerOf(tx).query(
      `SELECT post_id AS "postId", granted ->> 'channel' AS channel, granted ->> 'order' AS "order",
              granted ->> 'orderName' AS "orderName", coalesce(reason, '') AS reason,
              granted ->> 'total' AS "orderTotal", sale_total AS "saleTotal", granted ->> 'currency' AS currency,
              answered_at AS "answeredAt"
       FROM till_post WHERE till = $1 AND outcome = 'refused' ORDER BY answered_at DESC, seq DESC LIMIT $2`,
      [till, limit],
    );
  }

  async counts(tx: Tx, till: string): Promise<PostCounts> {
    const [row] = await managerOf(tx).query(
      `SELECT count(*) FILTER (WHERE state = 'granted')::int AS waiting,
              count(*) FILTER (WHERE state = 'sending')::int AS unanswered
       FROM till_post WHERE till = $1 AND state <> 'answered'`,
      [till],
    );
    return row;
  }

  async nextDueAt(tx: Tx, till: string): Promise<Date | null> {
    const [row] = await managerOf(tx).query(
      `SELECT min(next_attempt_at) AS at FROM till_post AS p WHERE till = $1 AND state <> 'answered'
         AND ${isFree}`,
      [till],
    );
    return row.at;
  }
}
