import { KickedLoop } from '@tillbridge/service-kit';
import { isHaltedBy } from '../../halts/halts';
import { listCatalogue } from '../catalogue/list-catalogue';
import type { StoreState } from '../store-state';
import type { StoreAdapter } from '../store-adapter';
import { restAfterMs, type WatchTiming } from './watch-timing';

export interface CatalogueWatchOptions {
  state: StoreState;
  adapter: Pick<StoreAdapter, 'channel' | 'listCatalogue'>;
  timing: WatchTiming;
  onError(error: unknown): void;
}

/** Lists a store's whole catalogue now and then: what is new, changed, withdrawn or gone there is found without a message. */
export class CatalogueWatch {
  private readonly loop: KickedLoop;
  private notBefore: number;

  constructor(private readonly options: CatalogueWatchOptions) {
    const { state, timing, onError } = options;
    // Whoever connected the store has just listed it.
    this.notBefore = state.now().getTime() + timing.catalogueEveryMs;
    this.loop = new KickedLoop({ run: () => this.round(), pollMs: timing.catalogueEveryMs, onError });
  }

  start(): void {
    this.loop.start();
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  private async round(): Promise<number | null> {
    const { state, adapter, timing } = this.options;
    const waitMs = this.notBefore - state.now().getTime();
    if (waitMs > 0) return waitMs;
    const halted = await state.uow.run((tx) => state.halts.get(tx, adapter.channel));
    if (isHaltedBy(halted, 'locked-out')) return null;
    const startedAt = state.now();
    await listCatalogue(state, adapter);
    const restMs = Math.max(timing.catalogueEveryMs, restAfterMs(startedAt, state.now()));
    this.notBefore = state.now().getTime() + restMs;
    return restMs;
  }
}
