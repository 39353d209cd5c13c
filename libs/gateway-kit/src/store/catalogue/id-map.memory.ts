import type { ItemRegistered } from '@tillbridge/contracts';
import { MemoryTable, type Tx } from '@tillbridge/persistence';
import { groupOf, linkChanges, sameLabel, type IdMap, type Link, type Listing, type UnsavedListing } from './id-map';

const keyOf = ({ channel, externalId }: { channel: string; externalId: string }) =>
  JSON.stringify([channel, externalId]);

/** For specs and the simulation. Same contract as TypeOrmIdMap. */
export class MemoryIdMap implements IdMap {
  private readonly listing = new MemoryTable<Listing>(keyOf);
  private readonly link = new MemoryTable<Link>(keyOf);
  private readonly items = new MemoryTable<ItemRegistered>((row) => row.itemId);
  private seq = 0;

  async listings(tx: Tx, channel: string, externalIds: readonly string[]): Promise<Listing[]> {
    return this.of(tx, channel).filter((row) => externalIds.includes(row.externalId));
  }

  async listingsOfGroup(tx: Tx, channel: string, groupRef: string): Promise<Listing[]> {
    return this.of(tx, channel).filter((row) => groupOf(row) === groupRef);
  }

  async page(tx: Tx, channel: string, after: string | null, limit: number): Promise<Listing[]> {
    return this.of(tx, channel)
      .filter((row) => row.standing !== 'gone' && (after === null || row.externalId > after))
      .slice(0, limit);
  }

  async saveListings(tx: Tx, listings: readonly UnsavedListing[]): Promise<Listing[]> {
    const saved = listings.map((listing) => ({ ...listing, seq: ++this.seq }));
    for (const listing of saved) this.listing.put(tx, listing);
    return saved;
  }

  async mark(): Promise<number> {
    return ++this.seq;
  }

  async links(tx: Tx, channel: string, externalIds: readonly string[]): Promise<Link[]> {
    return this.link.all(tx).filter((link) => link.channel === channel && externalIds.includes(link.externalId));
  }

  async linksOfItems(tx: Tx, channel: string, itemIds: readonly string[]): Promise<Link[]> {
    return this.link.all(tx).filter((link) => link.channel === channel && itemIds.includes(link.itemId));
  }

  async unlinkedBySku(tx: Tx, channel: string, sku: string): Promise<Listing[]> {
    return this.unlinked(tx, channel).filter((row) => sameLabel(row.sku, sku));
  }

  async unlinkedByBarcode(tx: Tx, channel: string, barcode: string): Promise<Listing[]> {
    return this.unlinked(tx, channel).filter((row) => sameLabel(row.barcode, barcode));
  }

  async takeItem(tx: Tx, item: ItemRegistered): Promise<{ removed: Link[]; added: Link[] } | null> {
    const known = this.items.get(tx, item.itemId);
    if (known && known.itemVersion >= item.itemVersion) return null;
    this.items.putIf(tx, item, (current) => !current || current.itemVersion < item.itemVersion);
    const before = this.link.all(tx).filter((link) => link.itemId === item.itemId);
    const changes = linkChanges(
      before,
      item.links.map((link) => ({ ...link, itemId: item.itemId })),
    );
    for (const link of changes.removed) this.link.delete(tx, keyOf(link));
    for (const link of changes.added) this.link.put(tx, link);
    return changes;
  }

  async item(tx: Tx, itemId: string): Promise<ItemRegistered | null> {
    return this.items.get(tx, itemId) ?? null;
  }

  async itemsWithoutLink(tx: Tx, channel: string, after: string | null, limit: number): Promise<ItemRegistered[]> {
    const linked = new Set(
      this.link
        .all(tx)
        .filter((link) => link.channel === channel)
        .map((link) => link.itemId),
    );
    return this.items
      .all(tx)
      .filter((item) => !item.removed && !linked.has(item.itemId) && (after === null || item.itemId > after))
      .slice(0, limit);
  }

  private of(tx: Tx, channel: string): Listing[] {
    return this.listing.all(tx).filter((row) => row.channel === channel);
  }

  private unlinked(tx: Tx, channel: string): Listing[] {
    return this.of(tx, channel).filter((row) => !row.removed && !this.link.get(tx, keyOf(row)));
  }
}
