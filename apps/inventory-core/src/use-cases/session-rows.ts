import type { Listing, Written } from '../ledger/ledger';

/** What of a session is to be written; a row that was not loaded is new. */
export function entriesOf<Row>(rows: ReadonlyMap<string, Row>, known: ReadonlySet<string>): readonly Written<Row>[] {
  return [...rows].map(([key, row]) => ({ row, isNew: !known.has(key) }));
}

/** Under the item that each is linked to. */
export function byItem(listings: Iterable<Listing>): ReadonlyMap<string, readonly Listing[]> {
  const links = new Map<string, Listing[]>();
  for (const listing of listings) {
    if (listing.itemId === null) continue;
    const known = links.get(listing.itemId);
    if (known === undefined) links.set(listing.itemId, [listing]);
    else known.push(listing);
  }
  return links;
}
