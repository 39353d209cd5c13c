import type { OrderObserved } from '@tillbridge/contracts';
import type { Tx } from '@tillbridge/persistence';
import type { LevelKey } from '../store-adapter';

/** An order as we last knew it: what it was counted for at each level follows from that. */
export interface SeenOrder {
  readonly fact: OrderObserved;
  /** Optimistic version of the row; 0 when it was never stored. */
  readonly version: number;
}

/** Every order we have seen, so that any copy of it moves the levels by the difference only. */
export interface SeenOrders {
  load(tx: Tx, channel: string, orders: readonly string[]): Promise<Map<string, SeenOrder>>;
  /** @throws StaleVersion when an order was saved by someone else meanwhile. */
  save(tx: Tx, orders: readonly SeenOrder[]): Promise<void>;
  /** Orders of which units are still to be shipped, by id. */
  outstanding(tx: Tx, channel: string): Promise<string[]>;
  /** Units of live orders that are still to be shipped from a level. */
  outstandingAt(tx: Tx, channel: string, level: LevelKey): Promise<number>;
}
