import type { Cause } from '@tillbridge/contracts';
import type { Tx } from '@tillbridge/persistence';
import { untold, want, type StoreLevel } from '../book/store-level';
import type { StoreState } from '../store-state';
import type { LevelKey } from '../store-adapter';
import type { Link, Listing } from './id-map';

/**
 * Every tracked listing has a level at each configured location, withdrawn ones too: what they show has to be known, and
 * lowered. A new level is read, which gives it its base.
 */
export async function openLevels(
  tx: Tx,
  state: StoreState,
  channel: string,
  listings: readonly Listing[],
  cause: Cause,
): Promise<void> {
  const levelled = listings.filter(({ tracked, standing }) => tracked && standing !== 'gone');
  const row = await state.channels.get(tx, channel);
  const locations = row?.settings.storeLocations ?? [];
  const keys = levelled.flatMap(({ externalId }) =>
    locations.map((storeLocation): LevelKey => ({ externalId, storeLocation })),
  );
  const refs = new Map(levelled.map((listing) => [listing.externalId, listing.levelRef]));
  await state.book.change(tx, channel, keys, cause, (level) => {
    const levelRef = refs.get(level.externalId)!;
    return level.levelRef === levelRef ? level : { ...level, levelRef };
  });
  await attachLinks(tx, state, channel, await state.idMap.links(tx, channel, [...refs.keys()]), cause);
}

/** Gives the levels of linked listings their item and the number the core wants there. */
export async function attachLinks(
  tx: Tx,
  state: StoreState,
  channel: string,
  links: readonly Link[],
  cause: Cause,
): Promise<void> {
  if (links.length === 0) return;
  const row = await state.channels.get(tx, channel);
  const desired = await state.desired.of(tx, channel, [...new Set(links.map((link) => link.itemId))]);
  const items = new Map(links.map((link) => [link.externalId, link.itemId]));
  const keys = links.flatMap(({ externalId }) =>
    (row?.settings.storeLocations ?? []).map((storeLocation): LevelKey => ({ externalId, storeLocation })),
  );
  await state.book.change(tx, channel, keys, cause, (level) => {
    const itemId = items.get(level.externalId)!;
    const wanted = desired.find((each) => each.itemId === itemId && each.storeLocation === level.storeLocation);
    const linked = level.itemId === itemId ? level : relinked(level, itemId);
    return wanted ? want(linked, wanted) : linked;
  });
}

/** What was wanted for another item says nothing about this one, and what was told before the link reached nobody. */
export function relinked(level: StoreLevel, itemId: string | null): StoreLevel {
  const unsaid = { settledVersion: 0, reported: untold, told: null };
  return { ...level, ...unsaid, itemId, desired: null, refusal: null };
}
