import type { ItemRegistered } from '@tillbridge/contracts';
import { managerOf, type Tx } from '@tillbridge/persistence';
import { labelOf, linkChanges, type IdMap, type Link, type Listing, type UnsavedListing } from './id-map';
import { listingOf, rowOf, type ListingRow } from './listing-rows';

interface LinkRow {
  channel: string;
  external_id: string;
  item_id: string;
}

const fields =
  'l.channel, l.external_id, l.level_ref, l.group_ref, l.sku, l.barcode, l.title, l.price, l.tracked, l.removed, l.standing, l.observed_at, l.seq';
const unlinked =
  'l.channel = $1 AND NOT l.removed AND NOT EXISTS (SELECT 1 FROM item_link k WHERE k.channel = l.channel AND k.external_id = l.external_id)';

export class TypeOrmIdMap implements IdMap {
  listings(tx: Tx, channel: string, externalIds: readonly string[]): Promise<Listing[]> {
    return this.select(tx, 'l.channel = $1 AND l.external_id = ANY($2::text[])', [channel, [...externalIds]]);
  }

  listingsOfGroup(tx: Tx, channel: string, groupRef: string): Promise<Listing[]> {
    const isOfGroup = 'l.group_ref = $2 OR (l.group_ref IS NULL AND l.external_id = $2)';
    return this.select(tx, `l.channel = $1 AND (${isOfGroup})`, [channel, groupRef]);
  }

  page(tx: Tx, channel: string, after: string | null, limit: number): Promise<Listing[]> {
    return this.select(
      tx,
      `l.channel = $1 AND l.standing <> 'gone' AND l.external_id COLLATE "C" > $3`,
      [channel, limit, after ?? ''],
      'LIMIT $2',
    );
  }

  async saveListings(tx: Tx, listings: readonly UnsavedListing[]): Promise<Listing[]> {
    if (listings.length === 0) return [];
    const saved: Pick<ListingRow, 'channel' | 'external_id' | 'seq'>[] = await managerOf(tx).query(
      `INSERT INTO listing (channel, external_id, level_ref, group_ref, sku, barcode, title, price, tracked, removed, standing,
         observed_at, seq)
       SELECT r.*, nextval('listing_seq') FROM jsonb_to_recordset($1::jsonb) AS r(channel text, external_id text, level_ref text, group_ref text,
         sku text, barcode text, title text, price text, tracked boolean, removed boolean, standing text,
         observed_at timestamptz)
       ORDER BY channel, external_id
       ON CONFLICT (channel, external_id) DO UPDATE SET level_ref = excluded.level_ref, group_ref = excluded.group_ref,
         sku = excluded.sku, barcode = excluded.barcode, title = excluded.title, price = excluded.price,
         tracked = excluded.tracked, removed = excluded.removed, standing = excluded.standing, observed_at = excluded.observed_at,
         seq = excluded.seq
       RETURNING channel, external_id, seq`,
      [JSON.stringify(listings.map(rowOf))],
    );
    const seqs = new Map(saved.map(({ channel, external_id, seq }) => [`${channel}/${external_id}`, Number(seq)]));
    return listings.map((listing) => ({ ...listing, seq: seqs.get(`${listing.channel}/${listing.externalId}`)! }));
  }

  async mark(tx: Tx): Promise<number> {
    const [row]: { mark: string }[] = await managerOf(tx).query(`SELECT nextval('listing_seq') AS mark`);
    return Number(row!.mark);
  }

  links(tx: Tx, channel: string, externalIds: readonly string[]): Promise<Link[]> {
    return this.selectLinks(tx, 'channel = $1 AND external_id = ANY($2::text[])', [channel, [...externalIds]]);
  }

  linksOfItems(tx: Tx, channel: string, itemIds: readonly string[]): Promise<Link[]> {
    return this.selectLinks(tx, 'channel = $1 AND item_id = ANY($2::uuid[])', [channel, [...itemIds]]);
  }

  unlinkedBySku(tx: Tx, channel: string, sku: string): Promise<Listing[]> {
    if (labelOf(sku) === '') return Promise.resolve([]);
    return this.select(tx, `${unlinked} AND lower(btrim(l.sku)) = $2`, [channel, labelOf(sku)]);
  }

