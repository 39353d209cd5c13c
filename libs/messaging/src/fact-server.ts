import type { Envelope, ServiceName } from '@tillbridge/contracts';
import { Logger } from '@nestjs/common';
import { BaseRpcContext, Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { ConfirmChannel } from 'amqplib';
import { isObservable, lastValueFrom } from 'rxjs';
import { ChannelKeeper } from './channel-keeper';
import { ConfirmedSends } from './confirmed-sends';
import { factBatchPattern, factTransport } from './fact-batch';
import { FactConsumer } from './fact-consumer';
import { declareService, topologyOf, type ServiceTopology } from './topology';

export interface FactServerOptions {
  /** amqp://user:password@host:5672/vhost */
  url: string;
  service: ServiceName;
  /** Messages per handler call at most. Default 200. */
  batchMax?: number;
  /** How long a first message waits for company. Default 3. */
  lingerMs?: number;
  /** Messages the broker hands over unacknowledged at most. Default twice batchMax: one batch in hand, one at hand. */
  prefetch?: number;
  /** How long a shutdown waits for the batch in hand. Default 25,000: less than the 30 s orchestrators commonly grant. */
  drainMsMax?: number;
  /** How long a batch is held while the database is away. Default 600,000. */
  weatherMsMax?: number;
  /** Delays of the retry queues. Default those of the topology; others need a virtual host of their own. */
  retryDelaysMs?: readonly number[];
}

export interface ConsumerState {
  /** The broker is reachable. */
  connected: boolean;
  consuming: boolean;
  /** For how many ms the broker has been reachable without us consuming; null while consuming or while it is away. */
  missingSinceMs: number | null;
  /** For how many ms the handler has had the batch in hand, waits for better weather left out; null while it has none. */
  handlingMs: number | null;
}

const batchMaxDefault = 200;
const lingerMsDefault = 3;
const drainMsMaxDefault = 25_000;
/** RabbitMQ takes back what a consumer holds for 30 minutes; a batch at hand may have to sit out the one in hand as well. */
const weatherMsMaxDefault = 10 * 60_000;
/** A service starts without its broker; it only gives a broker that is there this long to be ready first. */
const startWaitMsMax = 3_000;

/** Nest transport that hands facts to the FactBatch handler in batches and acknowledges them after it resolved. */
export class FactServer extends Server implements CustomTransportStrategy {
  override readonly transportId = factTransport;
  /** Errors come back to this server, which decides about the message; Nest need not log them too. */
  override readonly propagatesEventHandlerErrors = true;
  protected override readonly logger = new Logger(FactServer.name);
  private readonly topology: ServiceTopology;
  private readonly consumer: FactConsumer;
  private readonly keeper: ChannelKeeper;
  private consumerTag = '';
  private handlingFrom: number | null = null;
  private closing: Promise<void> | null = null;

  constructor(private readonly options: FactServerOptions) {
    super();
    this.topology = topologyOf(options.service, options.retryDelaysMs);
    const report = (message: string) => this.logger.warn(message);
    this.consumer = new FactConsumer({
      topology: this.topology,
      batchMax: this.batchMax,
      lingerMs: options.lingerMs ?? lingerMsDefault,
      drainMsMax: options.drainMsMax ?? drainMsMaxDefault,
      weatherMsMax: options.weatherMsMax ?? weatherMsMaxDefault,
      handle: (envelopes) => this.handle(envelopes),
      report,
      onQueueTrouble: (channel, reason) => this.keeper.replace(channel, reason),
    });
    this.keeper = new ChannelKeeper({
      url: options.url,
      name: `${options.service} consumer`,
      setup: (channel) => this.consume(channel),
      onLost: (channel) => this.consumer.forget(channel),
      report,
    });
  }

  state(): ConsumerState {
    return {
      connected: this.keeper.isConnected(),
      consuming: this.keeper.current() !== null && !this.closing,
      missingSinceMs: this.keeper.missingMs(),
      handlingMs: this.handlingFrom === null ? null : Math.round(performance.now() - this.handlingFrom),
    };
  }

  /** Facts that wait for this service, are in its hands or will be tried again; null while the broker cannot be asked. */
  async backlog(): Promise<number | null> {
    const channel = this.keeper.current();
    if (!channel) return null;
    const queues = [this.topology.queue, ...this.topology.retries.map((retry) => retry.name)];
    try {
      const counts = await Promise.all(queues.map(async (queue) => (await channel.checkQueue(queue)).messageCount));
      return counts.reduce((sum, count) => sum + count, this.consumer.inHand());
    } catch {
      // A queue is gone: the broker answers by closing the channel, and the next one declares it again.
      return null;
    }
  }

  listen(callback: (error?: unknown) => void): void {
    const consumesSomething = this.topology.bindings.length > 0;
    if (consumesSomething && !this.messageHandlers.has(factBatchPattern)) {
      callback(new Error(`${this.options.service} listens to facts but has no method marked @FactBatch()`));
      return;
    }
    if (!consumesSomething) callback();
    else void this.keeper.ready(startWaitMsMax).then(() => callback());
  }

  /** Takes no more messages, finishes the batch in hand, acknowledges it, and leaves. */
  close(): Promise<void> {
    this.closing ??= this.drain();
    return this.closing;
  }

  on(): never {
    throw new Error('FactServer has no events of its own');
  }

  /** The channel consumed from, or null. */
  unwrap<T>(): T {
    return this.keeper.current() as T;
  }

  private get batchMax(): number {
    return this.options.batchMax ?? batchMaxDefault;
  }

  private async consume(channel: ConfirmChannel): Promise<void> {
    await declareService(channel, this.topology);
    await channel.prefetch(this.options.prefetch ?? this.batchMax * 2);
    const sends = new ConfirmedSends(channel);
    const { consumerTag } = await channel.consume(this.topology.queue, (message) => {
      if (message) this.consumer.receive({ channel, sends, message });
      // The queue was deleted or failed over: the broker says so once and would never deliver again.
      else this.keeper.replace(channel, 'the broker cancelled our consumer');
    });
    this.consumerTag = consumerTag;
  }

  private async handle(envelopes: Envelope[]): Promise<void> {
    this.handlingFrom = performance.now();
    try {
      const handler = this.messageHandlers.get(factBatchPattern)!;
      const result: unknown = await handler(envelopes, new BaseRpcContext([]));
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
    } finally {
      this.handlingFrom = null;
    }
  }

  private async drain(): Promise<void> {
    // First of all: between here and the broker's answer to the cancel, no new batch may begin.
    this.consumer.stop();
    const channel = this.keeper.current();
    if (channel) await channel.cancel(this.consumerTag).catch(() => undefined);
    await this.consumer.drain();
    await this.keeper.close();
  }
}
