import { at, type Path } from './path';
import { repeated, type Place } from './repeated';
import type { ShopConfig, WebOrders } from './shop-config';

const root: Path = ['till', 'webOrders'];
const named = ({ channel, location }: Pick<WebOrders, 'channel' | 'location'>) => `${channel} at ${location}`;

/**
 * One entry for each location that a store or seller serves its orders from. An entry for a location that it serves no longer may
 * stay: orders recorded there before may still have to be reversed.
 */
export function webOrderChecks(shop: ShopConfig, locations: string[]): string[] {
  const channels = [...shop.stores, ...shop.sellers].map(({ channel }) => channel);
  const kind = shop.sellers.length === 0 ? 'store' : 'store or seller';
  const entries = shop.till.webOrders;
  return [
    ...repeated(
      'entry for',
      entries.map((entry, i): Place => [[...root, i], named(entry)]),
    ),
    ...entries.flatMap(({ channel }, i) => unknown([...root, i, 'channel'], channel, kind, channels)),
    ...entries.flatMap(({ location }, i) => unknown([...root, i, 'location'], location, 'location', locations)),
    ...missingEntries(shop, locations),
  ];
}

function unknown(path: Path, value: string, what: string, known: string[]): string[] {
  return known.includes(value) ? [] : [`${at(path)}: "${value}" is no configured ${what}; known: ${known.join(', ')}`];
}

function missingEntries({ till, stores, sellers }: ShopConfig, known: string[]): string[] {
  const covered = new Set(till.webOrders.map(named));
  const served = [
    ...stores.flatMap(({ channel, locations }) => locations.map(({ serves }) => ({ channel, serves }))),
    ...sellers,
  ].flatMap(({ channel, serves }) => serves.map((location) => ({ channel, location })));
  return served
    .filter((pair) => known.includes(pair.location) && !covered.has(named(pair)))
    .map(
      ({ channel, location }) =>
        `${at(root)}: there is no entry with channel "${channel}" and location "${location}"; ` +
        'add one, so that orders served from there can be recorded at the till',
    );
}
