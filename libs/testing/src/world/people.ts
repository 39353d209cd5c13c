import { setTimeout as pause } from 'node:timers/promises';
import type { StoreOrder } from '../auditor';
import type { Act, OpenOrder, Scene } from './script';
import type { Shelf } from './shelf';
import { customerOf } from './townsfolk';
import type { Checkout, StoreTwin, TillTwin } from './twins';

export interface Town {
  till: TillTwin;
  outlet: string;
  stores: { name: string; twin: StoreTwin; locationId: string }[];
  shelf: Shelf;
}

/** Everyone around the shop: they follow the script, and the physics of one shelf. */
export class People {
  /** Accepted orders by store and item, newest last. */
  private readonly ordered = new Map<string, string[]>();
  /** How often somebody tried to check out, by store. */
  readonly attempts: number[];
  /** The SKU an item goes by at the till now; the label changes, the thing on the shelf does not. */
  private readonly relabelled = new Map<string, string>();

  /** Labels that somebody has seen in each store. */
  private readonly listed: Set<string>[];

  constructor(private readonly town: Town) {
    this.attempts = town.stores.map(() => 0);
    this.listed = town.stores.map(() => new Set());
  }

  /** One buyer at one checkout. null: what is not listed yet cannot be wanted yet. */
  async checkOut(wish: OpenOrder & { alsoSku?: string }): Promise<Checkout['outcome'] | null> {
    const sku = await this.labelAt(wish.store, wish.sku);
    if (sku === null) return null;
    const lines = [{ sku, quantity: wish.quantity }];
    const alsoSku = wish.alsoSku && (await this.labelAt(wish.store, wish.alsoSku));
    if (alsoSku) lines.push({ sku: alsoSku, quantity: 1 });
    this.attempts[wish.store]! += 1;
    const checkout = await this.town.stores[wish.store]!.twin.checkout(lines, customerOf(wish.store));
    if (checkout.outcome === 'accepted') this.ordersOf(wish).push(checkout.orderId);
    return checkout.outcome;
  }

  /** Plays one scene to its end; each act begins at its moment, whether or not earlier ones are done. */
  async play({ acts, lastsMs }: Scene): Promise<void> {
    const began = Date.now();
    const moment = (atMs: number) => pause(Math.max(0, began + atMs - Date.now()));
    await Promise.all([moment(lastsMs), ...acts.map((act) => moment(act.atMs).then(() => this.perform(act)))]);
  }

  /** Ships what the stores mean to ship and the shelf can serve, all but every `leaveEvery`-th order. Returns how many left. */
  async shipWhatCanBeShipped(leaveEvery: number): Promise<number> {
    let [seen, shipped] = [0, 0];
    for (const { twin } of this.town.stores) {
      const { orders } = await twin.state();
      for (const order of orders.filter(isOpen)) {
        if (++seen % leaveEvery !== 0 && (await this.ship(twin, order))) shipped++;
      }
    }
    return shipped;
  }

  /** false: not all of it lies there. */
  private async ship(twin: StoreTwin, order: StoreOrder): Promise<boolean> {
    const lines = order.lines.map((line) => ({ item: this.itemOf(line.sku), units: line.current - line.fulfilled }));
    if (lines.some(({ item, units }) => this.town.shelf.units(item) < units)) return false;
    for (const { item, units } of lines) this.town.shelf.takeUpTo(item, units);
    await twin.fulfil(order.id);
    return true;
  }

  private async perform(act: Act): Promise<void> {
    const { till, outlet, shelf } = this.town;
    const sku = this.relabelled.get(act.sku) ?? act.sku;
    switch (act.does) {
      case 'buysAtTill':
        return this.buyAtTill(act.sku, act.quantity);
      case 'checksOut':
        await this.checkOut(act);
        return;
      case 'delivers':
        shelf.put(act.sku, act.quantity);
        await till.receive(outlet, [{ sku, quantity: act.quantity }]);
        return;
      case 'counts':
        shelf.put(act.sku, act.findsMore);
        await till.count(outlet, sku, shelf.units(act.sku));
        return;
      case 'bringsBack':
        shelf.put(act.sku, act.quantity);
        await till.takeBack(outlet, [{ sku, quantity: act.quantity }]);
        return;
      case 'lists':
        shelf.put(act.sku, act.quantity);
        await till.list({ sku, name: act.title, price: 15, levels: {} });
        await till.receive(outlet, [{ sku, quantity: act.quantity }]);
        return;
      case 'renames':
        await till.rename(sku, { newSku: act.newSku, name: act.title });
        this.relabelled.set(act.sku, act.newSku);
        return;
      case 'fillsCart':
        return this.fillCart(act);
      case 'cancelsOwnOrder':
        return this.cancelOwnOrder(act);
      case 'refundsOwnOrder':
        return this.refundOwnOrder(act);
      case 'ships':
        return this.shipOldest(act);
      case 'raisesByHand':
        return this.raiseByHand(act);
    }
  }

