import type { CartObserved, OrderObserved } from '@tillbridge/contracts';
import type { StoreFinding } from '@tillbridge/gateway-kit';
import type { Network } from './network';
import type { VirtualTime } from './virtual-time';

/** Why a level moved. Only a push is the bridge's doing. */
export type LevelMove = 'sale' | 'restock' | 'hand' | 'push';

/** What anybody sees who looks at the store's own pages. */
export interface StoreWatcher {
  onLevel(sku: string, level: number, move: LevelMove, what: string): void;
  /** An order as it stands now. */
  onOrder(order: StoreOrder, what: string): void;
}

export interface SimStoreOptions {
  readonly channel: string;
  readonly skus: readonly string[];
  readonly time: VirtualTime;
  readonly network: Network;
  /** How far its clock is ahead of the world's, milliseconds. */
  readonly skewMs?: number;
  /** A webhook arrives at the bridge after this. */
  deliver(findings: readonly StoreFinding[], afterMs: number): void;
  readonly watcher: StoreWatcher;
}

export interface StoreLine {
  readonly line: string;
  readonly sku: string;
  readonly ordered: number;
  readonly current: number;
  readonly fulfilled: number;
  readonly restocked: number;
  /** Units that this line takes off the shelf: what is wanted and what has left, less what came back. */
  readonly kept: number;
  /** Of these, what the store was told nobody has. */
  readonly told: number;
}

export interface StoreOrder {
  readonly order: string;
  readonly placedAt: string;
  readonly updatedAt: string;
  /** On the world's clock. */
  readonly changedAtMs: number;
  readonly cancelledAt: string | null;
  readonly paid: boolean;
  readonly cart: string | null;
  readonly lines: readonly StoreLine[];
}

export interface Wanted {
  readonly sku: string;
  readonly units: number;
}

/** What a vendor stamps is good to the second. */
const stampMs = 1_000;

/**
 * One web store, as far as its stock goes, and the people in it: a checkout that sells while its own level is above nothing
 * and asks nobody, and staff who edit, ship, cancel, refund and count. What it models of Shopify is in docs/fidelity.md; it
 * knows neither the bridge nor the other store.
 */
export class SimStore {
  private readonly levels = new Map<string, number>();
  private readonly placed = new Map<string, StoreOrder>();

  constructor(readonly options: SimStoreOptions) {
    for (const sku of options.skus) this.levels.set(sku, 0);
  }

  get channel(): string {
    return this.options.channel;
  }

  get storeLocation(): string {
    return `${this.channel}-place`;
  }

  level(sku: string): number {
    return this.levels.get(sku) ?? 0;
  }

  /** Ordered there and not shipped. */
  committed(sku: string): number {
    const lines = this.orders().flatMap((order) => order.lines);
    return lines.reduce((sum, line) => (line.sku === sku ? sum + Math.max(0, line.current - line.fulfilled) : sum), 0);
  }

  orders(): readonly StoreOrder[] {
    return [...this.placed.values()];
  }

  order(name: string): StoreOrder | undefined {
    return this.placed.get(name);
  }

  /** @returns the order, or null when some of it is sold out here */
  checkout(wants: readonly Wanted[], { paid = true, cart = null }: Partial<Pick<StoreOrder, 'paid' | 'cart'>> = {}) {
    if (wants.some(({ sku, units }) => this.level(sku) < units)) return null;
    const order = `${this.channel}-${this.placed.size + 1}`;
    const lines = wants.map(({ sku, units }, index) => {
      const counts = { ordered: units, current: units, fulfilled: 0, restocked: 0, kept: units, told: 0 };
      return { line: `${order}-${index + 1}`, sku, ...counts };
    });
    const { at, atMs } = this.stamp();
    const fresh = { order, placedAt: at, updatedAt: at, changedAtMs: atMs, cancelledAt: null, paid, cart, lines };
    this.put(
      fresh,
      `is placed${paid ? '' : ', unpaid'}: ${wants.map(({ sku, units }) => `${units} ${sku}`).join(', ')}`,
    );
    for (const { sku, units } of wants) this.move(sku, -units, 'sale', `sells ${units} (${order})`);
    return order;
  }

  pay(name: string): void {
    this.change(name, (order) => ({ ...order, paid: true }), 'is paid');
  }

  /** Adds units to a line, if this store shows as many. @returns whether it does */
  add(name: string, line: string, units: number): boolean {
    const { sku } = this.lineOf(name, line);
    if (this.level(sku) < units) return false;
    const more = (each: StoreLine) => ({ ...each, ...plus(each, units), ordered: each.ordered + units });
    this.changeLine(name, line, more, `has ${units} ${sku} more`);
    this.move(sku, -units, 'sale', `sells ${units} (${name} edited)`);
    return true;
  }

  /** Takes units off a line that have not been shipped: by an edit or a refund, put back on this store's level or not. */
  takeOff(name: string, line: string, units: number, restock: boolean): void {
    const { sku } = this.lineOf(name, line);
    const less = (each: StoreLine) => ({
      ...plus(each, -units),
      restocked: each.restocked + (restock ? units : 0),
      told: Math.max(0, each.told - units),
    });
    this.changeLine(name, line, less, `${units} less, ${restock ? 'put back' : 'not put back'}`);
    if (restock) this.move(sku, units, 'restock', `puts ${units} back (${name})`);
  }

