import { at, type Path } from './path';
import { policyChecks } from './policy-checks';
import { repeated, type Place } from './repeated';
import type { SellerSettings, ShopConfig, StoreSettings } from './shop-config';
import { webOrderChecks } from './web-order-checks';

/** What no single block can know: names that must be unique, and names that must exist elsewhere in the file. */
export function crossChecks(shop: ShopConfig): string[] {
  const locations = shop.till.locations.map((entry) => entry.location);
  const channels = shop.stores.map((store) => store.channel);
  return [
    ...repeated('channel', [
      [['till', 'channel'], shop.till.channel],
      ...shop.stores.map((store, i): Place => [['stores', i, 'channel'], store.channel]),
      ...shop.sellers.map((seller, i): Place => [['sellers', i, 'channel'], seller.channel]),
    ]),
    ...repeated(
      'domain',
      shop.stores.map((store, i): Place => [['stores', i, 'domain'], store.domain]),
    ),
    ...repeated('location', places(['till', 'locations'], 'location', shop.till.locations)),
    ...repeated('outlet', places(['till', 'locations'], 'outlet', shop.till.locations)),
    ...webOrderChecks(shop, locations),
    ...shop.stores.flatMap((store, i) => storeChecks(store, ['stores', i], locations)),
    ...shop.sellers.flatMap((seller, i) => sellerChecks(seller, ['sellers', i], locations)),
    ...policyChecks(shop.policy, { stores: channels, sellers: shop.sellers.map(({ channel }) => channel), locations }),
  ];
}

function places<K extends string>(path: Path, key: K, entries: readonly Record<K, string>[]): Place[] {
  return entries.map((entry, i) => [[...path, i, key], entry[key]]);
}

function storeChecks(store: StoreSettings, path: Path, locations: string[]): string[] {
  const served = store.locations.flatMap((entry, i) =>
    entry.serves.map((location, j): Place => [[...path, 'locations', i, 'serves', j], location]),
  );
  const credentials =
    store.clientId || store.accessToken
      ? []
      : [`${at([...path, 'clientId'])}: is missing; give clientId (with clientSecret), or a static accessToken`];
  return [
    ...unknownLocations(served, locations),
    // The same units listed at two places of one store would be offered twice.
    ...repeated('location', served),
    ...repeated('store location', places([...path, 'locations'], 'storeLocation', store.locations)),
    ...credentials,
  ];
}

function sellerChecks({ serves }: SellerSettings, path: Path, locations: string[]): string[] {
  const served = serves.map((location, j): Place => [[...path, 'serves', j], location]);
  return [...unknownLocations(served, locations), ...repeated('location', served)];
}

function unknownLocations(served: readonly Place[], locations: string[]): string[] {
  return served
    .filter(([, location]) => !locations.includes(location))
    .map(
      ([where, location]) => `${at(where)}: "${location}" is no configured location; known: ${locations.join(', ')}`,
    );
}
