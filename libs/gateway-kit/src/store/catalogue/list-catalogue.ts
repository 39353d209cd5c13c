import { asked, inTurn, type StoreState } from '../store-state';
import type { StoreAdapter } from '../store-adapter';
import { wantTask } from '../tasks/want-task';
import { groupOf } from './id-map';
import { openLevels } from './open-levels';
import { markOf, recordListings } from './record-listings';

type Catalogue = Pick<StoreAdapter, 'channel' | 'listCatalogue'>;

const pageMax = 200;

/** Learns what the store lists, and what it does not any more. @returns how many things it lists. */
export async function listCatalogue(state: StoreState, adapter: Catalogue): Promise<number> {
  const listed = await readCatalogue(state, adapter);
  await reviewListings(state, adapter, listed);
  return listed.size;
}

async function readCatalogue(state: StoreState, adapter: Catalogue): Promise<ReadonlySet<string>> {
  const cause = asked(adapter.channel, 'catalogue', state.now());
  const listed = new Set<string>();
  let after: string | null = null;
  do {
    const readAfter = await markOf(state, adapter.channel);
    const page: Awaited<ReturnType<StoreAdapter['listCatalogue']>> = await adapter.listCatalogue(after);
    await inTurn(state, adapter.channel, (tx) =>
      recordListings(tx, state, adapter.channel, page.listings, { readAfter, cause }),
    );
    for (const { externalId } of page.listings) listed.add(externalId);
    after = page.next;
  } while (after !== null);
  return listed;
}

/**
 * What was known before, too, has a level wherever the store is configured to sell by now. What the store did not list is
 * read, for the word that it is gone may have been lost: nobody else would ever say so, and it would keep its units.
 */
async function reviewListings(state: StoreState, { channel }: Catalogue, listed: ReadonlySet<string>): Promise<void> {
  const cause = asked(channel, 'catalogue', state.now());
  let after: string | null = null;
  do {
    const page = await inTurn(state, channel, async (tx) => {
      const listings = await state.idMap.page(tx, channel, after, pageMax);
      await openLevels(tx, state, channel, listings, cause);
      const unlisted = listings.filter(({ externalId }) => !listed.has(externalId));
      for (const group of new Set(unlisted.map(groupOf))) await wantTask(tx, state, channel, 'read-group', group);
      return listings;
    });
    after = page.length < pageMax ? null : page.at(-1)!.externalId;
  } while (after !== null);
}
