import { KickedLoop } from '@tillbridge/service-kit';
import { isHalted } from '../../halts/halts';
import { onlyLocation, unservable } from '../channels/locations';
import type { StoreState } from '../store-state';
import type { StoreAdapter } from '../store-adapter';
import { RepairLog } from './repair-log';
import type { WatchTiming } from './watch-timing';

export interface SubscriptionWatchOptions {
  state: StoreState;
  adapter: Pick<StoreAdapter, 'channel' | 'subscribe' | 'listLocations'>;
  /** Where the store is to send its webhooks. */
  address: string;
  timing: WatchTiming;
  /** What a person should hear of. */
  onTrouble(what: string, details: Record<string, unknown>): void;
  onError(error: unknown): void;
}

/** A message that came late is no reason to ask again and again. */
const askedAgainMsMin = 30_000;

/**
 * Stores delete subscriptions whose deliveries failed for some hours, and say nothing to whoever they stop telling. So they
 * are looked for, and created again; the locations that orders are served from are looked at with them.
 */
export class SubscriptionWatch {
  private readonly loop: KickedLoop;
  private readonly repairs = new RepairLog();
  private lookedAtMs: number;
  private isSuspected = false;

  constructor(private readonly options: SubscriptionWatchOptions) {
    const { state, timing, onError } = options;
    // Whoever connected the store has just looked.
    this.lookedAtMs = state.now().getTime();
    this.loop = new KickedLoop({ run: () => this.look(), pollMs: timing.subscriptionsEveryMs, onError });
  }

  start(): void {
    this.loop.start();
  }

  /** Something was found by asking that a message should have told. */
  suspect(): void {
    this.isSuspected = true;
    this.loop.kickIn(Math.max(0, this.waitMs()));
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  private waitMs(): number {
    const { state, timing } = this.options;
    const { subscriptionsEveryMs: everyMs } = timing;
    const gapMs = this.isSuspected ? Math.min(askedAgainMsMin, everyMs) : everyMs;
    return this.lookedAtMs + gapMs - state.now().getTime();
  }

  private async look(): Promise<number | null> {
    const { state, adapter } = this.options;
    const waitMs = this.waitMs();
    if (waitMs > 0) return waitMs;
    this.isSuspected = false;
    this.lookedAtMs = state.now().getTime();
    const halted = await state.uow.run((tx) => state.halts.get(tx, adapter.channel));
    if (isHalted(halted)) return null;
    await this.lookAtSubscriptions();
    await this.lookAtLocations();
    return null;
  }

  private async lookAtSubscriptions(): Promise<void> {
    const { state, adapter, address, onTrouble } = this.options;
    const { created } = await adapter.subscribe(address);
    if (created === 0) return;
    const repeated = this.repairs.note(state.now());
    if (repeated > 1)
      onTrouble('webhook subscriptions keep disappearing: see that the store can reach this address', {
        address,
        created,
        timesInADay: repeated,
      });
  }

  private async lookAtLocations(): Promise<void> {
    const { state, adapter, onTrouble } = this.options;
    const { channel } = adapter;
    const found = await adapter.listLocations();
    const problems = await state.uow.run(async (tx) => {
      const row = await state.channels.get(tx, channel);
      const sole = onlyLocation(found);
      if (row && row.soleLocation !== sole) await state.channels.located(tx, channel, sole);
      return row ? unservable(row.settings, found) : [];
    });
    for (const problem of problems) onTrouble(`${problem}: put another one into tillbridge.yaml and connect again`, {});
  }
}
