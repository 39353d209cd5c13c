import { setTimeout as wait } from 'node:timers/promises';
import { NO_WEBHOOK_FAULTS, type WebhookFaults } from './faults';
import type { Range } from './latency';
import type { Rng } from './rng';
import { post } from './post';

export interface Delivery {
  url: string;
  headers: Record<string, string>;
  body: Buffer;
  /** What a subscription is told apart by, for `onGivenUp`. */
  subscription?: string;
}

export interface DeliveryStats {
  pending: number;
  delivered: number;
  failed: number;
  lost: number;
}

export interface DeliveryQueueOptions {
  rng: Rng;
  /** How long after the event the first attempt is made, in ms. */
  delayMs: Range;
  /** Waits between attempts, in ms; its length is the number of retries. */
  retryMs: number[];
  /** The receiver's time to answer, in ms. */
  timeoutMs: number;
  /** Called when the last retry failed. */
  onGivenUp?: (delivery: Delivery) => void;
}

/** Time an extra-late delivery waits on top when it is reordered: several ordinary delays. */
const REORDER_DELAYS = 4;
const REORDER_MS_MIN = 50;

/**
 * Sends webhooks late, twice, out of order or never, as asked, and tries again on a schedule. Deliveries that fall due while
 * paused wait for `resume`. Every one is independent: a slow receiver delays nobody else's.
 */
export class DeliveryQueue {
  faults: WebhookFaults = { ...NO_WEBHOOK_FAULTS };
  private readonly stop = new AbortController();
  private resumed: Promise<void> = Promise.resolve();
  private release: () => void = () => undefined;
  private paused = false;
  private readonly counts: DeliveryStats = { pending: 0, delivered: 0, failed: 0, lost: 0 };

  constructor(private readonly options: DeliveryQueueOptions) {}

  enqueue(delivery: Delivery): void {
    const { rng } = this.options;
    if (rng.chance(this.faults.loseRate)) {
      this.counts.lost++;
      return;
    }
    this.launch(delivery, this.firstDelayMs());
    if (rng.chance(this.faults.duplicateRate)) this.launch(delivery, this.firstDelayMs());
  }

  pause(): void {
    if (this.paused) return;
    this.paused = true;
    this.resumed = new Promise((resolve) => (this.release = resolve));
  }

  resume(): void {
    this.paused = false;
    this.release();
  }

  stats(): DeliveryStats {
    return { ...this.counts };
  }

  /** Gives up everything pending. */
  close(): void {
    this.stop.abort();
    this.resume();
  }

  private firstDelayMs(): number {
    const { rng, delayMs } = this.options;
    let delay = rng.int(delayMs.min, delayMs.max);
    if (rng.chance(this.faults.reorderRate)) delay += Math.max(REORDER_MS_MIN, delayMs.max * REORDER_DELAYS);
    if (rng.chance(this.faults.delayRate)) delay += this.faults.delayMs;
    return delay;
  }

  private launch(delivery: Delivery, delayMs: number): void {
    this.counts.pending++;
    this.attempt(delivery, delayMs)
      .catch(() => undefined) // only thrown by close(): what was pending is given up
      .finally(() => this.counts.pending--);
  }

  private async attempt(delivery: Delivery, firstDelayMs: number): Promise<void> {
    const { signal } = this.stop;
    for (const waitMs of [firstDelayMs, ...this.options.retryMs]) {
      if (waitMs > 0) await wait(waitMs, undefined, { signal });
      await this.resumed;
      signal.throwIfAborted();
      if (await this.send(delivery)) {
        this.counts.delivered++;
        return;
      }
    }
    this.counts.failed++;
    this.options.onGivenUp?.(delivery);
  }

  /** True on 2xx. A redirect, an error and silence all count as failure. */
  private async send(delivery: Delivery): Promise<boolean> {
    const status = await post(delivery, this.options.timeoutMs, this.stop.signal);
    return status >= 200 && status < 300;
  }
}
