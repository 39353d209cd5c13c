import { managerOf, type Tx } from '@tillbridge/persistence';
import type { Cursor, Feed } from '../till-adapter';
import { CursorMoved, type TillCursors } from './cursors';

export class TypeOrmTillCursors implements TillCursors {
  async read(tx: Tx, till: string, feed: Feed): Promise<Cursor | null> {
    const [row] = await managerOf(tx).query('SELECT position FROM till_cursor WHERE till = $1 AND feed = $2', [
      till,
      feed,
    ]);
    return row?.position ?? null;
  }

  async advance(tx: Tx, till: string, feed: Feed, from: Cursor | null, to: Cursor): Promise<void> {
    const moved =
      from === null
        ? await managerOf(tx).query(
            `INSERT INTO till_cursor (till, feed, position) VALUES ($1, $2, $3)
             ON CONFLICT DO NOTHING RETURNING till`,
            [till, feed, to],
          )
        : (
            await managerOf(tx).query(
              'UPDATE till_cursor SET position = $3 WHERE till = $1 AND feed = $2 AND position = $4 RETURNING till',
              [till, feed, to, from],
            )
          )[0];
    if (moved.length !== 1) throw new CursorMoved(till, feed);
  }

  async reset(tx: Tx, till: string, feed: Feed): Promise<void> {
    await managerOf(tx).query('DELETE FROM till_cursor WHERE till = $1 AND feed = $2', [till, feed]);
  }
}
