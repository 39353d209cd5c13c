import { uncountedAt, viewOf } from './decide-store';
import { burstWindowMs, soldInBurst, soldOfLate } from './demand';
import type { DealtState, ItemState, LevelState, Millis } from './item-state';
import { heldAt, levelAt } from './level';
import { lowerableTo } from './revisit';
import type { EscrowRules, ShopLayout, StorePlace } from './policy';

/**
 * `withdrawn`: its store keeps the item and its levels and sells it to nobody for now; it may sell what they show again at
 * any moment, without asking.
 */
export type Standing = 'sells' | 'withdrawn';

/**
 * Channels that take part: stores that list the item, and sellers, which list nothing and ask. A store that does not list it
 * is told nothing and shows nothing of ours.
 */
export type Linked = ReadonlyMap<string, Standing>;

export const sellingAt = (channels: Iterable<string>): Linked =>
  new Map([...channels].map((channel) => [channel, 'sells']));

export const takingPart = (listedBy: Linked, { sellers }: ShopLayout): Linked =>
  new Map([...listedBy, ...sellingAt(sellers)]);

export const allChannels = ({ places }: ShopLayout): Linked => sellingAt(places.map(({ channel }) => channel));

export const placesOf = ({ places }: ShopLayout, linked: Linked): readonly StorePlace[] =>
  places.filter(({ channel }) => linked.has(channel));

/** The places that sell units of this location, or may again. */
export const sellersOf = (layout: ShopLayout, linked: Linked, location: string): readonly StorePlace[] =>
  placesOf(layout, linked).filter(({ serves }) => serves.includes(location));

/**
 * Those of them that are dealt units. What is withdrawn is dealt none, so that it comes to show none; until that is
 * acknowledged it counts with all that it may show.
 */
export const dealtTo = (layout: ShopLayout, linked: Linked, location: string): readonly StorePlace[] =>
  sellersOf(layout, linked, location).filter(({ channel }) => linked.get(channel) === 'sells');

export const nameOf = ({ channel, storeLocation }: { channel: string; storeLocation: string }): string =>
  `${channel}/${storeLocation}`;

export const isDealt = (item: ItemState, location: string): boolean => levelAt(item, location).dealt !== null;

/** Decides location by location whether stores share its free units or each is dealt its own. */
export function decideModes(item: ItemState, linked: Linked, layout: ShopLayout, now: Millis): ItemState {
  const levels = item.levels.map((level) => {
    const dealt = modeOf(item, level, linked, layout, now);
    return dealt?.reviewAt === level.dealt?.reviewAt ? level : { ...level, dealt };
  });
  return levels.every((level, index) => level === item.levels[index]) ? item : { ...item, levels };
}

function modeOf(
  item: ItemState,
  { location, mirror, dealt }: LevelState,
  linked: Linked,
  layout: ShopLayout,
  now: Millis,
): DealtState | null {
  const rules = layout.policy.escrow;
  const sellers = sellersOf(layout, linked, location);
  if (!rules.enabled || mirror.row === null || new Set(sellers.map(({ channel }) => channel)).size < 2) return null;
  const views = sellers.map((place) => viewOf(item, place.channel, place.storeLocation));
  const uncounted = views.reduce((total, view) => total + uncountedAt(view), 0);
  // What is held is not there for all: two stores must not show the same unit beside it.
  const gone = uncounted + heldAt(item, location, now);
  const free = Math.max(0, lowerableTo(item, location, now) - gone);
  const sold = atRisk(item, location, sellers, rules, now);
  if (dealt === null && free > threshold(sold, rules)) return null;
  if (dealt !== null && isPlenty(free, threshold(sold, rules), rules)) return null;
  return { reviewAt: reviewAt(free, sold, rules, now) };
}

/** Units that may be sold while a number is on its way to the slowest store, with a margin; by a measure that fades. */
interface AtRisk {
  readonly units: number;
  readonly windowMs: Millis;
}

/** As all stores and the till sell, over the whole window and of late. */
function atRisk(
  item: ItemState,
  location: string,
  sellers: readonly StorePlace[],
  rules: EscrowRules,
  now: Millis,
): readonly AtRisk[] {
  const views = sellers.map((place) => viewOf(item, place.channel, place.storeLocation));
  const demands = [...views.map(({ demand }) => demand), levelAt(item, location).tillDemand];
  const latencyMs = Math.max(rules.latencyFloorMs, ...views.map((view) => view.latencyMs ?? 0));
  const during = (sold: typeof soldOfLate, windowMs: Millis): AtRisk => {
    const units = demands.reduce((total, demand) => total + sold(demand, now, rules), 0);
    return { units: (units / windowMs) * latencyMs * rules.safetyFactor, windowMs };
  };
  return [during(soldOfLate, rules.demandWindowMs), during(soldInBurst, burstWindowMs(rules))];
}

function threshold(sold: readonly AtRisk[], { floorUnits }: EscrowRules): number {
  return Math.max(floorUnits, ...sold.map(({ units }) => Math.ceil(units)));
}

/** Further above the threshold than where sharing ends, so that a sale and a return do not switch it to and fro. */
function isPlenty(free: number, threshold: number, { hysteresis }: EscrowRules): boolean {
  return free > threshold && free > threshold * (1 + hysteresis);
}

/** Demand fades without a fact; what is sold fades with it, by the same measure, to what would be plenty. */
function reviewAt(free: number, sold: readonly AtRisk[], rules: EscrowRules, now: Millis): Millis | null {
  const most = Math.min(free - 1, Math.ceil(free / (1 + rules.hysteresis)) - 1);
  if (most < Math.max(1, rules.floorUnits)) return null;
  const above = sold.filter(({ units }) => units > most);
  if (above.length === 0) return null;
  const waits = above.map(({ units, windowMs }) => windowMs * Math.log(units / most));
  // A moment later, so that rounding does not find it a moment too early, again and again.
  return now + Math.ceil(Math.max(...waits)) + 1_000;
}
