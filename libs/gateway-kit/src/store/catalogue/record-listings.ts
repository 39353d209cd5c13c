import { catalogItemListed, type Cause } from '@tillbridge/contracts';
import type { OutgoingFact, Tx } from '@tillbridge/persistence';
import type { StoreState } from '../store-state';
import type { Described } from '../store-adapter';
import { wantTask } from '../tasks/want-task';
import type { Listing } from './id-map';
import { openLevels } from './open-levels';

export interface ListingsFound {
  /** Read just now, not carried by a message that may be old. */
  readonly authoritative: boolean;
  readonly cause: Cause;
  /** The item that one of these listings was created for. */
  readonly createdFor?: { externalId: string; itemId: string };
}

/**
 * Records how a store describes what it lists; what says nothing new costs nothing (every level we push comes back as a
 * message about the whole product). A listing whose stock-keeping the message leaves open is read from the store.
 */
export async function recordListings(
  tx: Tx,
  state: StoreState,
  channel: string,
  described: readonly Described[],
  found: ListingsFound,
): Promise<void> {
  if (described.length === 0) return;
  const known = new Map(
    (
      await state.idMap.listings(
        tx,
        channel,
        described.map((each) => each.externalId),
      )
    ).map((row) => [row.externalId, row]),
  );
  const news: Listing[] = [];
  const unclear = new Set<string>();
  for (const each of described) {
    const before = known.get(each.externalId);
    const verdict = judge(before, each, channel, found.authoritative);
    if (verdict === 'unclear') unclear.add(each.groupRef ?? each.externalId);
    else if (verdict !== 'nothing new') news.push(verdict);
  }
  for (const groupRef of unclear) await wantTask(tx, state, channel, 'read-group', groupRef);
  const created = described.filter(({ externalId }) => externalId === found.createdFor?.externalId);
  await saveListings(tx, state, channel, news, found);
  // A created listing may have been seen, and told, before we knew what it was created for: say it now.
  const untold = created.filter(({ externalId }) => !news.some((row) => row.externalId === externalId));
  await tell(
    tx,
    state,
    untold.map((each) => ({ ...each, channel, tracked: each.tracked ?? true })),
    found,
  );
}

/**
 * The group's listings are exactly these: what else we know of it is gone, and what it shows counts no more. Of what was
 * seen in the very same second nobody knows whether it went or came, so then the group is read.
 */
export async function recordGroup(
  tx: Tx,
  state: StoreState,
  channel: string,
  group: { groupRef: string; externalIds: readonly string[]; at: Date },
  cause: Cause,
): Promise<void> {
  const known = await state.idMap.listingsOfGroups(tx, channel, [group.groupRef]);
  const missing = known.filter((row) => row.standing !== 'gone' && !group.externalIds.includes(row.externalId));
  if (missing.some((row) => row.observedAt.getTime() === group.at.getTime()))
    await wantTask(tx, state, channel, 'read-group', group.groupRef);
  const gone = missing
    .filter((row) => row.observedAt < group.at)
    .map((row): Listing => ({ ...row, removed: true, standing: 'gone', observedAt: group.at }));
  await saveListings(tx, state, channel, gone, { authoritative: true, cause });
}

function judge(
  known: Listing | undefined,
  seen: Described,
  channel: string,
  authoritative: boolean,
): Listing | 'nothing new' | 'unclear' {
  const tracked = seen.tracked ?? known?.tracked ?? null;
  if (tracked === null) return 'unclear';
  const listing: Listing = { ...seen, channel, tracked };
  if (!known) return listing;
  if (sameDescription(known, listing) || seen.observedAt < known.observedAt) return 'nothing new';
  // Vendors stamp by the second: of two messages with one stamp the later to arrive may be the older.
  if (!authoritative && seen.observedAt.getTime() === known.observedAt.getTime()) return 'unclear';
  return listing;
}

function sameDescription(a: Listing, b: Listing): boolean {
  const text = ({ observedAt: _, ...listing }: Listing) => JSON.stringify(Object.entries(listing).sort());
  return text(a) === text(b);
}

async function saveListings(
  tx: Tx,
  state: StoreState,
  channel: string,
  listings: readonly Listing[],
  found: ListingsFound,
): Promise<void> {
  if (listings.length === 0) return;
  await state.idMap.saveListings(tx, listings);
  await tell(tx, state, listings, found);
  await openLevels(tx, state, channel, listings, found.cause);
}

async function tell(tx: Tx, state: StoreState, listings: readonly Listing[], found: ListingsFound): Promise<void> {
  const facts = listings.map((listing): OutgoingFact<typeof catalogItemListed> => {
    const { channel, externalId, sku, barcode, title, price, tracked, removed, standing, observedAt } = listing;
    const createdFor = found.createdFor?.externalId === externalId ? found.createdFor.itemId : null;
    const data = { channel, externalId, sku, barcode, title, price, tracked, removed, standing, createdFor };
    return {
      definition: catalogItemListed,
      cause: found.cause,
      data: { ...data, observedAt: observedAt.toISOString() },
    };
  });
  await state.outbox.add(tx, facts);
}
