import {
  allChannels,
  assertItem,
  assertRaises,
  decideAvailability,
  decideOrderLine,
  decideSettled,
  decideStoreReport,
  decideTillFinding,
  freeForSure,
  InvariantBroken,
  isDealt,
  settleClaims,
  uncountedAt,
  unsoldAt,
  viewOf,
  type ItemState,
  type PublishedAvailability,
  type ShopLayout,
} from '@tillbridge/stock-domain';
import type { Rules } from './rules';
import { layoutOf, type Decide, type Decided, type Setting } from './setting';
import { location, sumOf, withStore, type State, type Store, type Told } from './state';

/** Nothing here rests on time that passes: all of it happens at once, in any order. */
export const now = 1_000;

/** One decision of the core, as its batches make it. The same item is decided once: lives meet again and again. */
export function decidingBy({ remembers }: Rules): Decide {
  const known = new Map<string, Decided>();
  return (item, layout) => {
    const key = `${layout.policy.version} ${JSON.stringify(item)}`;
    const decided = known.get(key) ?? decide(item, layout, remembers);
    known.set(key, decided);
    return decided;
  };
}

function decide(before: ItemState, layout: ShopLayout, remembers: Rules['remembers']): Decided {
  const linked = allChannels(layout);
  const { items, losses } = settleClaims([before], layout, now);
  const [judged] = items;
  const next = { ...judged!, version: judged!.version + 1, views: judged!.views.map(remembers) };
  const { item, changed } = decideAvailability(next, linked, layout, now);
  const lost = sumOf(losses, ({ units }) => units);
  try {
    assertItem(item, now);
    assertRaises(item, changed, linked, layout, now);
  } catch (error) {
    if (error instanceof InvariantBroken) return { item, changed, lost, broken: error.message };
    throw error;
  }
  return { item, changed, lost, broken: unguarded(item, changed, layout) };
}

/** The guard in plain numbers, as the protocol has it for one location: what all may show is no more than what is free. */
function unguarded(item: ItemState, changed: readonly PublishedAvailability[], layout: ShopLayout): string | null {
  if (!isDealt(item, location)) return null;
  const room = roomFor(item, layout);
  const beyond = changed.find(({ channel, storeLocation, raiseTo }) => {
    const own = viewOf(item, channel, storeLocation);
    const others = layout.places.filter((place) => place.channel !== channel);
    return raiseTo > 0 && raiseTo + uncountedAt(own) + sumOf(others, (place) => spokenFor(item, place)) > room;
  });
  return beyond === undefined ? null : `${beyond.channel} may be raised to ${beyond.raiseTo}, past what is left for it`;
}

const roomFor = (item: ItemState, { policy }: ShopLayout): number =>
  Math.max(0, freeForSure(item, location) - policy.escrow.tillBuffer);

/** What a store may still show, and what it misses and the core has not counted. */
function spokenFor(item: ItemState, { channel, storeLocation }: { channel: string; storeLocation: string }): number {
  const view = viewOf(item, channel, storeLocation);
  return unsoldAt(view) + uncountedAt(view);
}

/** Units are dealt, and all that the stores may show is there: from here on each unit is on sale once. */
const isDealtOut = (item: ItemState, layout: ShopLayout): boolean =>
  isDealt(item, location) && sumOf(layout.places, (place) => spokenFor(item, place)) <= roomFor(item, layout);

/** The core takes this in, decides, and tells the gateways what has changed. */
export function decided(state: State, item: ItemState, setting: Setting): State {
  const layout = layoutOf(setting, state);
  const { item: core, changed, lost, broken } = setting.decide(item, layout);
  const isStill = state.isEstablished && isDealt(core, location);
  const left = lost > 0 && !isExcused(state, setting) ? 'an order was left without a unit' : null;
  return changed.reduce(
    (next, told) => {
      const at = next.stores.findIndex(({ channel }) => channel === told.channel);
      return withStore(next, at, { toGateway: [...next.stores[at]!.toGateway, told] });
    },
    { ...state, core, isEstablished: isStill || isDealtOut(core, layout), broken: broken ?? left },
  );
}

/**
 * A till sale takes a unit from whom it was promised to; a unit put back may be sold again before the core knows; and what
 * somebody has added by hand is sold before anybody can take it off.
 */
function isExcused({ sold, stores, core }: State, { excusesTill }: Setting): boolean {
  const putBack = sumOf(stores, ({ orders }) => orders.filter(({ cancelled }) => cancelled === 'put back').length);
  const counted = sumOf(core.views, ({ restocksCounted }) => restocksCounted);
  const added = sumOf(stores, (store) => store.added);
  return (excusesTill && sold > 0) || putBack > counted || added > 0;
}

/** What the item becomes once the core has heard this of a store. */
export function heard(item: ItemState, told: Told, store: Store, layout: ShopLayout): ItemState {
  const { channel, storeLocation } = store;
  if (told.kind === 'claim') return decideStoreReport(item, told.report);
  if (told.kind === 'settled') return decideSettled(item, { ...told.level, channel, storeLocation }, now);
  const order = `${told.order + 1}`;
  const isKnown = item.promises.some((promise) => promise.channel === channel && promise.order === order);
  // An older copy says nothing to who knows the newer one.
  if (isKnown && told.cancelled === null) return item;
  const restocked = told.cancelled === 'put back' ? 1 : 0;
  const current = told.cancelled === null ? 1 : 0;
  const line = { line: '1', movedFrom: [], paid: true, placedAt: now, ordered: 1, fulfilled: 0 };
  return decideOrderLine(item, { channel, order, storeLocation, ...line, current, restocked }, layout);
}

/** The core hears of sales at the till, with the level that they left. Rows without versions, told apart by their times. */
export function tillRead(item: ItemState, { shelf, sold, soldUnheard }: State, { policy }: ShopLayout): ItemState {
  const at = now + sold;
  const recordChanges = soldUnheard > 0 ? [-soldUnheard] : [];
  const reading = { level: shelf, version: null, requestedAt: at, answeredAt: at };
  return decideTillFinding(item, location, { recordChanges, reading, recordsComplete: true, seenAt: at }, policy);
}
