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
  StoreFinding,
} from '@tillbridge/gateway-kit';
import type { Network } from './network';
import type { VirtualTime } from './virtual-time';

export interface SimStoreOptions {
  readonly channel: string;
  readonly skus: readonly string[];
  readonly time: VirtualTime;
  readonly network: Network;
  /** A webhook arrives at the bridge. */
  deliver(findings: readonly StoreFinding[]): void;
  /** A level moved. */
  onLevel(sku: string, what: string): void;
  /** The store was told that an order is short. */
  onShort(sku: string, order: string): void;
}

const placeOf = (channel: string) => `${channel}-place`;
/** What an order search may not show yet of an order that was just placed; assumed. */
const searchLagMs = 1_000;
const outside = (what: string) => Promise.reject(new Error(`${what} is no part of this world`));

/**
 * One web store, as far as its stock goes: a checkout that sells while its own level is above nothing and asks nobody, and
 * the calls of the port, each of which takes a while and takes effect half way. What it models of Shopify is in
 * docs/fidelity.md; it knows neither the bridge nor the other store.
 */
export class SimStore implements StoreAdapter {
  private readonly levels = new Map<string, number>();
  private readonly committed = new Map<string, number>();
  private readonly orders = new Map<string, OrderObserved>();
  private readonly answers = new Map<string, readonly PushRowOutcome[]>();

  constructor(private readonly options: SimStoreOptions) {
    for (const sku of options.skus) this.levels.set(sku, 0);
  }

  get channel(): string {
    return this.options.channel;
  }

  get storeLocation(): string {
    return placeOf(this.channel);
  }

  level(sku: string): number {
    return this.levels.get(sku) ?? 0;
  }

  /** @returns the order, or null when it is sold out here */
  checkout(sku: string): string | null {
    if (this.level(sku) <= 0) return null;
    const order = this.placed(sku);
    this.orders.set(order.order, order);
    this.commit(sku, 1);
    this.move(sku, this.level(sku) - 1, 'sells one');
    this.tell([{ kind: 'order', order }]);
    return order.order;
  }

  /** Before it is shipped; the store puts the unit back on its shelf. */
  cancel(name: string): void {
    const order = this.orders.get(name);
    if (order === undefined || order.cancelledAt !== null) throw new Error(`${name} is no order that can be cancelled`);
    const at = this.options.time.now().toISOString();
    const lines = order.lines.map((line) => ({ ...line, current: 0, restocked: line.ordered }));
    const cancelled = { ...order, updatedAt: at, cancelledAt: at, lines };
    this.orders.set(name, cancelled);
    for (const { externalId } of lines) {
      this.commit(externalId as string, -1);
      this.move(externalId as string, this.level(externalId as string) + 1, 'puts one back');
    }
    this.tell([{ kind: 'order', order: cancelled }]);
  }

  async push(call: PushCall): Promise<PushAnswer> {
    const { time, network } = this.options;
    await time.wait(network.halfCallMs());
    const rows = this.answers.get(call.key) ?? this.execute(call.rows);
    this.answers.set(call.key, rows);
    await time.wait(network.halfCallMs());
    if (network.losesAnswer()) return { kind: 'unknown', retryAfterMs: null, reason: 'the answer was lost' };
    return { kind: 'settled', rows };
  }

  readLevels(rows: readonly (LevelKey & { levelRef: string })[]): Promise<LevelReading[]> {
    return this.answered(() =>
      rows.map(({ externalId, storeLocation }) => {
        const [available, committed] = [this.level(externalId), this.committed.get(externalId) ?? 0];
        return { externalId, storeLocation, available, committed, onHand: available + committed };
      }),
    );
  }

  pollOrdersSince(since: Date): Promise<OrderRef[]> {
    return this.answered(() => {
      const until = this.options.time.now().getTime() - searchLagMs;
      return [...this.orders.values()]
        .map(({ order, updatedAt }) => ({ order, updatedAt: new Date(updatedAt) }))
        .filter(({ updatedAt }) => updatedAt >= since && updatedAt.getTime() <= until);
    });
  }

