import type { DataSource } from 'typeorm';
import type { Inbox } from './inbox';
import type { Tx } from './unit-of-work';
import { managerOf } from './unit-of-work.typeorm';

const pruneRowsMax = 10_000;

export class TypeOrmInbox implements Inbox {
  constructor(private readonly dataSource: DataSource) {}

  async admit(tx: Tx, consumer: string, messageIds: readonly string[]): Promise<Set<string>> {
    if (messageIds.length === 0) return new Set();
    // Sorted, so that two consumers of overlapping batches wait for each other instead of deadlocking.
    const rows: { message_id: string }[] = await managerOf(tx).query(
      `INSERT INTO inbox (consumer, message_id)
       SELECT $1, id FROM unnest($2::text[]) AS id ORDER BY id
       ON CONFLICT DO NOTHING RETURNING message_id`,
      [consumer, [...messageIds]],
    );
    return new Set(rows.map((row) => row.message_id));
  }

  /** In steps, so that a long-neglected table does not hold locks for minutes. */
  async prune(before: Date): Promise<number> {
    let pruned = 0;
    for (;;) {
      const [, count]: [unknown, number] = await this.dataSource.query(
        `DELETE FROM inbox WHERE ctid = ANY(ARRAY(
           SELECT ctid FROM inbox WHERE received_at < $1 LIMIT ${pruneRowsMax}))`,
        [before],
      );
      pruned += count;
      if (count < pruneRowsMax) return pruned;
    }
  }
}
