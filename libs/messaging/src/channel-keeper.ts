import { connect, type AmqpConnectionManager } from 'amqp-connection-manager';
import type { ConfirmChannel } from 'amqplib';
import { connectionOptions } from './connection-options';

export interface ChannelKeeperOptions {
  url: string;
  /** Shown in the management console. */
  name: string;
  /** Runs on every new channel: declare, consume. */
  setup: (channel: ConfirmChannel) => Promise<void>;
  /** The channel is gone, with everything unacknowledged and unconfirmed on it. */
  onLost?: (channel: ConfirmChannel) => void;
  report: (message: string) => void;
}

const heartbeatSeconds = 10;
const reconnectSeconds = 1;
const reopenMs = 500;
const closeTimeoutMs = 5_000;

/**
 * Keeps one channel open and set up. amqp-connection-manager brings back the connection; its own channels stay gone when
 * the broker closes only the channel, or cancels a consumer, so channels are kept here.
 */
export class ChannelKeeper {
  private manager: AmqpConnectionManager | null = null;
  private channel: ConfirmChannel | null = null;
  private opening = false;
  private closed = false;
  private retry: NodeJS.Timeout | null = null;
  private lastReport = '';
  /** When the broker was reachable and the channel first not there; null while either is otherwise. */
  private missingFrom: number | null = null;
  private readonly readyListeners = new Set<() => void>();

  constructor(private readonly options: ChannelKeeperOptions) {}

  /** Connects, and goes on trying until closed. Idempotent. */
  start(): void {
    if (this.manager || this.closed) return;
    this.manager = connect([this.options.url], {
      heartbeatIntervalInSeconds: heartbeatSeconds,
      reconnectTimeInSeconds: reconnectSeconds,
      connectionOptions: connectionOptions(this.options.name),
    });
    this.manager.on('connect', () => {
      this.missingFrom = performance.now();
      void this.open();
    });
    this.manager.on('connectFailed', ({ err }) => this.report(`broker cannot be reached: ${err.message}`));
    this.manager.on('disconnect', ({ err }) => {
      this.missingFrom = null;
      this.report(`broker connection lost: ${err?.message ?? 'closed'}`);
    });
  }

  isConnected(): boolean {
    return this.manager?.isConnected() ?? false;
  }

  /** The channel, once its setup is done; null otherwise. */
  current(): ConfirmChannel | null {
    return this.channel;
  }

  /** For how many ms the broker has been reachable without this channel being there; null when all is well, or it is away. */
  missingMs(): number | null {
    return this.missingFrom === null ? null : Math.round(performance.now() - this.missingFrom);
  }

  onReady(listener: () => void): void {
    this.readyListeners.add(listener);
  }

  /** The channel; null when there is none within `waitMsMax`. */
  async ready(waitMsMax: number): Promise<ConfirmChannel | null> {
    this.start();
    if (this.channel || this.closed) return this.channel;
    await this.opened(waitMsMax);
    return this.channel;
  }

  /** Gives up a channel that no longer serves (its consumer was cancelled, its queue is gone) and opens another. */
  replace(channel: ConfirmChannel, reason: string): void {
    this.report(reason);
    channel.close().catch(() => undefined);
    this.lost(channel);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.missingFrom = null;
    if (this.retry) clearTimeout(this.retry);
    const { channel, manager } = this;
    this.channel = null;
    // Closing the channel flushes acknowledgements that are still on their way.
    await within(closeTimeoutMs, channel?.close());
    await within(closeTimeoutMs, manager?.close());
  }

  /** Until the channel is there, or `waitMsMax` are over. */
  private async opened(waitMsMax: number): Promise<void> {
    let arrive: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    this.readyListeners.add(arrive);
    await within(waitMsMax, arrived);
    // While the broker is away every publish comes by here: what is left behind would pile up until it is back.
    this.readyListeners.delete(arrive);
  }

  private async open(): Promise<void> {
    const connection = this.manager?.connection;
    if (!connection || this.opening || this.channel || this.closed) return;
    this.opening = true;
    try {
      const channel = await connection.createConfirmChannel();
      let open = true;
      channel.on('error', (error: Error) => this.report(`channel closed by the broker: ${error.message}`));
      channel.once('close', () => {
        open = false;
        this.lost(channel);
      });
      await this.setUp(channel);
      if (!open) throw new Error('channel closed while it was set up');
      this.channel = channel;
      this.missingFrom = null;
      this.lastReport = '';
    } catch (error) {
      this.report(`channel cannot be set up: ${(error as Error).message}`);
      this.reopenLater();
    } finally {
      this.opening = false;
    }
    if (this.channel) for (const listener of this.readyListeners) listener();
  }

  private async setUp(channel: ConfirmChannel): Promise<void> {
    try {
      await this.options.setup(channel);
    } catch (error) {
      await channel.close().catch(() => undefined);
      throw error;
    }
  }

  private lost(channel: ConfirmChannel): void {
    this.options.onLost?.(channel);
    if (this.channel !== channel) return;
    this.channel = null;
    if (this.isConnected()) this.missingFrom = performance.now();
    this.reopenLater();
  }

  private reopenLater(): void {
    if (this.closed) return;
    if (this.retry) clearTimeout(this.retry);
    this.retry = setTimeout(() => void this.open(), reopenMs);
  }

  /** Once per kind of trouble, not once per second of it. */
  private report(message: string): void {
    if (this.closed || message === this.lastReport) return;
    this.lastReport = message;
    this.options.report(message);
  }
}

/** Waits for `work` to end either way, but not for ever: a broker that is gone does not answer a close. */
async function within(timeoutMs: number, work: Promise<unknown> | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)));
  await Promise.race([Promise.resolve(work).catch(() => undefined), timeout]);
  clearTimeout(timer);
}
