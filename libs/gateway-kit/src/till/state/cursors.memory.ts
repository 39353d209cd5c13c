import { MemoryTable, type Tx } from '@tillbridge/persistence';
import type { Cursor, Feed } from '../till-adapter';
import { CursorMoved, type TillCursors } from './cursors';

const keyOf = (till: string, feed: Feed) => JSON.stringify([till, feed]);

export class MemoryTillCursors implements TillCursors {
  private readonly table = new MemoryTable<{ till: string; feed: Feed; position: Cursor }>((row) =>
    keyOf(row.till, row.feed),
  );

  async read(tx: Tx, till: string, feed: Feed): Promise<Cursor | null> {
    return this.table.get(tx, keyOf(till, feed))?.position ?? null;
  }

  async advance(tx: Tx, till: string, feed: Feed, from: Cursor | null, to: Cursor): Promise<void> {
    if ((await this.read(tx, till, feed)) !== from) throw new CursorMoved(till, feed);
    this.table.putIf(tx, { till, feed, position: to }, (current) => (current?.position ?? null) === from);
  }

  async reset(tx: Tx, till: string, feed: Feed): Promise<void> {
    this.table.delete(tx, keyOf(till, feed));
  }
}
