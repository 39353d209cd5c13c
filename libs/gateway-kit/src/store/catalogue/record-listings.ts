import { catalogItemListed, type Cause } from '@tillbridge/contracts';
import type { OutgoingFact, Tx } from '@tillbridge/persistence';
import { inTurn, type StoreState } from '../store-state';
import type { Described } from '../store-adapter';
import { wantTask } from '../tasks/want-task';
import { groupOf, type Listing, type UnsavedListing } from './id-map';
import { openLevels } from './open-levels';

export interface ListingsFound {
  readonly cause: Cause;
  /** Read from the store after this mark was taken (`IdMap.mark`); null: carried by a message, which may be old. */
  readonly readAfter: number | null;
  /** The item that one of these listings was created for. */
  readonly createdFor?: { externalId: string; itemId: string };
}

/** To be taken before the store is asked: what is changed from now on is newer than what it answers. */
export function markOf(state: StoreState, channel: string): Promise<number> {
  return inTurn(state, channel, (tx) => state.idMap.mark(tx));
}

/**
 * Records how a store describes what it lists; what says nothing new costs nothing (every level we push comes back as a
 * message about the whole product). A listing that the message leaves open is read from the store.
 */
export async function recordListings(
  tx: Tx,
  state: StoreState,
  channel: string,
  described: readonly Described[],
  found: ListingsFound,
): Promise<void> {
  if (described.length === 0) return;
  // A read that is under way may be older, and what says nothing new leaves no other trace.
  await state.tasks.renew(tx, channel, 'read-group', [...new Set(described.map(groupOf))], state.now());
  await takeListings(tx, state, channel, described, found);
}

async function takeListings(
  tx: Tx,
  state: StoreState,
  channel: string,
  described: readonly Described[],
  found: ListingsFound,
): Promise<void> {
  const ids = described.map(({ externalId }) => externalId);
  const known = new Map((await state.idMap.listings(tx, channel, ids)).map((row) => [row.externalId, row]));
  const news: UnsavedListing[] = [];
  const unclear = new Set<string>();
  for (const each of described) {
    const verdict = judge(known.get(each.externalId), each, channel, found.readAfter);
    if (verdict === 'unclear') unclear.add(groupOf(each));
    else if (verdict !== 'nothing new') news.push(verdict);
  }
  for (const group of unclear) await wantTask(tx, state, channel, 'read-group', group);
  await saveListings(tx, state, channel, news, found);
  // A created listing may have been seen, and told, before we knew what it was created for: say it now.
  const created = found.createdFor && known.get(found.createdFor.externalId);
  if (created && !news.some(({ externalId }) => externalId === created.externalId))
    await tell(tx, state, [created], found);
}

/** A message names the listings of a group. It may be old, so what it leaves out is for a read to find gone. */
export async function recordGroup(
  tx: Tx,
  state: StoreState,
  channel: string,
  { groupRef, externalIds }: { groupRef: string; externalIds: readonly string[] },
): Promise<void> {
  const missing = await listedBeside(tx, state, channel, groupRef, externalIds);
  if (missing.length > 0) await wantTask(tx, state, channel, 'read-group', groupRef);
}

/**
 * A group as it was read: what else we know of it is gone, and what it shows counts no more. Unless it was changed since the
 * store was asked: then the group is read again.
 */
export async function recordGroupRead(
  tx: Tx,
  state: StoreState,
  channel: string,
  group: { groupRef: string; listings: readonly Described[] },
  found: { cause: Cause; readAfter: number },
): Promise<void> {
  const { groupRef, listings } = group;
  await takeListings(tx, state, channel, listings, found);
  const ids = listings.map(({ externalId }) => externalId);
  const missing = await listedBeside(tx, state, channel, groupRef, ids);
  const gone = missing.filter(({ seq }) => seq <= found.readAfter);
  if (gone.length < missing.length) await wantTask(tx, state, channel, 'read-group', groupRef);
  const rows = gone.map((row) => ({ ...row, removed: true, standing: 'gone' as const }));
  await saveListings(tx, state, channel, rows, found);
}

