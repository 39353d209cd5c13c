import type { CatalogItemListed, Cause } from '@tillbridge/contracts';
import type { Listing } from '../ledger/ledger';
import { decideWaiting } from './observe-order';
import { proposeLink } from './propose-link';
import type { Session } from './session';

/**
 * A channel lists something. What the till lists is an item; what a store lists is linked to one by the id it was
 * created for, else by SKU, else by barcode, and only when exactly one item fits. Everything else waits for a person.
 */
export function listItem(session: Session, listed: CatalogItemListed, cause: Cause): void {
  const known = session.listing(listed.channel, listed.externalId);
  if (known !== undefined && isNewer(known, listed)) {
    // What a listing was created for does not change with its description.
    if (mayBeCreated(known) && listed.createdFor !== null) link(session, known, listed.createdFor, 'created', cause);
    return;
  }
  const listing: Listing = {
    channel: listed.channel,
    externalId: listed.externalId,
    itemId: known?.itemId ?? null,
    sku: listed.sku,
    barcode: listed.barcode,
    title: listed.title,
    price: listed.price,
    tracked: listed.tracked,
    removed: listed.removed,
    // Who says nothing of it, a gateway of the release before, lets go of what it removes.
    standing: listed.removed && listed.standing === 'sells' ? 'gone' : listed.standing,
    observedAt: listed.observedAt,
    seq: listed.seq,
    linkedBy: known?.linkedBy ?? null,
    linkSeq: known?.linkSeq ?? 0,
  };
  if (listed.channel === session.till) listAtTill(session, listing, known, cause);
  else listAtStore(session, listing, known, listed.createdFor, cause);
}

function isNewer(known: Listing, listed: CatalogItemListed): boolean {
  if (known.observedAt !== listed.observedAt) return known.observedAt > listed.observedAt;
  return known.seq > listed.seq;
}

/** Whose link a person took away is linked by a person alone. */
const mayBeCreated = ({ itemId, linkedBy }: Listing): boolean => itemId === null && linkedBy !== 'person';

/** The till mentions something for the first time, perhaps before its description arrived. */
export function registerTillItem(session: Session, till: string, externalId: string, cause: Cause): string {
  const itemId = session.registerItem();
  session.putListing({
    channel: till,
    externalId,
    itemId,
    sku: null,
    barcode: null,
    title: '',
    price: null,
    tracked: true,
    removed: false,
    standing: 'sells',
    observedAt: new Date(0).toISOString(),
    seq: 0,
    linkedBy: 'till',
    linkSeq: 0,
  });
  session.describe(itemId, cause);
  return itemId;
}

function listAtTill(session: Session, listing: Listing, known: Listing | undefined, cause: Cause): void {
  const itemId = listing.itemId ?? registerTillItem(session, listing.channel, listing.externalId, cause);
  const described = { ...listing, itemId, linkedBy: 'till' };
  session.putListing(described);
  if (known === undefined || isDescribedAnew(known, described)) session.describe(itemId, cause);
  for (const waiting of session.allListings()) {
    if (waiting.channel !== listing.channel && waiting.itemId === null) propose(session, waiting, cause);
  }
}

function listAtStore(
  session: Session,
  listing: Listing,
  known: Listing | undefined,
  createdFor: string | null,
  cause: Cause,
): void {
  session.putListing(listing);
  if (known?.itemId) {
    // What one store cannot sell any more, others can.
    if (known.tracked !== listing.tracked || known.standing !== listing.standing) session.touch(known.itemId, cause);
    return;
  }
  if (createdFor !== null && mayBeCreated(listing)) link(session, listing, createdFor, 'created', cause);
  else propose(session, listing, cause);
}

function propose(session: Session, listing: Listing, cause: Cause): void {
  const proposal = proposeLink(listing, session.allListings(), session.till);
  if (proposal.itemId !== null) link(session, listing, proposal.itemId, proposal.label, cause);
}

function link(session: Session, listing: Listing, itemId: string, linkedBy: string, cause: Cause): void {
  session.putListing({ ...listing, itemId, linkedBy });
  session.describe(itemId, cause);
  decideWaiting(session, listing, cause);
}

function isDescribedAnew(known: Listing, listing: Listing): boolean {
  return (
    known.sku !== listing.sku ||
    known.barcode !== listing.barcode ||
    known.title !== listing.title ||
    known.price !== listing.price ||
    known.tracked !== listing.tracked ||
    known.removed !== listing.removed
  );
}
