import { PermanentError, type Tx } from '@tillbridge/persistence';
import type { StorePlace } from '../store-adapter';
import type { StoreChannels, StoreSettings } from './store-channels';

/** @throws PermanentError that names every configured location that the store cannot serve from, and what it can. */
export function checkLocations(settings: StoreSettings, found: readonly StorePlace[]): void {
  const problems = unservable(settings, found);
  if (problems.length === 0) return;
  const active = found.filter((place) => place.active).map(({ id, name }) => `${id} (${name})`);
  throw new PermanentError(
    `${problems.join('; ')}; put an active location of the store there: ${active.join(', ') || 'it has none'}`,
  );
}

/** What is wrong with each configured location that the store cannot serve from. */
export function unservable(settings: StoreSettings, found: readonly StorePlace[]): string[] {
  return settings.storeLocations.flatMap((id, index) => {
    const problem = problemOf(found.find((place) => place.id === id));
    return problem ? [`stores[${settings.channel}].locations[${index}].storeLocation: "${id}" ${problem}`] : [];
  });
}

function problemOf(place: StorePlace | undefined): string | null {
  if (!place) return 'is no location of the store';
  return place.active ? null : `(${place.name}) was deactivated in the store`;
}

/** With a single active location there is no question from where an order is served. */
export function onlyLocation(found: readonly StorePlace[]): string | null {
  const [only, ...others] = found.filter((place) => place.active);
  return only && others.length === 0 ? only.id : null;
}

/** What every order of the channel is served from; null while that has to be asked order by order. */
export async function soleLocationOf(tx: Tx, channels: StoreChannels, channel: string): Promise<string | null> {
  const row = await channels.get(tx, channel);
  const sole = row?.soleLocation ?? null;
  // The configuration may have changed since the store was asked.
  return sole !== null && row?.settings.storeLocations.includes(sole) ? sole : null;
}
