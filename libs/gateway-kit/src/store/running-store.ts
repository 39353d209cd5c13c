import type { AccessWatch } from '../halts/access';
import type { OrderPoll } from './orders/order-poll';
import type { StorePump } from './push/store-pump';
import type { LevelReader } from './read/level-reader';
import type { StoreAdapter } from './store-adapter';
import type { TaskWorker } from './tasks/task-worker';

/** All that goes on for one store. */
export interface Running {
  readonly adapter: StoreAdapter;
  readonly pump: StorePump;
  readonly reader: LevelReader;
  readonly orders: OrderPoll;
  readonly tasks: TaskWorker;
  readonly access: AccessWatch;
  /** What looks the store over although it told of nothing. */
  readonly watches: readonly { start(): void; stop(): Promise<void> }[];
  /** True once pushing is allowed. */
  active: boolean;
}

export async function halt({ pump, reader, orders, tasks, access, watches }: Running): Promise<void> {
  await Promise.all([pump, reader, orders, tasks, ...watches].map((part) => part.stop()));
  await access.settled();
}