/** What of a group is not gone, as far as we know, beside these. */
async function listedBeside(
  tx: Tx,
  { idMap }: StoreState,
  channel: string,
  groupRef: string,
  externalIds: readonly string[],
): Promise<Listing[]> {
  const known = await idMap.listingsOfGroup(tx, channel, groupRef);
  return known.filter(({ externalId, standing }) => standing !== 'gone' && !externalIds.includes(externalId));
}

function judge(
  known: Listing | undefined,
  seen: Described,
  channel: string,
  readAfter: number | null,
): UnsavedListing | 'nothing new' | 'unclear' {
  const listing = filledUp(seen, known, channel);
  if (listing === null) return 'unclear';
  if (!known) return listing;
  if (sameDescription(known, listing)) return 'nothing new';
  return readAfter === null ? byHearsay(known, listing) : byReading(known, listing, readAfter);
}

/** What a message does not say is as it was; null when nobody has said it yet. */
function filledUp(seen: Described, known: Listing | undefined, channel: string): UnsavedListing | null {
  const tracked = seen.tracked ?? known?.tracked ?? null;
  const removed = seen.removed ?? known?.removed ?? null;
  const standing = seen.standing ?? known?.standing ?? null;
  if (tracked === null || removed === null || standing === null) return null;
  return { ...seen, channel, tracked, removed, standing };
}

/**
 * Of two states of one second nobody knows which is older. Nor does what sells become withdrawn by a message, or come back: the
 * one that overtook it may have said what is known already, and have left no trace.
 */
function byHearsay(known: Listing, listing: UnsavedListing): UnsavedListing | 'nothing new' | 'unclear' {
  if (secondOf(listing) < secondOf(known)) return 'nothing new';
  const turns = listing.standing !== known.standing || listing.removed !== known.removed;
  return turns || secondOf(listing) === secondOf(known) ? 'unclear' : listing;
}

/** A reading holds, unless the listing was changed since the store was asked. */
function byReading(
  known: Listing,
  listing: UnsavedListing,
  readAfter: number,
): UnsavedListing | 'nothing new' | 'unclear' {
  if (known.seq > readAfter) return 'unclear';
  if (secondOf(listing) >= secondOf(known)) return listing;
  // The store has told of a newer state than it answers with; but it cannot answer with what is gone.
  return known.standing === 'gone' ? { ...listing, observedAt: known.observedAt } : 'nothing new';
}

/** Vendors stamp by the second. */
const secondOf = ({ observedAt }: UnsavedListing): number => Math.floor(observedAt.getTime() / 1_000);

function sameDescription(a: Listing, b: UnsavedListing): boolean {
  const text = ({ observedAt: _at, seq: _seq, ...listing }: Partial<Listing>) =>
    JSON.stringify(Object.entries(listing).sort());
  return text(a) === text(b);
}

async function saveListings(
  tx: Tx,
  state: StoreState,
  channel: string,
  listings: readonly UnsavedListing[],
  found: ListingsFound,
): Promise<void> {
  if (listings.length === 0) return;
  const saved = await state.idMap.saveListings(tx, listings);
  await tell(tx, state, saved, found);
  await openLevels(tx, state, channel, saved, found.cause);
}

async function tell(tx: Tx, state: StoreState, listings: readonly Listing[], found: ListingsFound): Promise<void> {
  const facts = listings.map((listing): OutgoingFact<typeof catalogItemListed> => {
    const { channel, externalId, sku, barcode, title, price, tracked, removed, standing, observedAt, seq } = listing;
    const createdFor = found.createdFor?.externalId === externalId ? found.createdFor.itemId : null;
    const data = { channel, externalId, sku, barcode, title, price, tracked, removed, standing, createdFor };
    return {
      definition: catalogItemListed,
      cause: found.cause,
      data: { ...data, observedAt: observedAt.toISOString(), seq },
    };
  });
  await state.outbox.add(tx, facts);
}
