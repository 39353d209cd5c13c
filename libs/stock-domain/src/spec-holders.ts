import { decideCart } from './decide-cart';
import { decideOrderLine } from './decide-order';
import { Offers, regainUnits, reserveUnits } from './decide-reservation';
import { allChannels } from './escrow-mode';
import { giveBackUnits } from './holds';
import type { HeldUnits } from './item-state';
import { placeOf, type ShopLayout, type StorePlace } from './policy';
import { seller, type StoreWorld } from './spec-store-world';

/** Shoppers whose carts hold units, and a seller that reserves them, beside the stores of a world. */
export class SpecHolders {
  /** What carts and reservations hold, whether or not it has run out. */
  private held: HeldUnits[] = [];
  private orders = 0;

  constructor(private readonly world: StoreWorld) {}

  fillCart(channel: string, units: number): void {
    const { item, layout, now } = this.world;
    this.took(decideCart(item, { channel, units, asOf: now, held: null }, allChannels(layout), layout, now));
  }

  /** Returns whether it holds the units. */
  reserve(units: number): boolean {
    const { item, layout, now } = this.world;
    const wish = { place: this.place(), units, expiresAt: now + 60_000 };
    const kept = reserveUnits(item, wish, layout, now, this.offers());
    if (kept.kept) this.took(kept);
    return kept.kept;
  }

  release(pick: number): void {
    const held = this.pick(pick, this.held);
    if (held === undefined) return;
    this.world.item = giveBackUnits(this.world.item, held, this.world.now);
    this.world.decide();
  }

  /** A reservation becomes an order, which is served from where it was held. */
  confirm(pick: number): void {
    const { item, layout, now } = this.world;
    const held = this.pick(
      pick,
      this.held.filter(({ channel }) => channel === seller),
    );
    if (held === undefined) return;
    const got = regainUnits(item, held, this.place(), layout, now, this.offers());
    if (!got.kept) return;
    this.orders += 1;
    const counts = { ordered: held.units, current: held.units, fulfilled: 0, restocked: 0 };
    const key = {
      channel: seller,
      order: `reservation ${this.orders}`,
      line: '1',
      storeLocation: seller,
      movedFrom: [],
    };
    const claim = { ...key, ...counts, paid: true, placedAt: now };
    this.world.item = decideOrderLine(got.item, claim, servingFrom(layout, held.location));
    this.world.decide();
  }

  private took({ item, held }: { readonly item: StoreWorld['item']; readonly held: HeldUnits | null }): void {
    if (held !== null) this.held.push(held);
    this.world.item = item;
    this.world.decide();
  }

  private pick(pick: number, held: readonly HeldUnits[]): HeldUnits | undefined {
    const found = held[pick % held.length];
    this.held = this.held.filter((other) => other !== found);
    return found;
  }

  private place(): StorePlace {
    const place = placeOf(this.world.layout, seller, null);
    if (place === undefined) throw new Error('no seller takes part');
    return place;
  }

  private offers(): Offers {
    return new Offers(() => allChannels(this.world.layout));
  }
}

const servingFrom = (layout: ShopLayout, location: string): ShopLayout => ({
  ...layout,
  places: layout.places.map((place) => (place.channel === seller ? { ...place, serves: [location] } : place)),
});
