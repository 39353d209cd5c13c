import { assertRaises } from './assert-raises';
import { decideAvailability } from './availability';
import { capOf } from './cap';
import { decideOrderLine } from './decide-order';
import { decideSettled, decideStoreReport, viewOf } from './decide-store';
import { allChannels, type Linked } from './escrow-mode';
import { assertItem } from './invariants';
import { yieldHolds } from './holds';
import { emptyItem, type HoldBucket, type ItemState, type PublishedAvailability, type StoreView } from './item-state';
import { freeAtMost, reservedAt } from './level';
import { servedAtOnce, type Taker } from './max-flow';
import { show } from './paper-item';
import type { EscrowRules, ShopLayout, StorePlace } from './policy';
import { policyDefaults } from './policy';
import { settleShortage } from './settle-shortage';
import { SpecStore, type Heard } from './spec-store';

/** Channels of this name ask for each unit and show nothing. */
export const seller = 'seller';

export const escrowLayout = (places: readonly StorePlace[], rules: Partial<EscrowRules> = {}): ShopLayout => ({
  policy: {
    ...policyDefaults,
    version: 1,
    tillSettleMs: 5_000,
    arbitrationWindowMs: 0,
    cartHolds: Object.fromEntries(places.map(({ channel }) => [channel, cartRules])),
    escrow: { ...policyDefaults.escrow, ...rules },
  },
  places,
  sellers: new Set(places.filter(({ channel }) => channel === seller).map(({ channel }) => channel)),
  ranks: new Map(places.map(({ channel }, index) => [channel, index])),
});

const cartRules = { ttlMs: 60_000, unitsPerCartMax: 3, unitsPerItemMax: 20 };

/** How a core or a gateway does worse, to show what the right one is there for. */
export interface Worse {
  /** What the core makes of its views before it decides what stores may sell. */
  readonly remembers?: (view: StoreView) => StoreView;
  /** Who takes part, as the core has it. */
  readonly lists?: (linked: Linked) => Linked;
  /** What a gateway understands of what the core tells it. */
  readonly understands?: (told: PublishedAvailability) => PublishedAvailability;
}

/** Shelves, stores with their gateways, and the core between them, for specs in which things arrive in any order. */
export class StoreWorld {
  now = 10_000;
  item: ItemState = emptyItem('item');
  readonly stores: readonly SpecStore[];
  /** Units that orders were left without. */
  lost = 0;
  private readonly editions = new Map<string, number>();
  private linked: Linked;
  private published: PublishedAvailability[] = [];
  private polls = 0;

  constructor(
    public layout: ShopLayout,
    readonly shelves: Map<string, number>,
    private readonly worse: Worse = {},
  ) {
    this.linked = allChannels(layout);
    this.stores = layout.places
      .filter(({ channel }) => !layout.sellers.has(channel))
      .map((place) => new SpecStore(place));
    for (const location of shelves.keys()) this.readTill(location);
    this.decide();
  }

  store(name: string): SpecStore {
    const found = this.stores.find(({ place }) => place.channel === name);
    if (found === undefined) throw new Error(`no store ${name}`);
    return found;
  }

  receive(location: string, units: number): void {
    this.shelves.set(location, (this.shelves.get(location) ?? 0) + units);
    this.readTill(location);
    this.decide();
  }

  /** The core hears one thing that a gateway has told; copies and other orders than told are fine. */
  hear(store: SpecStore, pick: number): void {
    const heard = store.outbox[pick % store.outbox.length];
    if (heard === undefined) return;
    if (pick % 5 !== 0) store.outbox = store.outbox.filter((other) => other !== heard);
    this.item = this.takeIn(store.place, heard);
    this.decide();
  }

  hearAll(store: SpecStore): void {
    for (const heard of store.outbox.splice(0)) {
      this.item = this.takeIn(store.place, heard);
      this.decide();
    }
  }

  /** A gateway hears one thing that the core has told. */
  tell(pick: number): void {
    const told = this.published[pick % this.published.length];
    if (told === undefined) return;
    this.published = this.published.filter((other) => other !== told);
    this.store(told.channel).want(this.worse.understands?.(told) ?? told);
  }

  /** What is on its way to the gateways. */
  told(): readonly PublishedAvailability[] {
    return this.published;
  }

  tellAll(): void {
    for (const told of this.published.splice(0)) this.store(told.channel).want(this.worse.understands?.(told) ?? told);
  }

  /** Everything arrives and everything is done, until nothing more happens. */
  quieten(): void {
    for (let round = 0; round < 12; round += 1) {
      this.tellAll();
      for (const store of this.stores) {
        for (let order = 0; order < store.orders.all().length; order += 1) store.see(0);
        store.carryOut();
        store.answer();
        store.look();
        store.deliver();
        store.look();
        this.hearAll(store);
      }
    }
  }

