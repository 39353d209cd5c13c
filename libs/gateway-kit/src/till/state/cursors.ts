import type { Tx } from '@tillbridge/persistence';
import type { Cursor, Feed } from '../till-adapter';

/** Another reader has moved the cursor meanwhile: what this one read must not be told, or facts would go out of order. */
export class CursorMoved extends Error {
  override readonly name = 'CursorMoved';
  constructor(till: string, feed: Feed) {
    super(`the ${feed} cursor of ${till} was moved by another reader`);
  }
}

/** How far each feed of a till has been told. Moved in the transaction that tells. */
export interface TillCursors {
  read(tx: Tx, till: string, feed: Feed): Promise<Cursor | null>;
  /** @throws CursorMoved unless it still stands at `from`. */
  advance(tx: Tx, till: string, feed: Feed, from: Cursor | null, to: Cursor): Promise<void>;
  /** Back to the beginning, so that everything is told again. */
  reset(tx: Tx, till: string, feed: Feed): Promise<void>;
}