  readOrder(order: string): Promise<{ order: OrderObserved; complete: boolean } | null> {
    return this.answered(() => {
      const found = this.orders.get(order);
      if (found === undefined) return null;
      const lines = found.lines.map((line) => ({ ...line, storeLocation: this.storeLocation }));
      return { order: { ...found, lines }, complete: true };
    });
  }

  listCatalogue() {
    const observedAt = this.options.time.now();
    const listings = this.options.skus.map((sku) => {
      const described = { externalId: sku, levelRef: sku, groupRef: null, sku, barcode: null, title: sku };
      return { ...described, price: '19.90', tracked: true, removed: false, standing: 'sells' as const, observedAt };
    });
    return this.answered(() => ({ listings, next: null }));
  }

  resolveOrder({ order }: OrderShort) {
    return this.answered(() => {
      for (const { externalId } of this.orders.get(order)?.lines ?? [])
        this.options.onShort(externalId as string, order);
      return { outcome: 'held' as const, detail: null };
    });
  }

  listLocations() {
    return this.answered(() => [{ id: this.storeLocation, name: this.storeLocation, active: true }]);
  }

  openOrders = (): Promise<OrderRef[]> => this.answered(() => []);
  subscribe = () => this.answered(() => ({ existing: 0, created: 1 }));
  verify = () => ({ genuine: false, reason: 'webhooks of this world are delivered as findings' }) as const;
  translate = () => [];
  stockAt = () => outside('stocking a listing');
  readGroup = () => outside('a group of listings');
  upsertItem = () => outside('a new listing');
  finishListing = () => outside('a new listing');

  /** Raised together or not at all, and only from what they show; lowered by the difference (docs/adr/0014). */
  private execute(rows: readonly PushRow[]): readonly PushRowOutcome[] {
    const isRaise = rows.some(({ from, to }) => to > from);
    const isStale = isRaise && rows.some(({ externalId, from }) => this.level(externalId) !== from);
    for (const { externalId, from, to } of isStale ? [] : rows) {
      this.move(externalId, this.level(externalId) + to - from, `takes a push from ${from} to ${to}`);
    }
    if (isStale) for (const { externalId, to } of rows) this.options.onLevel(externalId, `refuses a raise to ${to}`);
    return rows.map(() => ({ outcome: isStale ? 'stale' : 'applied' }));
  }

  private move(sku: string, level: number, why: string): void {
    this.levels.set(sku, level);
    this.options.onLevel(sku, `${why}: shows ${level}`);
    this.tell([{ kind: 'level-hint', levelRef: sku, storeLocation: this.storeLocation, available: level }]);
  }

  private commit(sku: string, units: number): void {
    this.committed.set(sku, (this.committed.get(sku) ?? 0) + units);
  }

  private tell(findings: readonly StoreFinding[]): void {
    const { time, network, deliver } = this.options;
    if (!network.losesWebhook()) time.after(network.webhookMs(), () => deliver(findings));
  }

  private async answered<T>(look: () => T): Promise<T> {
    const { time, network } = this.options;
    await time.wait(network.halfCallMs());
    const seen = structuredClone(look());
    await time.wait(network.halfCallMs());
    return seen;
  }

  private placed(sku: string): OrderObserved {
    const at = this.options.time.now().toISOString();
    const order = `${this.channel}-${this.orders.size + 1}`;
    const counts = { ordered: 1, current: 1, fulfilled: 0, restocked: 0 };
    const line = { line: `${order}-1`, externalId: sku, storeLocation: null, ...counts, unitPrice: '19.90' };
    const when = { placedAt: at, updatedAt: at, cancelledAt: null };
    return {
      channel: this.channel,
      order,
      name: `#${order}`,
      ...when,
      paid: true,
      currency: 'EUR',
      cart: null,
      lines: [line],
    };
  }
}
