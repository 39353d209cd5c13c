import type { Random } from '../../../libs/testing/src/world/random';
import type { SimStore, StoreLine, StoreOrder } from '../world/sim-store';
import type { SimTill } from '../world/sim-till';

export interface Place {
  readonly stores: readonly SimStore[];
  readonly till: SimTill;
  readonly outlets: readonly string[];
  readonly cartsAt: readonly string[];
  /** Units that lie on the shelf, promised or not. */
  onShelf(sku: string): number;
}

interface Ordered {
  readonly store: SimStore;
  readonly order: StoreOrder;
  readonly line: StoreLine;
}

/**
 * Buyers and staff: at each moment one of them does something that can be done then. They see stores, till and shelf, and know
 * nothing of the bridge.
 */
export class People {
  private readonly parked: { readonly sku: string; readonly outlet: string; readonly sale: string }[] = [];
  private readonly sold: string[] = [];
  private carts = 0;

  constructor(
    private readonly place: Place,
    private readonly random: Random,
  ) {}

  /** Not every wish can be had; then nothing happens. */
  act(): void {
    const acts: readonly (readonly [number, () => void])[] = [
      [30, () => this.buy()],
      [12, () => this.walkIn()],
      [6, () => this.cancel()],
      [5, () => this.takeOff()],
      [4, () => this.add()],
      [8, () => this.ship()],
      [4, () => this.takeBack()],
      [4, () => this.pay()],
      [5, () => this.deliver()],
      [3, () => this.lose()],
      [3, () => this.returnAtTill()],
      [3, () => this.void()],
      [3, () => this.park()],
      [3, () => this.finish()],
      [5, () => this.editByHand()],
      [4, () => this.fillCart()],
      [2, () => this.transfer()],
    ];
    const all = acts.reduce((sum, [weight]) => sum + weight, 0);
    let at = this.random.next() * all;
    for (const [weight, act] of acts) {
      at -= weight;
      if (at < 0) return act();
    }
  }

  private get sku(): string {
    return this.random.pick(this.place.till.skus);
  }

  private get store(): SimStore {
    return this.random.pick(this.place.stores);
  }

  private buy(): void {
    const { store } = this;
    const skus = this.place.till.skus.filter(() => this.random.next() < 0.6);
    const wants = skus.map((sku) => ({ sku, units: this.random.int(1, 2) }));
    if (wants.length > 0) store.checkout(wants, { paid: this.random.next() < 0.8 });
  }

  private pay(): void {
    const unpaid = this.place.stores.flatMap((store) =>
      store.orders().flatMap((order) => (order.paid || order.cancelledAt ? [] : [{ store, order }])),
    );
    if (unpaid.length === 0) return;
    const { store, order } = this.random.pick(unpaid);
    store.pay(order.order);
  }

  private cancel(): void {
    const open = this.lines(({ order }) => order.lines.every(({ fulfilled }) => fulfilled === 0));
    if (open.length === 0) return;
    const { store, order } = this.random.pick(open);
    store.cancel(order.order, this.random.next() < 0.7);
  }

  private takeOff(): void {
    const open = this.lines(({ line }) => line.current > line.fulfilled);
    if (open.length === 0) return;
    const { store, order, line } = this.random.pick(open);
    const units = this.random.int(1, line.current - line.fulfilled);
    store.takeOff(order.order, line.line, units, cameBack(line) > 0 || this.random.next() < 0.6);
  }

  private add(): void {
    const open = this.lines(() => true);
    if (open.length === 0) return;
    const { store, order, line } = this.random.pick(open);
    store.add(order.order, line.line, 1);
  }

  /** What lies there for it; nobody ships what the store was told is not there. */
  private ship(): void {
    const open = this.lines(
      ({ order, line }) =>
        order.paid && line.current - line.fulfilled - line.told > 0 && this.place.onShelf(line.sku) > 0,
    );
    if (open.length === 0) return;
    const { store, order, line } = this.random.pick(open);
    const most = Math.min(line.current - line.fulfilled - line.told, this.place.onShelf(line.sku));
    store.ship(order.order, line.line, this.random.int(1, most));
  }