  /** The hand is quicker than the register: units leave the shelf before the sale is rung up. */
  private async buyAtTill(item: string, wanted: number): Promise<void> {
    const quantity = this.town.shelf.takeUpTo(item, wanted);
    const sku = this.relabelled.get(item) ?? item;
    if (quantity > 0) await this.town.till.sell(this.town.outlet, [{ sku, quantity }]);
  }

  private async fillCart(act: Extract<Act, { does: 'fillsCart' }>): Promise<void> {
    const sku = await this.labelAt(act.store, act.sku);
    if (sku !== null) await this.town.stores[act.store]!.twin.cart([{ sku, quantity: act.quantity }]);
  }

  private async cancelOwnOrder(act: Extract<Act, { does: 'cancelsOwnOrder' }>): Promise<void> {
    const orderId = this.ordersOf(act).pop();
    if (orderId) await this.town.stores[act.store]!.twin.cancel(orderId);
  }

  private async refundOwnOrder(act: Extract<Act, { does: 'refundsOwnOrder' }>): Promise<void> {
    const { twin } = this.town.stores[act.store]!;
    const order = await this.stillOpen(twin, this.ordersOf(act).at(-1));
    const line = order?.lines.find(({ current, fulfilled }) => current > fulfilled);
    if (line) await twin.refund(order!.id, [{ lineId: line.lineId, quantity: 1, restockType: 'cancel' }]);
  }

  private async shipOldest(act: Extract<Act, { does: 'ships' }>): Promise<void> {
    const { twin } = this.town.stores[act.store]!;
    // Taken off the list first: nobody cancels what is being packed.
    const order = await this.stillOpen(twin, this.ordersOf(act).shift());
    if (order && order.lines.some(({ current }) => current > 0)) await this.ship(twin, order);
  }

  private async stillOpen(twin: StoreTwin, orderId: string | undefined): Promise<StoreOrder | undefined> {
    return (await twin.state()).orders.filter(isOpen).find(({ id }) => id === orderId);
  }

  /** The buyer comes only when the level stands, so that a unit that does not exist is surely bought. */
  private async raiseByHand(act: Extract<Act, { does: 'raisesByHand' }>): Promise<void> {
    const { twin, locationId } = this.town.stores[act.store]!;
    const sku = (await this.labelAt(act.store, act.sku)) ?? act.sku;
    const level = (await twin.state()).levels.find((row) => row.sku === sku && row.locationId === locationId);
    await twin.setLevelByHand(sku, locationId, (level?.available ?? 0) + act.units);
    await this.checkOut({ ...act, quantity: 1 });
  }

  private ordersOf(act: { store: number; sku: string }): string[] {
    const key = `${act.store} ${act.sku}`;
    if (!this.ordered.has(key)) this.ordered.set(key, []);
    return this.ordered.get(key)!;
  }

  /** A store may or may not have taken over a new label; buyers click on whatever is listed. null: nothing is. */
  private async labelAt(store: number, item: string): Promise<string | null> {
    const labels = [this.relabelled.get(item) ?? item, item];
    const listed = this.listed[store]!;
    // Nothing that is listed under the newest label is ever listed under another again: no need to look twice.
    if (!listed.has(labels[0]!)) {
      const { levels } = await this.town.stores[store]!.twin.state();
      for (const { sku, active } of levels) if (active) listed.add(sku);
    }
    return labels.find((label) => listed.has(label)) ?? null;
  }

  private itemOf(sku: string): string {
    for (const [item, label] of this.relabelled) if (label === sku) return item;
    return sku;
  }
}

/** Its store means to ship it: not cancelled, not on hold, and where it ships from is decided. */
const isOpen = ({ cancelledAt, fulfillmentOrders }: StoreOrder): boolean =>
  cancelledAt === null && fulfillmentOrders.length > 0 && fulfillmentOrders.every(({ status }) => status === 'OPEN');
