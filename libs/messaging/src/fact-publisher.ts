import type { Envelope } from '@tillbridge/contracts';
import { Logger } from '@nestjs/common';
import { RetryableError } from '@tillbridge/persistence';
import { ChannelKeeper } from './channel-keeper';
import { ConfirmedSends, Unroutable } from './confirmed-sends';
import { messageOf } from './fact-message';
import { declareAll, factsExchange } from './topology';

export interface FactPublisherOptions {
  /** amqp://user:password@host:5672/vhost */
  url: string;
  /** Shown in the management console. Default `tillbridge`. */
  name?: string;
  /** How long publish waits for a broker that is away. Default 5,000. */
  readyWaitMsMax?: number;
}

/** Some facts did not get into their queues; `ids` says which. The others did. */
export class NotPublished extends RetryableError {
  override readonly name = 'NotPublished';

  constructor(
    readonly ids: ReadonlySet<string>,
    reason: string,
  ) {
    super(`${ids.size} facts not published: ${reason}`);
  }
}

/** Publishes facts and knows that the broker has them. Connects when first used. */
export class FactPublisher {
  private readonly logger = new Logger(FactPublisher.name);
  private readonly keeper: ChannelKeeper;
  private sends: ConfirmedSends | null = null;

  constructor(private readonly options: FactPublisherOptions) {
    this.keeper = new ChannelKeeper({
      url: options.url,
      name: `${options.name ?? 'tillbridge'} publisher`,
      setup: async (channel) => {
        await declareAll(channel);
        this.sends = new ConfirmedSends(channel);
      },
      report: (message) => this.logger.warn(message),
    });
  }

  /**
   * Resolves once the broker has confirmed every envelope and routed each to a queue; all are in flight at once.
   *
   * @throws NotPublished naming those that were not; the others are published.
   */
  async publish(envelopes: readonly Envelope[]): Promise<void> {
    if (envelopes.length === 0) return;
    const channel = await this.keeper.ready(this.options.readyWaitMsMax ?? 5_000);
    if (!channel) throw new NotPublished(idsOf(envelopes), 'the broker cannot be reached');
    const failures = await this.attempt(envelopes);
    const unroutable = failures.filter(({ error }) => error instanceof Unroutable);
    if (unroutable.length > 0) {
      // Somebody deleted a queue: a new channel declares it again before the relay's next try.
      this.keeper.replace(channel, unroutable[0]!.error.message);
    }
    if (failures.length > 0) {
      throw new NotPublished(idsOf(failures.map(({ envelope }) => envelope)), failures[0]!.error.message);
    }
  }

  /** Connected and declared: publishing now would not have to wait. */
  isReady(): boolean {
    this.keeper.start();
    return this.keeper.current() !== null;
  }

  /** Calls `listener` each time the broker becomes usable. */
  onReady(listener: () => void): void {
    this.keeper.onReady(listener);
  }

  close(): Promise<void> {
    return this.keeper.close();
  }

  private async attempt(envelopes: readonly Envelope[]): Promise<{ envelope: Envelope; error: Error }[]> {
    const sends = this.sends!;
    const results = await Promise.allSettled(
      envelopes.map((envelope) => {
        const { routingKey, content, options } = messageOf(envelope);
        return sends.send(factsExchange, routingKey, content, options);
      }),
    );
    return results.flatMap((result, index) =>
      result.status === 'rejected' ? [{ envelope: envelopes[index]!, error: result.reason as Error }] : [],
    );
  }
}

function idsOf(envelopes: readonly Envelope[]): Set<string> {
  return new Set(envelopes.map((envelope) => envelope.id));
}