  private takeBack(): void {
    const shipped = this.place.stores.flatMap((store) =>
      store
        .orders()
        .flatMap((order) =>
          order.lines.flatMap((line) => (back(line) > 0 && !isLostIn(line) ? [{ store, order, line }] : [])),
        ),
    );
    if (shipped.length === 0) return;
    const { store, order, line } = this.random.pick(shipped);
    store.takeBack(order.order, line.line, this.random.int(1, back(line)));
  }

  private walkIn(): void {
    const { sku, outlet } = this;
    const there = this.thereAt(sku, outlet);
    if (there > 0) this.sold.push(this.place.till.ringUp(sku, this.random.int(1, Math.min(2, there)), outlet));
  }

  private returnAtTill(): void {
    this.place.till.ringUp(this.sku, -1, this.outlet);
  }

  private void(): void {
    const [sale] = this.sold.splice(0, 1);
    if (sale !== undefined) this.place.till.void(sale);
  }

  private park(): void {
    const { sku, outlet } = this;
    this.parked.push({ sku, outlet, sale: this.place.till.park(sku, 1, outlet) });
  }

  private finish(): void {
    const [parked] = this.parked;
    if (parked === undefined || this.thereAt(parked.sku, parked.outlet) < 1) return;
    this.place.till.finish(parked.sale);
    this.parked.shift();
  }

  private deliver(): void {
    this.place.till.adjust(this.sku, this.random.int(1, 5), 'a delivery', this.outlet);
  }

  private lose(): void {
    const { sku, outlet } = this;
    if (this.thereAt(sku, outlet) > 0) this.place.till.adjust(sku, -1, 'a unit is missing', outlet);
  }

  private transfer(): void {
    const { till, outlets } = this.place;
    const { sku } = this;
    if (outlets.length < 2 || till.level(sku, outlets[0]!) <= 0) return;
    till.adjust(sku, -1, 'sent to the other outlet', outlets[0]);
    till.adjust(sku, 1, 'came from the other outlet', outlets[1]);
  }

  private editByHand(): void {
    const { store, sku } = this;
    const delta = this.random.pick([-2, -1, 1, 2]);
    if (store.level(sku) + delta >= 0) store.editByHand(sku, delta);
  }

  private fillCart(): void {
    const channel = this.place.cartsAt[0];
    const store = this.place.stores.find((each) => each.channel === channel);
    if (store === undefined) return;
    this.carts += 1;
    store.changeCart(`cart-${String(this.carts).padStart(16, '0')}`, [{ sku: this.sku, units: this.random.int(1, 2) }]);
  }

  /** Where there are several outlets nobody but the till knows what lies at which. */
  private thereAt(sku: string, outlet: string): number {
    const { till, outlets, onShelf } = this.place;
    return outlets.length === 1 ? onShelf(sku) : Math.min(onShelf(sku), till.level(sku, outlet));
  }

  private get outlet(): string {
    return this.random.pick(this.place.outlets);
  }

  /** Of orders that are open. */
  private lines(matches: (ordered: Ordered) => boolean): readonly Ordered[] {
    return this.place.stores
      .flatMap((store) => store.orders().flatMap((order) => order.lines.map((line) => ({ store, order, line }))))
      .filter((ordered) => ordered.order.cancelledAt === null && matches(ordered));
  }
}

/** Shipped units that have not come back. */
const back = ({ fulfilled, kept, current }: StoreLine): number => Math.max(0, kept - (current - fulfilled));

/** Shipped units of it that came back. */
const cameBack = (line: StoreLine): number => line.fulfilled - back(line);

/**
 * Units were taken off it and not put back. A fact says of a line how many units were put back, and not which: of such a line
 * it cannot be told whether what came back was shipped before. The bridge then counts a unit as gone that is there.
 */
const isLostIn = ({ ordered, restocked, kept }: StoreLine): boolean => ordered - restocked > kept;
