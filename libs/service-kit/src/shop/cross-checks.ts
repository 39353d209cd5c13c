import { at, type Path } from './path';
import type { ShopConfig, StoreSettings } from './shop-config';

/** What no single block can know: names that must be unique, and names that must exist elsewhere in the file. */
export function crossChecks(shop: ShopConfig): string[] {
  const locations = shop.till.locations.map((entry) => entry.location);
  const channels = shop.stores.map((store) => store.channel);
  return [
    ...repeated('channel', [
      [['till', 'channel'], shop.till.channel],
      ...shop.stores.map((store, i): Place => [['stores', i, 'channel'], store.channel]),
    ]),
    ...repeated(
      'domain',
      shop.stores.map((store, i): Place => [['stores', i, 'domain'], store.domain]),
    ),
    ...repeated('location', places(['till', 'locations'], 'location', shop.till.locations)),
    ...repeated('outlet', places(['till', 'locations'], 'outlet', shop.till.locations)),
    ...repeated('channel', places(['till', 'webOrders'], 'channel', shop.till.webOrders)),
    ...unknownStores(shop, channels),
    ...storesWithoutWebOrders(shop),
    ...shop.stores.flatMap((store, i) => storeChecks(store, ['stores', i], locations)),
  ];
}

type Place = [path: Path, value: string];

function places<K extends string>(path: Path, key: K, entries: readonly Record<K, string>[]): Place[] {
  return entries.map((entry, i) => [[...path, i, key], entry[key]]);
}

function repeated(what: string, entries: Place[]): string[] {
  const first = new Map<string, Path>();
  return entries.flatMap(([path, value]) => {
    const earlier = first.get(value);
    if (!earlier) first.set(value, path);
    return earlier ? [`${at(path)}: the ${what} "${value}" is taken by ${at(earlier)} already`] : [];
  });
}

function unknownStores(shop: ShopConfig, channels: string[]): string[] {
  return shop.till.webOrders.flatMap(({ channel }, i) =>
    channels.includes(channel)
      ? []
      : [
          `${at(['till', 'webOrders', i, 'channel'])}: "${channel}" is no configured store; known: ${channels.join(', ')}`,
        ],
  );
}

function storesWithoutWebOrders(shop: ShopConfig): string[] {
  const covered = shop.till.webOrders.map((entry) => entry.channel);
  return shop.stores.flatMap(({ channel }) =>
    covered.includes(channel)
      ? []
      : [`till.webOrders: there is no entry for "${channel}"; add one, so that its orders can be recorded at the till`],
  );
}

function storeChecks(store: StoreSettings, path: Path, locations: string[]): string[] {
  const served = store.locations.flatMap((entry, i) =>
    entry.serves.map((location, j): Place => [[...path, 'locations', i, 'serves', j], location]),
  );
  const unknown = served
    .filter(([, location]) => !locations.includes(location))
    .map(
      ([where, location]) => `${at(where)}: "${location}" is no configured location; known: ${locations.join(', ')}`,
    );
  const credentials =
    store.clientId || store.accessToken
      ? []
      : [`${at([...path, 'clientId'])}: is missing; give clientId (with clientSecret), or a static accessToken`];
  return [
    ...unknown,
    // The same units listed at two places of one store would be offered twice.
    ...repeated('location', served),
    ...repeated('store location', places([...path, 'locations'], 'storeLocation', store.locations)),
    ...credentials,
  ];
}
