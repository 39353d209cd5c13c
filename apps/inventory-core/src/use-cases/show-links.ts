import type { Tx, UnitOfWork } from '@tillbridge/persistence';
import { labelOf, noReferences, type Ledger, type LinkChange, type Listing, type ListingKey } from '../ledger/ledger';
import type { Shop } from '../shop/shop';
import { proposeLink, type Candidate } from './propose-link';

export interface ShowLinksDeps {
  readonly uow: UnitOfWork;
  readonly shop: (tx: Tx) => Promise<Shop>;
  readonly ledger: Ledger;
}

export interface CandidateShown extends Candidate {
  readonly sku: string | null;
  readonly barcode: string | null;
  readonly title: string;
}

export interface OpenListing extends Pick<Listing, 'channel' | 'externalId' | 'sku' | 'barcode' | 'title'> {
  readonly reason: string;
  readonly candidates: readonly CandidateShown[];
  /** Orders with a line that waits for it. */
  readonly ordersWaiting: number;
}

export interface OpenListings {
  readonly listings: readonly OpenListing[];
  readonly next: ListingKey | null;
}

/** What the stores list and nobody has linked to an item, each with what it may be and why that was not taken. */
export async function showOpenListings(
  { uow, shop, ledger }: ShowLinksDeps,
  after: ListingKey | null,
  limit: number,
): Promise<OpenListings> {
  return uow.run(async (tx) => {
    const { till } = await shop(tx);
    const open = await ledger.openListings(tx, till, after, limit);
    const labels = open.flatMap(({ sku, barcode }) => [labelOf(sku), labelOf(barcode)]).filter((each) => each !== null);
    const { listings, orders } = await ledger.load(tx, { ...noReferences, externals: open, labels });
    const all = [...listings.values()];
    const waiting = [...orders.values()];
    const shown = open.map((listing) => ({
      ...described(listing, all, till),
      ordersWaiting: waiting.filter((order) => waitsFor(order, listing)).length,
    }));
    const last = open.at(-1);
    return { listings: shown, next: open.length === limit && last !== undefined ? keyOf(last) : null };
  });
}

export function showLinkChanges({ uow, ledger }: ShowLinksDeps, limit: number): Promise<readonly LinkChange[]> {
  return uow.run((tx) => ledger.linkChanges(tx, limit));
}

function described(listing: Listing, all: readonly Listing[], till: string): Omit<OpenListing, 'ordersWaiting'> {
  const { channel, externalId, sku, barcode, title } = listing;
  const proposal = proposeLink(listing, all, till);
  const about = { channel, externalId, sku, barcode, title };
  // The same labels may have come to fit since: the next word on the listing links it.
  if (proposal.itemId !== null) return { ...about, reason: 'it is about to be linked', candidates: [] };
  const candidates = proposal.candidates.map((candidate) => {
    const own = all.find((row) => row.channel === till && row.itemId === candidate.itemId);
    return { ...candidate, sku: own?.sku ?? null, barcode: own?.barcode ?? null, title: own?.title ?? '' };
  });
  return { ...about, reason: proposal.reason, candidates };
}

function waitsFor(order: { channel: string; waiting: readonly string[] }, listing: ListingKey): boolean {
  return order.channel === listing.channel && order.waiting.includes(listing.externalId);
}

const keyOf = ({ channel, externalId }: Listing): ListingKey => ({ channel, externalId });
