import { managerOf, type Tx } from '@tillbridge/persistence';
import type { ParkedSighting, ParkedSightings } from './parked';

export class TypeOrmParkedSightings implements ParkedSightings {
  async park(tx: Tx, till: string, sightings: readonly ParkedSighting[]): Promise<string[]> {
    const parked: string[] = [];
    for (const { id, reason, sealed, parkedAt } of sightings) {
      const rows = await managerOf(tx).query(
        `INSERT INTO till_parked (till, id, reason, sealed, parked_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING RETURNING id`,
        [till, id, reason, sealed, parkedAt],
      );
      if (rows.length > 0) parked.push(id);
    }
    return parked;
  }

  async list(tx: Tx, till: string, limit: number): Promise<ParkedSighting[]> {
    return managerOf(tx).query(
      `SELECT id, reason, sealed, parked_at AS "parkedAt" FROM till_parked
       WHERE till = $1 ORDER BY parked_at, id LIMIT $2`,
      [till, limit],
    );
  }

  async prune(tx: Tx, before: Date): Promise<number> {
    const [, pruned] = await managerOf(tx).query('DELETE FROM till_parked WHERE parked_at < $1', [before]);
    return pruned;
  }
}
