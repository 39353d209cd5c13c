import type { StoreState } from '../store-state';
import type { StoreAdapter } from '../store-adapter';
import { wantTask } from '../tasks/want-task';

/** Orders that are archived although something is to be shipped are asked for in turn: there may be many. */
const suspectsMax = 100;

/**
 * Polls find what changed, and an order that was deleted changes no more. So what is still to be shipped, by all that we know,
 * and is not open at its store is read again.
 */
export class OpenOrders {
  private lastAsked = '';

  constructor(
    private readonly state: StoreState,
    private readonly adapter: Pick<StoreAdapter, 'channel' | 'openOrders'>,
  ) {}

  async look(): Promise<void> {
    const { state, adapter } = this;
    const known = await state.uow.run((tx) => state.orders.outstanding(tx, adapter.channel));
    if (known.length === 0) return;
    const open = new Set((await adapter.openOrders()).map(({ order }) => order));
    const suspects = this.inTurn(known.filter((order) => !open.has(order)));
    await state.uow.run(async (tx) => {
      for (const order of suspects) await wantTask(tx, state, adapter.channel, 'read-order', order);
    });
    this.lastAsked = suspects.at(-1) ?? '';
  }

  private inTurn(orders: readonly string[]): readonly string[] {
    const ahead = orders.filter((order) => order > this.lastAsked);
    return [...ahead, ...orders.filter((order) => order <= this.lastAsked)].slice(0, suspectsMax);
  }
}
