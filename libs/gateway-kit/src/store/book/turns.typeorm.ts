import { managerOf, type Tx } from '@tillbridge/persistence';
import type { Turns } from './turns';

export class TypeOrmTurns implements Turns {
  /** Always in the same order, so that nobody who wants two waits for somebody who waits for him. */
  async take(tx: Tx, channels: readonly string[]): Promise<void> {
    await managerOf(tx).query(
      `SELECT pg_advisory_xact_lock(key) FROM (
         SELECT DISTINCT hashtextextended(current_schema() || ' turn of ' || channel, 0) AS key
         FROM unnest($1::text[]) AS channel ORDER BY key) AS keys`,
      [channels],
    );
  }
}