  unlinkedByBarcode(tx: Tx, channel: string, barcode: string): Promise<Listing[]> {
    if (labelOf(barcode) === '') return Promise.resolve([]);
    return this.select(tx, `${unlinked} AND lower(btrim(l.barcode)) = $2`, [channel, labelOf(barcode)]);
  }

  async takeItem(tx: Tx, item: ItemRegistered): Promise<{ removed: Link[]; added: Link[] } | null> {
    const kept: unknown[] = await managerOf(tx).query(
      `INSERT INTO known_item AS i (item_id, item_version, sku, barcode, title, price, tracked, removed)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (item_id) DO UPDATE SET item_version = excluded.item_version, sku = excluded.sku,
         barcode = excluded.barcode, title = excluded.title, price = excluded.price, tracked = excluded.tracked,
         removed = excluded.removed
       WHERE i.item_version < excluded.item_version RETURNING 1`,
      [item.itemId, item.itemVersion, item.sku, item.barcode, item.title, item.price, item.tracked, item.removed],
    );
    if (kept.length === 0) return null;
    const known = await this.selectLinks(tx, 'item_id = $1', [item.itemId]);
    const changes = linkChanges(
      known,
      item.links.map((link) => ({ ...link, itemId: item.itemId })),
    );
    await this.writeLinks(tx, item.itemId, changes);
    return changes;
  }

  async item(tx: Tx, itemId: string): Promise<ItemRegistered | null> {
    const [item] = await this.selectItems(tx, 'item_id = $1', [itemId]);
    return item ?? null;
  }

  itemsWithoutLink(tx: Tx, channel: string, after: string | null, limit: number): Promise<ItemRegistered[]> {
    return this.selectItems(
      tx,
      `NOT removed AND ($2::uuid IS NULL OR item_id > $2)
       AND NOT EXISTS (SELECT 1 FROM item_link k WHERE k.channel = $1 AND k.item_id = i.item_id)`,
      [channel, after, limit],
      'LIMIT $3',
    );
  }

  private async writeLinks(tx: Tx, itemId: string, changes: { removed: Link[]; added: Link[] }): Promise<void> {
    for (const link of changes.removed)
      await managerOf(tx).query('DELETE FROM item_link WHERE channel = $1 AND external_id = $2 AND item_id = $3', [
        link.channel,
        link.externalId,
        itemId,
      ]);
    for (const link of changes.added)
      await managerOf(tx).query(
        `INSERT INTO item_link (channel, external_id, item_id) VALUES ($1, $2, $3)
         ON CONFLICT (channel, external_id) DO UPDATE SET item_id = excluded.item_id`,
        [link.channel, link.externalId, itemId],
      );
  }

  private async select(tx: Tx, where: string, values: unknown[], limit = ''): Promise<Listing[]> {
    const rows: ListingRow[] = await managerOf(tx).query(
      `SELECT ${fields} FROM listing l WHERE ${where} ORDER BY l.external_id COLLATE "C" ${limit}`,
      values,
    );
    return rows.map(listingOf);
  }

  private async selectLinks(tx: Tx, where: string, values: unknown[]): Promise<Link[]> {
    const rows: LinkRow[] = await managerOf(tx).query(
      `SELECT channel, external_id, item_id FROM item_link WHERE ${where} ORDER BY channel, external_id`,
      values,
    );
    return rows.map((row) => ({ channel: row.channel, externalId: row.external_id, itemId: row.item_id }));
  }

  private async selectItems(tx: Tx, where: string, values: unknown[], limit = ''): Promise<ItemRegistered[]> {
    return managerOf(tx).query(
      `SELECT item_id AS "itemId", item_version AS "itemVersion", sku, barcode, title, price, tracked, removed,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('channel', k.channel, 'externalId', k.external_id)
            ORDER BY k.channel, k.external_id), '[]') FROM item_link k WHERE k.item_id = i.item_id) AS links
       FROM known_item i WHERE ${where} ORDER BY item_id ${limit}`,
      values,
    );
  }
}
