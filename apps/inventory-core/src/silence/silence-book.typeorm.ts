import { managerOf, type Tx } from '@tillbridge/persistence';
import { SilentStoreRow } from '../ledger/entities';
import { storeLevelFrom, type StoredStoreLevel } from '../ledger/store-level-rows';
import type { Silence, SilenceBook, UnansweredLevel } from './silence-book';

export class TypeOrmSilenceBook implements SilenceBook {
  async unanswered(tx: Tx, before: Date, limit: number): Promise<readonly UnansweredLevel[]> {
    const rows: (StoredStoreLevel & { sku: string | null })[] = await managerOf(tx).query(
      `SELECT store_level.*, listing.sku FROM store_level
         JOIN listing ON listing.channel = store_level.channel AND listing.item_id = store_level.item_id
           AND listing.tracked AND listing.standing <> 'gone'
       WHERE unanswered_since < $1 AND dealt_since IS NOT NULL AND published IS NOT NULL
       ORDER BY unanswered_since, store_level.item_id LIMIT $2`,
      [before, limit],
    );
    return rows.flatMap((row) => {
      const { view, published } = storeLevelFrom(row);
      return published === null ? [] : [{ itemId: row.item_id, sku: row.sku, view, published }];
    });
  }

  async answeredAt(tx: Tx, channel: string): Promise<Date | null> {
    const [row]: { at: string | null }[] = await managerOf(tx).query(
      `SELECT max((settled->'bound'->>'at')::double precision) AS at FROM store_level WHERE channel = $1`,
      [channel],
    );
    return row.at === null ? null : new Date(Number(row.at));
  }

  async found(tx: Tx): Promise<readonly Silence[]> {
    return managerOf(tx)
      .getRepository(SilentStoreRow)
      .find({ order: { channel: 'ASC' } });
  }

  async replace(tx: Tx, last: readonly Silence[], now: readonly Silence[]): Promise<void> {
    const keys = last.map(({ alertKey }) => alertKey);
    await managerOf(tx).query('DELETE FROM silent_store WHERE alert_key = ANY($1::text[])', [keys]);
    if (now.length > 0)
      await managerOf(tx)
        .getRepository(SilentStoreRow)
        .insert([...now]);
  }
}
