import { insertColumns, managerOf, send, textArray, type Tx } from '@tillbridge/persistence';
import type { AnswerBook, StoredAnswer } from './answer-book';

const columns = { key: 'text', fingerprint: 'text', outcome: 'json', answered_at: 'timestamptz' } as const;

type Row = Omit<StoredAnswer, 'answeredAt'> & { answered_at: Date };

export class TypeOrmAnswerBook implements AnswerBook {
  async find(tx: Tx, keys: readonly string[]): Promise<ReadonlyMap<string, StoredAnswer>> {
    const rows: Row[] = await managerOf(tx).query('SELECT * FROM stored_answer WHERE key = ANY($1::text[])', [
      textArray(keys),
    ]);
    return new Map(rows.map(({ answered_at: answeredAt, ...row }) => [row.key, { ...row, answeredAt }]));
  }

  async insert(tx: Tx, answers: readonly StoredAnswer[]): Promise<void> {
    if (answers.length === 0) return;
    const rows = answers.map(({ answeredAt, ...row }) => ({ ...row, answered_at: answeredAt.toISOString() }));
    await send(tx, insertColumns('stored_answer', columns, rows));
  }

  async prune(tx: Tx, before: Date, limit: number): Promise<number> {
    const [, count]: [unknown, number] = await managerOf(tx).query(
      `DELETE FROM stored_answer WHERE key IN
         (SELECT key FROM stored_answer WHERE answered_at < $1 LIMIT $2)`,
      [before, limit],
    );
    return count;
  }
}
