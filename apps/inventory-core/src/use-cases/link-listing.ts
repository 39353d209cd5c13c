import type { Cause } from '@tillbridge/contracts';
import type { Tx, UnitOfWork } from '@tillbridge/persistence';
import { listAnew } from '@tillbridge/stock-domain';
import { keyOf, noReferences, type CountedAt, type Listing, type ListingKey, type Loaded } from '../ledger/ledger';
import type { Shop } from '../shop/shop';
import { decideOn, writeDecided, type DecideDeps } from './decide-batch';
import { decideWaiting } from './observe-order';
import type { Session } from './session';

export interface LinkDeps extends DecideDeps {
  readonly uow: UnitOfWork;
  readonly shop: (tx: Tx) => Promise<Shop>;
}

/** `as it was`: asked again for what is the case already. */
export type LinkOutcome =
  { readonly kind: 'done' | 'as it was' } | { readonly kind: 'unknown' | 'refused'; readonly reason: string };

/**
 * A person says what item a listing is; `itemId` null: none of ours. What waited for it is decided at once, however long
 * ago it was ordered; what was promised stays with the item that it was promised. Nothing links it by its labels after that.
 */
export async function linkListing(deps: LinkDeps, key: ListingKey, itemId: string | null): Promise<LinkOutcome> {
  return deps.uow.run(async (tx) => {
    const references = { ...noReferences, externals: [key], items: itemId === null ? [] : [itemId] };
    const loaded = await deps.ledger.load(tx, references);
    // After the load: from there on no order of this listing is taken in beside us.
    const counted = await deps.ledger.countedOf(tx, key);
    const listing = loaded.listings.get(keyOf(key.channel, key.externalId));
    const shop = await deps.shop(tx);
    const outcome = judge({ loaded, till: shop.till }, key, listing, itemId);
    if (listing === undefined || outcome.kind !== 'done') return outcome;
    const session = decideOn(deps, shop, loaded, (deciding) => relink(deciding, listing, itemId, counted));
    await writeDecided(deps, tx, session, session.changes());
    return outcome;
  });
}

function judge(
  { loaded, till }: { loaded: Loaded; till: string },
  key: ListingKey,
  listing: Listing | undefined,
  itemId: string | null,
): LinkOutcome {
  const name = `listing ${key.externalId} of ${key.channel}`;
  if (listing === undefined)
    return { kind: 'unknown', reason: `${name} is not known; see GET /links/open for what waits for a link` };
  if (key.channel === till)
    return { kind: 'refused', reason: `${name} is an item of its own: link what the stores list to it` };
  if (listing.itemId === itemId && (itemId !== null || listing.linkedBy === 'person')) return { kind: 'as it was' };
  if (itemId === null) return { kind: 'done' };
  if (!loaded.items.has(itemId))
    return { kind: 'unknown', reason: `item ${itemId} is not known; look it up by SKU at GET /items?sku=` };
  const taken = [...loaded.listings.values()].find((row) => row.channel === key.channel && row.itemId === itemId);
  const refusal = refusalOf(name, listing, taken);
  return refusal === null ? { kind: 'done' } : { kind: 'refused', reason: refusal };
}

function refusalOf(name: string, listing: Listing, taken: Listing | undefined): string | null {
  if (listing.itemId !== null)
    return `${name} is linked to item ${listing.itemId}; take that link away first (POST /links/unlink)`;
  if (listing.standing === 'gone') return `${name} is gone from its store; link the one that replaced it`;
  if (taken !== undefined)
    return `${listing.channel} sells this item as ${taken.externalId} already; take that link away first (POST /links/unlink)`;
  return null;
}

function relink(session: Session, listing: Listing, itemId: string | null, counted: readonly CountedAt[]): void {
  const { channel, externalId, itemId: from } = listing;
  const id = session.newId();
  const cause: Cause = { correlationId: `${channel}/${externalId}`, causationId: id, traceparent: null };
  session.keepLinkChange({ id, at: session.now, channel, externalId, from, to: itemId, by: 'operator' });
  session.putListing({ ...listing, itemId, linkedBy: 'person', linkSeq: listing.linkSeq + 1 });
  for (const each of [from, itemId]) {
    if (each === null) continue;
    session.change(each, 'store', cause, (item) => listAnew(item, channel, []));
    session.describe(each, cause);
  }
  if (itemId === null) return;
  decideWaiting(session, listing, cause);
  session.change(itemId, 'store', cause, (item) => listAnew(item, channel, counted));
}
