import { MemoryTable, type Tx } from '@tillbridge/persistence';
import type { LevelKey } from '../store-adapter';
import { countsOf, keyOf } from './order-counts';
import type { SeenOrder, SeenOrders } from './seen-orders';

const orderKey = (channel: string, order: string) => JSON.stringify([channel, order]);

/** For specs and the simulation. Same contract as TypeOrmSeenOrders. */
export class MemorySeenOrders implements SeenOrders {
  private readonly table = new MemoryTable<SeenOrder>((row) => orderKey(row.fact.channel, row.fact.order));

  async load(tx: Tx, channel: string, orders: readonly string[]): Promise<Map<string, SeenOrder>> {
    const found = new Map<string, SeenOrder>();
    for (const order of orders) {
      const row = this.table.get(tx, orderKey(channel, order));
      if (row) found.set(order, row);
    }
    return found;
  }

  async save(tx: Tx, orders: readonly SeenOrder[]): Promise<void> {
    for (const order of orders) {
      const saved = { ...order, version: order.version + 1 };
      this.table.putIf(tx, saved, (current) => (current?.version ?? 0) === order.version);
    }
  }

  async outstanding(tx: Tx, channel: string): Promise<string[]> {
    return this.table
      .all(tx)
      .filter(({ fact }) => fact.channel === channel && countsOf(fact).some(({ outstanding }) => outstanding > 0))
      .map(({ fact }) => fact.order)
      .sort();
  }

  async outstandingAt(tx: Tx, channel: string, level: LevelKey): Promise<number> {
    return this.table
      .all(tx)
      .filter((row) => row.fact.channel === channel)
      .flatMap((row) => countsOf(row.fact))
      .filter((count) => keyOf(count) === keyOf(level))
      .reduce((total, count) => total + count.outstanding, 0);
  }
}