  /** Units of the shelves that can't be served if everything that stores show is bought: 0 unless something is oversold. */
  oversold(shows: (store: SpecStore) => number = ({ canSell }) => canSell): number {
    const takers = this.stores.map((store) => takerOf(store, Math.max(0, shows(store)) + this.owedBy(store)));
    const ofSeller = this.item.promises
      .filter(({ channel }) => channel === seller)
      .map(({ location, owed }) => fixedTaker(location, owed));
    return unserved([...takers, ...this.held(({ channel }) => channel === seller), ...ofSeller], this.shelves);
  }

  /**
   * Units that are shown or held beyond what is on the shelves and promised to nobody. What a store's own carts hold is
   * among what it shows, as far as it shows that many.
   */
  twiceGiven(shows: (store: SpecStore) => number): number {
    const carts = ({ place }: SpecStore) => this.held(({ channel }) => channel === place.channel);
    const beyondCarts = (store: SpecStore) =>
      Math.max(0, shows(store) - carts(store).reduce((total, { units }) => total + units, 0));
    const takers = this.stores.map((store) => takerOf(store, beyondCarts(store)));
    const free = [...this.shelves].map(
      ([location, units]) => [location, units - reservedAt(this.item, location)] as const,
    );
    return unserved([...takers, ...this.held(() => true)], new Map(free));
  }

  /** Less what its orders were told that they will not get. */
  private owedBy({ place, owes }: SpecStore): number {
    const own = this.item.promises.filter(({ channel }) => channel === place.channel);
    return Math.max(0, owes - own.reduce((total, { short }) => total + short, 0));
  }

  private held(counts: (bucket: HoldBucket) => boolean): readonly Taker[] {
    return this.item.holds
      .filter((bucket) => bucket.expiresAt > this.now && counts(bucket))
      .map(({ location, units }) => fixedTaker(location, units));
  }

  /** Units on the shelves that are promised to no order. */
  unsold(): number {
    const units = [...this.shelves.values()].reduce((total, each) => total + each, 0);
    const owed = this.stores.reduce((total, { owes }) => total + owes, 0);
    return units - owed + this.item.promises.reduce((total, { short }) => total + short, 0);
  }

  /** Then an order may have sold a unit that was put back before the core knew, and be told too early that it has none. */
  hasPutBack(): boolean {
    return this.stores.some(({ putBack }) => putBack > 0);
  }

  /** By how much a store can sell more than the core thinks it can, but for units put back that the core has not heard of. */
  aboveCap(): number {
    return Math.max(
      ...this.stores.map(({ place, canSell, putBack }) => {
        const view = viewOf(this.item, place.channel, place.storeLocation);
        return canSell - capOf(view) - Math.max(0, putBack - view.restocksCounted);
      }),
    );
  }

  decide(): void {
    const { layout, now } = this;
    const { item, losses } = settleShortage(this.item, layout, now);
    this.lost += losses.reduce((total, { units }) => total + units, 0);
    const linked = this.worse.lists?.(this.linked) ?? this.linked;
    const held = yieldHolds(item, (location) => freeAtMost(item, location), layout, now);
    const next = { ...held, version: held.version + 1 };
    const decision = decideAvailability(this.remembered(next), linked, layout, now);
    assertItem(decision.item, now);
    assertRaises(decision.item, decision.changed, linked, layout, now);
    this.item = decision.item;
    this.published.push(...decision.changed);
  }

  private remembered(item: ItemState): ItemState {
    const { remembers } = this.worse;
    return remembers === undefined ? item : { ...item, views: item.views.map(remembers) };
  }

  private takeIn({ channel, storeLocation }: StorePlace, heard: Heard): ItemState {
    if (heard.kind === 'standing') return this.list(channel, heard);
    if (heard.kind === 'claim') return decideStoreReport(this.item, heard.report);
    if (heard.kind === 'settled') return decideSettled(this.item, { ...heard.told, channel, storeLocation }, this.now);
    const { id, edition, ...order } = heard.order;
    const key = `${channel}/${id}`;
    if ((this.editions.get(key) ?? 0) >= edition) return this.item;
    this.editions.set(key, edition);
    const line = { channel, line: '1', paid: true, placedAt: this.now, fulfilled: 0 };
    return decideOrderLine(this.item, { ...order, ...line, order: key }, this.layout);
  }

  private list(channel: string, { standing, edition }: Extract<Heard, { kind: 'standing' }>): ItemState {
    const key = `standing of ${channel}`;
    if ((this.editions.get(key) ?? 0) >= edition) return this.item;
    this.editions.set(key, edition);
    this.linked = new Map([...this.linked, [channel, standing]]);
    return this.item;
  }

  private readTill(location: string): void {
    this.polls += 1;
    this.item = show(this.item, this.shelves.get(location) ?? 0, this.polls * 20, { location });
  }
}

function takerOf({ place }: SpecStore, units: number): Taker {
  const from = place.serves.map((location) => [location, Number.MAX_SAFE_INTEGER] as const);
  return { name: place.channel, units, from: new Map(from) };
}

const fixedTaker = (location: string, units: number): Taker => ({
  name: location,
  units,
  from: new Map([[location, units]]),
});

const unserved = (takers: readonly Taker[], shelves: ReadonlyMap<string, number>): number =>
  takers.reduce((total, { units }) => total + units, 0) - servedAtOnce(takers, shelves);
