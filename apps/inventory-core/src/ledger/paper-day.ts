import type { Envelope } from '@tillbridge/contracts';
import type { ItemState, PromiseState } from '@tillbridge/stock-domain';
import type { Shop } from '../shop/shop';
import { explainOrder, type OrderExplained } from '../use-cases/explain-order';
import { handleFacts, type HandleFactsDeps } from '../use-cases/handle-facts';
import { revisitItems } from '../use-cases/revisit-items';
import { keyOf, noReferences, type Decision, type OrderState } from './ledger';
import { paperDeps, type LedgerWorld } from './ledger.contract';
import { listed, tillShows } from './paper-core';

/** A core whose clock and policy a spec moves; times are seconds after the start of the paper day. */
export class PaperDay {
  constructor(
    readonly world: LedgerWorld,
    public shop: Shop,
    public seconds = 60,
  ) {}

  deps(): HandleFactsDeps {
    return paperDeps(this.world, this.seconds, this.shop);
  }

  /** Facts that arrive together, as one batch. */
  async take(facts: readonly Envelope[], seconds = this.seconds): Promise<void> {
    this.seconds = seconds;
    await handleFacts(this.deps(), facts);
  }

  /** The clock goes on to `seconds`, and what is due then is decided. Returns how many items were. */
  revisit(seconds: number): Promise<number> {
    this.seconds = seconds;
    return revisitItems(this.deps(), (itemId, error) => {
      throw new Error(`item ${itemId} is broken`, { cause: error });
    });
  }

  /** `<n>` units of `till-<n>`, which the stores list as `a-<n>` and `b-<n>`, at each location that is named. */
  async stock(n: number, levels: Readonly<Record<string, number>>): Promise<void> {
    await this.take([
      listed('till', `till-${n}`, `SKU-${n}`),
      listed('store-a', `a-${n}`, `SKU-${n}`),
      listed('store-b', `b-${n}`, `SKU-${n}`),
    ]);
    await this.take(Object.entries(levels).map(([location, level]) => tillShows(`till-${n}`, level, 0, { location })));
  }

  async told<Told = Record<string, unknown>>(type: string): Promise<Told[]> {
    const all = await this.world.uow.run((tx) => this.world.outbox.claim(tx, 10_000));
    return all.filter((envelope) => envelope.type === type).map((envelope) => envelope.data as Told);
  }

  async item(n = 0): Promise<ItemState> {
    return (await this.world.items())[n];
  }

  async promise(channel: string, order: string, line = '1'): Promise<PromiseState> {
    const promises = (await this.world.items()).flatMap((item) => item.promises);
    const found = promises.find((each) => each.channel === channel && each.order === order && each.line === line);
    if (found === undefined) throw new Error(`line ${line} of order ${order} of ${channel} has no promise`);
    return found;
  }

  async order(channel: string, order: string): Promise<OrderState> {
    const references = { ...noReferences, orders: [{ channel, order }] };
    const { orders } = await this.world.uow.run((tx) => this.world.ledger.load(tx, references));
    const found = orders.get(keyOf(channel, order));
    if (found === undefined) throw new Error(`order ${order} of ${channel} is not known`);
    return found;
  }

  /** Units each order is short of, by `channel/order`; orders that have all their units are left out. */
  async short(): Promise<Record<string, number>> {
    const short: Record<string, number> = {};
    for (const promise of (await this.world.items()).flatMap((item) => item.promises)) {
      if (promise.short === 0) continue;
      const name = `${promise.channel}/${promise.order}`;
      short[name] = (short[name] ?? 0) + promise.short;
    }
    return short;
  }

  decisionsOn(channel: string, order: string): Promise<readonly Decision[]> {
    return this.world.uow.run((tx) => this.world.ledger.decisionsOn(tx, { channel, order }));
  }

  async why(channel: string, order: string): Promise<OrderExplained> {
    const explained = await explainOrder(this.deps(), { channel, order });
    if (explained === null) throw new Error(`order ${order} of ${channel} is not known`);
    return explained;
  }
}