  ship(name: string, line: string, units: number): void {
    this.changeLine(name, line, (each) => ({ ...each, fulfilled: each.fulfilled + units }), `ships ${units}`);
  }

  /** Shipped units come back, and are put back. */
  takeBack(name: string, line: string, units: number): void {
    const { sku } = this.lineOf(name, line);
    const less = (each: StoreLine) => ({ ...each, restocked: each.restocked + units, kept: each.kept - units });
    this.changeLine(name, line, less, `${units} came back`);
    this.move(sku, units, 'restock', `puts ${units} back (${name})`);
  }

  /** Before any of it is shipped. */
  cancel(name: string, restock = true): void {
    const order = this.placed.get(name);
    if (order === undefined || order.cancelledAt !== null) throw new Error(`${name} is no order that can be cancelled`);
    const lines = order.lines.map((line) => ({
      ...line,
      ...{ current: 0, kept: 0, told: 0 },
      restocked: restock ? line.restocked + line.current : line.restocked,
    }));
    this.change(
      name,
      (each) => ({ ...each, cancelledAt: this.stamp().at, lines }),
      `is cancelled, ${restock ? 'put back' : 'not put back'}`,
    );
    for (const { sku, current } of restock ? order.lines : [])
      if (current > 0) this.move(sku, current, 'restock', `puts ${current} back (${name})`);
  }

  /** Somebody types another number. */
  editByHand(sku: string, delta: number): void {
    this.move(sku, delta, 'hand', `is edited by hand by ${delta}`);
  }

  changeCart(cart: string, wants: readonly Wanted[]): void {
    const lines = wants.map(({ sku, units }) => ({ externalId: sku, quantity: units }));
    const seen: CartObserved = { channel: this.channel, cart, updatedAt: this.stamp().at, lines };
    this.tell([{ kind: 'cart', cart: seen }]);
  }

  /** The bridge lowers or raises it. */
  pushed(sku: string, level: number, what: string): void {
    this.move(sku, level - this.level(sku), 'push', what);
  }

  /** The bridge tells it which units nobody has. */
  toldShort(name: string, shortBy: ReadonlyMap<string, number>): void {
    const order = this.placed.get(name);
    if (order === undefined) return;
    // Only what has not been shipped can be held.
    const open = ({ current, fulfilled }: StoreLine) => Math.max(0, current - fulfilled);
    const lines = order.lines.map((line) => ({ ...line, told: Math.min(open(line), shortBy.get(line.line) ?? 0) }));
    const what = [...shortBy].map(([line, units]) => `${line} by ${units}`).join(', ');
    this.placed.set(name, { ...order, lines });
    this.options.watcher.onOrder({ ...order, lines }, `is told short: ${what || 'nothing any more'}`);
  }

  observed({ order, placedAt, updatedAt, cancelledAt, paid, cart, lines }: StoreOrder): OrderObserved {
    return {
      channel: this.channel,
      order,
      name: `#${order}`,
      placedAt,
      updatedAt,
      cancelledAt,
      paid,
      currency: 'EUR',
      cart,
      lines: lines.map(({ line, sku, ordered, current, fulfilled, restocked }) => ({
        line,
        externalId: sku,
        storeLocation: null,
        ...{ ordered, current, fulfilled, restocked },
        unitPrice: '19.90',
      })),
    };
  }

  private lineOf(name: string, line: string): StoreLine {
    const found = this.placed.get(name)?.lines.find((each) => each.line === line);
    if (found === undefined) throw new Error(`there is no line ${line} in ${name}`);
    return found;
  }

  private changeLine(name: string, line: string, change: (line: StoreLine) => StoreLine, what: string): void {
    const changed = (order: StoreOrder) => ({
      ...order,
      lines: order.lines.map((each) => (each.line === line ? change(each) : each)),
    });
    this.change(name, changed, `${line} ${what}`);
  }

  private change(name: string, change: (order: StoreOrder) => StoreOrder, what: string): void {
    const order = this.placed.get(name);
    if (order === undefined) throw new Error(`there is no order ${name}`);
    const { at, atMs } = this.stamp();
    this.put({ ...change(order), updatedAt: at, changedAtMs: atMs }, what);
  }

  private put(order: StoreOrder, what: string): void {
    this.placed.set(order.order, order);
    this.options.watcher.onOrder(order, what);
    this.tell([{ kind: 'order', order: this.observed(order) }]);
  }

  private move(sku: string, by: number, move: LevelMove, what: string): void {
    const level = this.level(sku) + by;
    this.levels.set(sku, level);
    this.options.watcher.onLevel(sku, level, move, what);
    this.tell([{ kind: 'level-hint', levelRef: sku, storeLocation: this.storeLocation, available: level }]);
  }

  private tell(findings: readonly StoreFinding[]): void {
    const { network, deliver } = this.options;
    if (network.losesWebhook()) return;
    deliver(findings, network.webhookMs());
    if (network.doubles()) deliver(findings, network.webhookMs());
  }

  private stamp(): { at: string; atMs: number } {
    const { time, skewMs = 0 } = this.options;
    const atMs = time.nowMs();
    return { at: new Date(Math.floor((atMs + skewMs) / stampMs) * stampMs).toISOString(), atMs };
  }
}

const plus = (line: StoreLine, units: number): StoreLine => ({
  ...line,
  current: line.current + units,
  kept: line.kept + units,
});
