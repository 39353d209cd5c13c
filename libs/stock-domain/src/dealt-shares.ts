import { dealOut, type Dealt } from './deal';
import { uncountedAt, viewOf } from './decide-store';
import { soldOfLate } from './demand';
import { dealtTo, isDealt, nameOf, placesOf, sellersOf, type Linked } from './escrow-mode';
import { keptFor, offeredAt, poolAt, stillToSell } from './escrow-pool';
import type { ItemState, Millis, PublishedAvailability } from './item-state';
import type { ShopLayout, StorePlace } from './policy';
import { lowerableTo } from './revisit';

/** Units dealt, by location and then by the name of the place. */
export type Shares = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** A store that has sold nothing of late counts as if it had sold this many: one lucky sale moves no unit. */
const soldAnyway = 2;

/**
 * Deals out every location that is dealt out, those first that fewest places sell from, so that a place is taken to show
 * first what no other may. Units that are gone uncounted are dealt to nobody.
 */
export function dealtShares(item: ItemState, linked: Linked, layout: ShopLayout, now: Millis): Shares {
  if (!item.levels.some(({ dealt }) => dealt !== null)) return new Map();
  const left = new Left(item, linked, layout, now);
  const sellers = (location: string): readonly StorePlace[] => dealtTo(layout, linked, location);
  const locations = item.levels
    .map(({ location }) => location)
    .filter((location) => isDealt(item, location))
    .sort((a, b) => sellers(a).length - sellers(b).length || (a < b ? -1 : 1));
  return new Map(locations.map((location) => [location, left.deal(location, sellers(location))]));
}

/** What is still to be placed, while one location after the other is dealt. */
class Left {
  /** Units that each place may show beyond those held for it, not placed yet; units gone there without being counted. */
  private readonly shown: Map<string, number>;
  private readonly gone: Map<string, number>;
  /** What each store still lacks of its floor. */
  private readonly floors = new Map<string, number>();

  constructor(
    private readonly item: ItemState,
    private readonly linked: Linked,
    private readonly layout: ShopLayout,
    private readonly now: Millis,
  ) {
    const places = placesOf(layout, linked);
    const view = ({ channel, storeLocation }: StorePlace) => viewOf(item, channel, storeLocation);
    this.gone = new Map(places.map((place) => [nameOf(place), uncountedAt(view(place))]));
    const unheld = (place: StorePlace) => this.mayShow(place) - this.shared(place) - this.keptFor(place, place.serves);
    this.shown = new Map(places.map((place) => [nameOf(place), unheld(place)]));
    for (const { channel } of places) this.floors.set(channel, this.rulesOf(channel).floorUnits);
  }

  deal(location: string, sellers: readonly StorePlace[]): ReadonlyMap<string, number> {
    const pool = poolAt(this.item, location, this.linked, this.layout, this.free(location), this.now);
    const showing = sellersOf(this.layout, this.linked, location);
    // What carts hold of what was withdrawn meanwhile is dealt to nobody else before they have let it go.
    const withdrawn = showing.filter((place) => !sellers.includes(place));
    const free = withdrawn.reduce((rest, place) => Math.max(0, rest - this.keptFor(place, [location])), pool);
    const units = showing.reduce((rest, place) => rest - takeFrom(this.gone, nameOf(place), rest), free);
    const firsts = sellers.filter((place, at) => sellers.findIndex(({ channel }) => channel === place.channel) === at);
    const places = sellers.map((place) => this.asDealt(place, location, units, firsts.includes(place)));
    const dealt = dealOut(units, places, this.layout.policy.escrow.hysteresis);
    for (const place of firsts) takeFrom(this.floors, place.channel, dealt.get(nameOf(place)) ?? 0);
    return dealt;
  }

  private asDealt(place: StorePlace, location: string, units: number, isFirst: boolean): Dealt {
    const { channel, storeLocation } = place;
    const { policy, ranks } = this.layout;
    const { demand } = viewOf(this.item, channel, storeLocation);
    const sold = soldOfLate(demand, this.now, policy.escrow);
    const kept = this.keptFor(place, [location]);
    const offered = offeredAt(this.item, place, location, this.layout, this.free(location), this.now);
    return {
      name: nameOf(place),
      rank: ranks.get(channel) ?? Number.MAX_SAFE_INTEGER,
      kept,
      // One floor for a store, however many of its places sell from here.
      floor: isFirst ? (this.floors.get(channel) ?? 0) : 0,
      weight: this.rulesOf(channel).weight * (sold + soldAnyway),
      present: kept + takeFrom(this.shown, nameOf(place), units),
      // What is held stays held, however much of the rest is kept back.
      most: Math.min(units, Math.max(kept, offered)),
    };
  }

  /** Of a store that has said nothing yet: what it was told. */
  private mayShow(place: StorePlace): number {
    const { channel, storeLocation } = place;
    const unsold = stillToSell(this.item, place, this.layout);
    if (Number.isFinite(unsold)) return unsold;
    const isHere = (told: PublishedAvailability) => told.channel === channel && told.storeLocation === storeLocation;
    return this.item.published.find(isHere)?.lowerTo ?? 0;
  }

  private keptFor(place: StorePlace, locations: readonly string[]): number {
    const { item, linked, layout, now } = this;
    return locations.reduce((total, each) => total + keptFor(item, place, each, linked, layout, now), 0);
  }

  private shared(place: StorePlace): number {
    return place.serves
      .filter((location) => !isDealt(this.item, location))
      .reduce(
        (total, location) => total + offeredAt(this.item, place, location, this.layout, this.free(location), this.now),
        0,
      );
  }

  private free(location: string): number {
    return lowerableTo(this.item, location, this.now);
  }

  private rulesOf(channel: string): { weight: number; floorUnits: number } {
    return this.layout.policy.escrow.shares[channel] ?? { weight: 1, floorUnits: 0 };
  }
}

/** Takes as many of the units under this name as there are, `most` at most, and returns how many it took. */
function takeFrom(units: Map<string, number>, name: string, most: number): number {
  const has = Math.max(0, units.get(name) ?? 0);
  const taken = Math.min(has, most);
  units.set(name, has - taken);
  return taken;
}
