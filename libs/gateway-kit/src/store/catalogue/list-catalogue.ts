import { asked, inTurn, type StoreState } from '../store-state';
import type { StoreAdapter } from '../store-adapter';
import { openLevels } from './open-levels';
import { markOf, recordListings } from './record-listings';

const pageMax = 200;

/** Learns what the store lists. @returns how many things that is. */
export async function listCatalogue(state: StoreState, adapter: StoreAdapter): Promise<number> {
  const count = await readCatalogue(state, adapter);
  await reviewListings(state, adapter);
  return count;
}

async function readCatalogue(state: StoreState, adapter: StoreAdapter): Promise<number> {
  const cause = asked(adapter.channel, 'catalogue', state.now());
  let count = 0;
  let after: string | null = null;
  do {
    const readAfter = await markOf(state, adapter.channel);
    const page: Awaited<ReturnType<StoreAdapter['listCatalogue']>> = await adapter.listCatalogue(after);
    await inTurn(state, adapter.channel, (tx) =>
      recordListings(tx, state, adapter.channel, page.listings, { readAfter, cause }),
    );
    count += page.listings.length;
    after = page.next;
  } while (after !== null);
  return count;
}

/** What was known before, too, has a level wherever the store is configured to sell by now. */
async function reviewListings(state: StoreState, { channel }: StoreAdapter): Promise<void> {
  const cause = asked(channel, 'catalogue', state.now());
  let after: string | null = null;
  do {
    const page = await inTurn(state, channel, async (tx) => {
      const listings = await state.idMap.page(tx, channel, after, pageMax);
      await openLevels(tx, state, channel, listings, cause);
      return listings;
    });
    after = page.length < pageMax ? null : page.at(-1)!.externalId;
  } while (after !== null);
}
