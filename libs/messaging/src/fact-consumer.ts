import { setTimeout as wait } from 'node:timers/promises';
import type { ConfirmChannel } from 'amqplib';
import { BatchSettler, type BatchSettlerOptions, type Delivery } from './batch-settler';
import type { WeatherWatch } from './isolate';

export interface FactConsumerOptions extends Omit<BatchSettlerOptions, 'watchWeather'> {
  batchMax: number;
  lingerMs: number;
  drainMsMax: number;
  /** How long one batch is held in bad weather before it goes on to the last retry queue. */
  weatherMsMax: number;
}

const weatherWaitFirstMs = 250;
const weatherWaitMsMax = 5_000;

/** Turns a stream of deliveries into batches and settles one batch after the other. */
export class FactConsumer {
  private waiting: Delivery[] = [];
  private settling = 0;
  private loop: Promise<void> | null = null;
  private linger: AbortController | null = null;
  private readonly stopping = new AbortController();
  private readonly settler: BatchSettler;

  constructor(private readonly options: FactConsumerOptions) {
    this.settler = new BatchSettler({ ...options, watchWeather: () => this.weatherWatch() });
  }

  receive(delivery: Delivery): void {
    this.waiting.push(delivery);
    if (this.waiting.length >= this.options.batchMax) this.linger?.abort();
    this.loop ??= this.run();
  }

  /** Delivered to us and not yet answered. */
  inHand(): number {
    return this.waiting.length + this.settling;
  }

  /** The broker will deliver these again by another channel. */
  forget(channel: ConfirmChannel): void {
    this.waiting = this.waiting.filter((delivery) => delivery.channel !== channel);
  }

  /** Begins no further batch. */
  stop(): void {
    this.stopping.abort();
    this.linger?.abort();
  }

  /** Finishes the batch in hand and gives back what is waiting; nothing may be received afterwards. */
  async drain(): Promise<void> {
    this.stop();
    if (!(await this.finished())) {
      this.options.report(`the batch in hand did not finish within ${this.options.drainMsMax} ms; it comes again`);
      return;
    }
    const last = this.waiting.at(-1);
    this.waiting = [];
    try {
      // Never tried, so not a failed try; from RabbitMQ 4.3 on a nack does not count towards the delivery limit.
      last?.channel.nack(last.message, true, true);
    } catch {
      // The channel is gone, and with it our hold on the messages.
    }
  }

  /** false when the batch in hand takes longer than a shutdown may. */
  private async finished(): Promise<boolean> {
    const giveUp = new AbortController();
    const tooLong = wait(this.options.drainMsMax, false, { signal: giveUp.signal }).catch(() => false);
    const outcome = await Promise.race([Promise.resolve(this.loop).then(() => true), tooLong]);
    giveUp.abort();
    return outcome;
  }

  private async run(): Promise<void> {
    if (this.waiting.length < this.options.batchMax) {
      this.linger = new AbortController();
      await pause(this.options.lingerMs, this.linger.signal);
      this.linger = null;
    }
    // What arrives while a batch is handled has waited long enough: it goes at once.
    while (this.waiting.length > 0 && !this.stopping.signal.aborted) {
      const batch = this.takeBatch();
      this.settling = batch.length;
      await this.settler.settle(batch);
      this.settling = 0;
    }
    this.loop = null;
  }

  /** What is waiting, up to batchMax, of one channel: acknowledgements are per channel. */
  private takeBatch(): Delivery[] {
    const { channel } = this.waiting[0]!;
    const end = this.waiting.findIndex((delivery) => delivery.channel !== channel);
    return this.waiting.splice(0, Math.min(this.options.batchMax, end === -1 ? this.waiting.length : end));
  }

  /** Waits longer each time, so that a database that comes up is not greeted by a storm. */
  private weatherWatch(): WeatherWatch {
    let badSince: number | null = null;
    let waitMs = weatherWaitFirstMs;
    return async (error) => {
      badSince ??= performance.now();
      if (performance.now() - badSince > this.options.weatherMsMax) return 'fail';
      if (!this.stopping.signal.aborted) {
        this.options.report(`waiting for better weather: ${error.message}`);
        await pause(waitMs, this.stopping.signal);
        waitMs = Math.min(weatherWaitMsMax, waitMs * 2);
      }
      return this.stopping.signal.aborted ? 'release' : 'again';
    };
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}
