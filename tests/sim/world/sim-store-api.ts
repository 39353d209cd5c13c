import type { OrderObserved, OrderShort } from '@tillbridge/contracts';
import type {
  LevelKey,
  LevelReading,
  OrderRef,
  PushAnswer,
  PushCall,
  PushRow,
  PushRowOutcome,
  StoreAdapter,
} from '@tillbridge/gateway-kit';
import type { Network } from './network';
import type { SimStore } from './sim-store';
import { VendorAway, type VendorCalls } from './vendor-calls';
import type { VirtualTime } from './virtual-time';
import type { Weakness } from './weakness';

const outside = (what: string) => Promise.reject(new Error(`${what} is no part of this world`));

/** The calls of the port at one {@link SimStore}: each takes a while, takes effect half way, and may go wrong. */
export class SimStoreApi implements StoreAdapter {
  private readonly answers = new Map<string, readonly PushRowOutcome[]>();
  private isSubscribed = false;

  constructor(
    readonly store: SimStore,
    private readonly calls: VendorCalls,
    private readonly world: { readonly time: VirtualTime; readonly network: Network },
    private readonly weakness: NonNullable<Weakness['store']> = {},
  ) {}

  get channel(): string {
    return this.store.channel;
  }

  get storeLocation(): string {
    return this.store.storeLocation;
  }

  async push(call: PushCall): Promise<PushAnswer> {
    try {
      const rows = await this.calls.ask(`${this.channel} push`, () => this.pushOnce(call));
      if (this.world.network.losesAnswer()) throw new VendorAway('the answer was lost', null);
      return { kind: 'settled', rows };
    } catch (error) {
      if (!(error instanceof VendorAway)) throw error;
      if (this.weakness.lostIsNotDone === true)
        return { kind: 'settled', rows: call.rows.map(() => ({ outcome: 'stale' })) };
      const retryAfterMs = error.retryAt && Math.max(0, error.retryAt.getTime() - this.world.time.nowMs());
      return { kind: 'unknown', retryAfterMs, reason: error.message };
    }
  }

  readLevels(rows: readonly (LevelKey & { levelRef: string })[]): Promise<LevelReading[]> {
    return this.calls.ask(`${this.channel} read of levels`, () =>
      rows.map(({ externalId, storeLocation }) => {
        const [available, committed] = [this.store.level(externalId), this.store.committed(externalId)];
        return { externalId, storeLocation, available, committed, onHand: available + committed };
      }),
    );
  }

  pollOrdersSince(since: Date): Promise<OrderRef[]> {
    return this.calls.ask(`${this.channel} search for orders`, () => {
      const until = this.world.time.nowMs() - this.world.network.searchLagMs();
      if (this.weakness.isNeverPolled === true) return [];
      return this.store
        .orders()
        .filter(({ changedAtMs }) => changedAtMs <= until)
        .map(({ order, updatedAt }) => ({ order, updatedAt: new Date(updatedAt) }))
        .filter(({ updatedAt }) => updatedAt >= since);
    });
  }

  readOrder(order: string): Promise<{ order: OrderObserved; complete: boolean } | null> {
    return this.calls.ask(`${this.channel} read of an order`, () => {
      const found = this.store.order(order);
      if (found === undefined) return null;
      const observed = this.store.observed(found);
      const lines = observed.lines.map((line) => ({ ...line, storeLocation: this.storeLocation }));
      return { order: { ...observed, lines }, complete: true };
    });
  }

  listCatalogue() {
    return this.calls.ask(`${this.channel} catalogue`, () => {
      const observedAt = this.world.time.now();
      const listings = this.store.options.skus.map((sku) => {
        const described = { externalId: sku, levelRef: sku, groupRef: null, sku, barcode: null, title: sku };
        return { ...described, price: '19.90', tracked: true, removed: false, standing: 'sells' as const, observedAt };
      });
      return { listings, next: null };
    });
  }

  resolveOrder({ order, lines }: OrderShort) {
    return this.calls.ask(`${this.channel} hold of an order`, () => {
      this.store.toldShort(order, new Map(lines.map(({ line, shortBy }) => [line, shortBy])));
      return { outcome: 'held' as const, detail: null };
    });
  }

  listLocations() {
    const place = { id: this.storeLocation, name: this.storeLocation, active: true };
    return this.calls.ask(`${this.channel} locations`, () => [place]);
  }

  openOrders = (): Promise<OrderRef[]> => this.calls.ask(`${this.channel} open orders`, () => []);
  subscribe = () =>
    this.calls.ask(`${this.channel} subscriptions`, () => {
      const created = this.isSubscribed ? 0 : 1;
      this.isSubscribed = true;
      return { existing: 1 - created, created };
    });
  verify = () => ({ genuine: false, reason: 'webhooks of this world are delivered as findings' }) as const;
  translate = () => [];
  stockAt = () => outside('stocking a listing');
  readGroup = () => outside('a group of listings');
  upsertItem = () => outside('a new listing');
  finishListing = () => outside('a new listing');

  /** What was done under this key is not done again. */
  private pushOnce(call: PushCall): readonly PushRowOutcome[] {
    const known = this.weakness.forgetsKeys === true ? undefined : this.answers.get(call.key);
    const rows = known ?? this.execute(call.rows);
    this.answers.set(call.key, rows);
    return rows;
  }

  /** Raised together or not at all, and only from what they show; lowered by the difference (docs/adr/0014). */
  private execute(rows: readonly PushRow[]): readonly PushRowOutcome[] {
    const { comparesNothing = false } = this.weakness;
    const hasMoved = ({ externalId, from, to }: PushRow) => to > from && this.store.level(externalId) !== from;
    const isStale = !comparesNothing && rows.some(hasMoved);
    for (const { externalId, from, to } of isStale ? [] : rows) {
      const level = comparesNothing ? to : this.store.level(externalId) + to - from;
      this.store.pushed(externalId, level, `takes a push from ${from} to ${to}`);
    }
    return rows.map(() => ({ outcome: isStale ? 'stale' : 'applied' }));
  }
}
