import { KickedLoop } from '@tillbridge/service-kit';
import { isHaltedBy } from '../../halts/halts';
import type { StoreState } from '../store-state';
import { restAfterMs } from './watch-timing';

export interface RegularWatchOptions {
  state: StoreState;
  channel: string;
  everyMs: number;
  /** Looks the store over once. */
  look(): Promise<void>;
  onError(error: unknown): void;
}

/** Looks a store over now and then, as far as the vendor's limits and our credentials let us. */
export class RegularWatch {
  private readonly loop: KickedLoop;
  private notBefore: number;

  constructor(private readonly options: RegularWatchOptions) {
    const { state, everyMs, onError } = options;
    // Whoever connected the store has just looked.
    this.notBefore = state.now().getTime() + everyMs;
    this.loop = new KickedLoop({ run: () => this.round(), pollMs: everyMs, onError });
  }

  start(): void {
    this.loop.start();
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  private async round(): Promise<number | null> {
    const { state, channel, everyMs, look } = this.options;
    const waitMs = this.notBefore - state.now().getTime();
    if (waitMs > 0) return waitMs;
    const halted = await state.uow.run((tx) => state.halts.get(tx, channel));
    if (isHaltedBy(halted, 'locked-out')) return null;
    const startedAt = state.now();
    await look();
    const restMs = Math.max(everyMs, restAfterMs(startedAt, state.now()));
    this.notBefore = state.now().getTime() + restMs;
    return restMs;
  }
}
