import { labelOf, type Listing } from '../ledger/ledger';

const labels = ['sku', 'barcode'] as const;
type Label = (typeof labels)[number];

/** An item that a listing may be, and why it is not linked to it without a person. */
export interface Candidate {
  readonly itemId: string;
  readonly label: Label;
  readonly whyNot: string;
}

export type Proposal =
  | { readonly itemId: string; readonly label: Label }
  /** `reason`: why nothing is proposed, for a person. */
  | { readonly itemId: null; readonly reason: string; readonly candidates: readonly Candidate[] };

/**
 * What a store's listing is, by its SKU, else by its barcode: only where exactly one item fits that this store does not sell
 * yet. `all` holds at least every listing that carries one of its labels, and those of the items behind them.
 */
export function proposeLink(listing: Listing, all: readonly Listing[], till: string): Proposal {
  if (listing.linkedBy === 'person') return none('a person took its link away', candidatesOf(listing, all, till));
  if (listing.removed) return none('it is archived in its store', []);
  for (const label of labels) {
    const fits = fitting(listing, label, all, till);
    const rivals = rivalsOf(listing, label, all);
    if (fits.length > 1 || rivals.length > 1) {
      const reason = fits.length > 1 ? `several items have its ${said(label)}` : rivalry(label, rivals);
      return none(reason, candidatesOf(listing, all, till));
    }
    const [fit] = fits;
    if (fit?.itemId == null) continue;
    const taken = sellingIt(listing, fit.itemId, all);
    if (taken === undefined) return { itemId: fit.itemId, label };
    return none(`its store sells the item with its ${said(label)} already`, candidatesOf(listing, all, till));
  }
  return none(nothingFits(listing), []);
}

const none = (reason: string, candidates: readonly Candidate[]): Proposal => ({ itemId: null, reason, candidates });
const said = (label: Label): string => (label === 'sku' ? 'SKU' : label);

function rivalry(label: Label, rivals: readonly Listing[]): string {
  return `${rivals.length} listings of its store have its ${said(label)}`;
}

function nothingFits(listing: Listing): string {
  const has = labels.filter((label) => labelOf(listing[label]) !== null).map(said);
  return has.length === 0 ? 'it has neither SKU nor barcode' : `no item at the till has its ${has.join(' or ')}`;
}

/** Every item at the till that shares a label with it. */
function candidatesOf(listing: Listing, all: readonly Listing[], till: string): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  for (const label of labels) {
    const fits = fitting(listing, label, all, till);
    for (const { itemId } of fits)
      if (itemId !== null && !found.has(itemId))
        found.set(itemId, { itemId, label, whyNot: whyNot(listing, { itemId, label }, fits, all) });
  }
  return [...found.values()];
}

function whyNot(
  listing: Listing,
  { itemId, label }: { itemId: string; label: Label },
  fits: readonly Listing[],
  all: readonly Listing[],
): string {
  const taken = sellingIt(listing, itemId, all);
  if (taken !== undefined) return `${listing.channel} sells it as ${taken.externalId} already`;
  if (fits.length > 1) return `${fits.length} items at the till have this ${said(label)}`;
  const rivals = rivalsOf(listing, label, all);
  return rivals.length > 1 ? rivalry(label, rivals) : 'a person took its link away';
}

function fitting(listing: Listing, label: Label, all: readonly Listing[], till: string): readonly Listing[] {
  return sharing(listing, label, all).filter(({ channel }) => channel === till);
}

/** Itself is one of them. */
function rivalsOf(listing: Listing, label: Label, all: readonly Listing[]): readonly Listing[] {
  return sharing(listing, label, all).filter(({ channel }) => channel === listing.channel);
}

function sharing(listing: Listing, label: Label, all: readonly Listing[]): readonly Listing[] {
  const wanted = labelOf(listing[label]);
  return wanted === null ? [] : all.filter((other) => !other.removed && labelOf(other[label]) === wanted);
}

function sellingIt({ channel }: Listing, itemId: string, all: readonly Listing[]): Listing | undefined {
  return all.find((other) => other.channel === channel && other.itemId === itemId);
}
