import { setTimeout as wait } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { envelopeSchema, type Envelope, type ServiceName } from '@tillbridge/contracts';
import { RetryableError } from '@tillbridge/persistence';
import { connect, type ChannelModel, type ConfirmChannel, type GetMessage } from 'amqplib';
import { ConfirmedSends } from './confirmed-sends';
import { connectionOptions } from './connection-options';
import { attemptsOf, failureHeaders, idOf, producerHeaders, republishOptions } from './failure';
import { declareService, topologyOf, type ServiceTopology } from './topology';

export interface ParkedQueueOptions {
  /** amqp://user:password@host:5672/vhost */
  url: string;
  service: ServiceName;
}

/** A message set aside for a person. */
export interface ParkedMessage {
  id: string;
  /** As far as the message says it. */
  type: string | null;
  reason: string;
  /** How often it was tried. */
  attempts: number;
  /** ISO instants. */
  firstFailedAt: string | null;
  parkedAt: string | null;
  /** null when it could not be read as a fact at all. */
  envelope: Envelope | null;
}

/** Messages looked at in one call at most; what lies behind them waits for the next. */
const scanMax = 10_000;
const giveBackWaitMsMax = 2_000;
const giveBackPollMs = 5;

/** What one service has parked. Used by people, so rarely: each call connects for itself. */
export class ParkedQueue {
  private readonly logger = new Logger(ParkedQueue.name);
  private readonly topology: ServiceTopology;
  private readonly running = new Set<Promise<unknown>>();

  constructor(private readonly options: ParkedQueueOptions) {
    this.topology = topologyOf(options.service);
  }

  count(): Promise<number> {
    return this.onChannel(async (channel) => (await channel.checkQueue(this.topology.parked)).messageCount);
  }

  /** The oldest first; looking changes neither content nor order. */
  list(limit = 100): Promise<ParkedMessage[]> {
    return this.onChannel(async (channel) => {
      const messages = await this.takeAll(channel);
      await this.giveBack(channel, messages.length);
      return messages.slice(0, limit).map(describe);
    });
  }

  /** Back to the service's own queue, with a fresh count of attempts. @returns how many went. */
  replay(ids: readonly string[] | 'all'): Promise<number> {
    return this.onChannel(async (channel) => {
      const sends = new ConfirmedSends(channel);
      const messages = await this.takeAll(channel);
      const wanted = messages.filter((message) => ids === 'all' || ids.includes(idOf(message)));
      for (const message of wanted) {
        await sends.send('', this.topology.queue, message.content, replayOptions(message));
        channel.ack(message);
      }
      await this.giveBack(channel, messages.length - wanted.length);
      return wanted.length;
    });
  }

  /** Lets go of these for good: nobody will handle them. @returns how many there were. */
  discard(ids: readonly string[]): Promise<number> {
    return this.onChannel(async (channel) => {
      const messages = await this.takeAll(channel);
      const unwanted = messages.filter((message) => ids.includes(idOf(message)));
      for (const message of unwanted) {
        channel.ack(message);
        // The last trace of it there will be.
        this.logger.warn(`discarded by a person: ${idOf(message)}, parked because of ${describe(message).reason}`);
      }
      await this.giveBack(channel, messages.length - unwanted.length);
      return unwanted.length;
    });
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    await Promise.allSettled(this.running);
  }

  /**
   * Holds every message until the channel ends. All of them, because a quorum queue puts what is given back behind what
   * was given back before and not taken again: looking at the first few would turn the order round.
   */
  private async takeAll(channel: ConfirmChannel): Promise<GetMessage[]> {
    const taken: GetMessage[] = [];
    while (taken.length < scanMax) {
      const message = await channel.get(this.topology.parked);
      if (!message) break;
      taken.push(message);
    }
    return taken;
  }

  /** In their order. The next look must not come before the broker has them back: it would find too few. */
  private async giveBack(channel: ConfirmChannel, count: number): Promise<void> {
    if (count === 0) return;
    channel.nackAll(true);
    const deadline = performance.now() + giveBackWaitMsMax;
    while (performance.now() < deadline) {
      const { messageCount } = await channel.checkQueue(this.topology.parked);
      if (messageCount >= count) return;
      await wait(giveBackPollMs);
    }
  }

  private async onChannel<T>(work: (channel: ConfirmChannel) => Promise<T>): Promise<T> {
    const call = this.connectAnd(work);
    this.running.add(call);
    return call.finally(() => this.running.delete(call));
  }

  private async connectAnd<T>(work: (channel: ConfirmChannel) => Promise<T>): Promise<T> {
    const connection = await this.connect();
    try {
      const channel = await connection.createConfirmChannel();
      channel.on('error', () => undefined);
      await declareService(channel, this.topology);
      const result = await work(channel);
      await channel.close();
      return result;
    } finally {
      await connection.close().catch(() => undefined);
    }
  }

  private async connect(): Promise<ChannelModel> {
    try {
      const connection = await connect(this.options.url, connectionOptions(`${this.options.service} parked messages`));
      connection.on('error', () => undefined);
      return connection;
    } catch (error) {
      throw new RetryableError(`the broker cannot be reached: ${(error as Error).message}`, { cause: error });
    }
  }
}

function replayOptions(message: GetMessage) {
  return republishOptions(message, producerHeaders(message.properties.headers ?? {}));
}

function describe(message: GetMessage): ParkedMessage {
  const headers: Record<string, unknown> = message.properties.headers ?? {};
  const text = (name: string) => (typeof headers[name] === 'string' ? headers[name] : null);
  const type: unknown = message.properties.type;
  return {
    id: idOf(message),
    type: typeof type === 'string' && type !== '' ? type : null,
    // Without our reason it was the broker that gave up: its delivery limit was reached.
    reason: text(failureHeaders.reason) ?? 'the consumer went away each time it was handed this message',
    attempts: attemptsOf(message),
    firstFailedAt: text(failureHeaders.firstFailedAt),
    parkedAt: text(failureHeaders.parkedAt),
    envelope: envelopeOf(message.content),
  };
}

function envelopeOf(content: Buffer): Envelope | null {
  try {
    return envelopeSchema.parse(JSON.parse(content.toString('utf8'))) as Envelope;
  } catch {
    return null;
  }
}
