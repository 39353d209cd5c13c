import type { Envelope, OrderObserved, TillPostGranted } from '@tillbridge/contracts';
import { asked, inTurn, nextPush, recordOrders, takeFacts, type StoreLevel } from '@tillbridge/gateway-kit';
import { openPush, readToken, settlePush, takeStoreRead } from '@tillbridge/level-mirror';
import { capOf, uncountedAt, viewOf } from '@tillbridge/stock-domain';
import {
  besideDepot,
  listed,
  paperShopWith,
  postAnswered,
  tillShows,
} from '../../../apps/inventory-core/src/ledger/paper-core';
import { PaperDay } from '../../../apps/inventory-core/src/ledger/paper-day';
import { memoryWorld } from '../../../apps/inventory-core/src/ledger/spec-memory-world';
import { drained, gatewayInMemory } from './memory-gateway';
import { channel, externalId, MovingStore, places, unitsEach } from './moving-store';

const keys = places.map((storeLocation) => ({ externalId, storeLocation }));

/**
 * A gateway and a core that miss much of what happens to a store's orders: whoever plays decides which states of an order the
 * gateway hears, and which of the gateway's facts the core hears, and when.
 */
export class HalfHeard {
  readonly store = new MovingStore();
  private readonly day = new PaperDay(memoryWorld(), paperShopWith({}, besideDepot));
  private readonly gateway = gatewayInMemory();
  private facts: Envelope[] = [];
  /** What the gateway told last of each order. */
  private readonly newest = new Map<string, Envelope>();

  /** `garble`: what becomes of the gateway's facts on their way to the core. */
  constructor(private readonly garble: (order: OrderObserved) => OrderObserved = (order) => order) {}

  async open(): Promise<void> {
    await this.day.take([listed('till', 'till-1', 'TEE'), listed(channel, externalId, 'TEE')]);
    await this.day.take(['main', 'depot'].map((location) => tillShows('till-1', unitsEach, 0, { location })));
    const { itemId } = await this.day.item();
    const settings = { channel, storeLocations: [...places], newItems: 'link' as const, vendor: {} };
    await this.gateway.uow.run((tx) => this.gateway.channels.configure(tx, settings));
    await this.change((level) => ({ ...level, itemId, levelRef: 'ref' }));
    await this.rest();
  }

  /** The gateway hears of an order in some state, be it old, or heard before. */
  async see(order: OrderObserved | undefined): Promise<void> {
    if (order === undefined) return;
    const cause = asked(channel, 'orders', this.gateway.now());
    await inTurn(this.gateway, channel, (tx) => recordOrders(tx, this.gateway, channel, [{ order, cause }]));
    const told = await drained(this.gateway);
    for (const fact of told.filter(isOrder)) this.newest.set((fact.data as OrderObserved).order, fact);
    this.facts.push(...told);
  }

  /** The core hears one of the gateway's facts. */
  async hear(pick: number): Promise<void> {
    const [fact] = this.facts.splice(pick % Math.max(1, this.facts.length), 1);
    if (fact !== undefined) await this.deliver([fact]);
  }

  /** The core will not hear of an order in one of its states, unless it is the newest. */
  passOver(pick: number): void {
    const orders = this.facts.filter(isOrder);
    const passed = orders[pick % Math.max(1, orders.length)];
    this.facts = this.facts.filter((fact) => fact !== passed);
  }

  /** The gateway reads both levels. */
  look(): Promise<void> {
    return this.change((level) => {
      const read = { token: readToken(level.mirror), level: this.store.shows.get(level.storeLocation)! };
      return { ...level, mirror: takeStoreRead(level.mirror, read), readDueAt: null };
    });
  }

  /** The gateway hears what the store may show, and sends what that asks for. */
  async push(): Promise<void> {
    const told = await drained(this.day.world);
    const wanted = told.filter(({ type }) => type === 'availability.changed');
    await takeFacts(this.gateway, wanted);
    await this.change((level) => this.pushed(level));
    // A till that records nothing, so that what it shows holds up no raise.
    const posts = told.filter(({ type }) => type === 'till.post_granted').map(({ data }) => data as TillPostGranted);
    await this.day.take(posts.map(({ postId }) => postAnswered(postId, 'refused', 60)));
  }

  /** Both hear how every order stands. What came between the core has heard by now, or never will. */
  async quieten(): Promise<void> {
    for (const order of this.store.orders()) await this.see(order);
    const others = this.facts.splice(0).filter((fact) => !isOrder(fact));
    await this.deliver([...others.reverse(), ...this.newest.values()]);
    await this.rest();
  }

  /** What a place has come to: what it shows and may show, and how far the core's sums are from the gateway's. */
  async at(place: string) {
    const view = viewOf(await this.day.item(), channel, place);
    const levels = await this.gateway.uow.run((tx) => this.gateway.levels.load(tx, channel, keys));
    const { ordered, restocked } = levels.find(({ storeLocation }) => storeLocation === place)!.mirror;
    return {
      shows: this.store.shows.get(place),
      bound: capOf(view),
      uncounted: uncountedAt(view),
      apart: { ordered: view.ordersCounted - ordered, restocked: view.restocksCounted - restocked },
    };
  }

  private async rest(): Promise<void> {
    for (let round = 0; round < 4; round += 1) {
      await this.look();
      await this.push();
      await this.deliver(this.facts.splice(0));
    }
  }

  private pushed(level: StoreLevel): StoreLevel {
    const next = nextPush(level);
    if (!next.push) return level;
    const { from, to } = next;
    const opened = openPush(level.mirror, { key: 'key', from, to, version: level.desired!.version });
    const takes = to < from || this.store.shows.get(level.storeLocation) === from;
    if (takes) this.store.take(level.storeLocation, from - to);
    return { ...level, mirror: settlePush(opened, takes ? 'applied' : 'refused') };
  }

  private async change(change: (level: StoreLevel) => StoreLevel): Promise<void> {
    const cause = asked(channel, 'levels', this.gateway.now());
    await inTurn(this.gateway, channel, (tx) => this.gateway.book.change(tx, channel, keys, cause, change));
    this.facts.push(...(await drained(this.gateway)));
  }

  private async deliver(facts: readonly Envelope[]): Promise<void> {
    const garbled = (fact: Envelope) => ({ ...fact, data: this.garble(fact.data as OrderObserved) });
    await this.day.take(facts.map((fact) => (isOrder(fact) ? garbled(fact) : fact)));
  }
}

const isOrder = ({ type }: Envelope): boolean => type === 'order.observed';
