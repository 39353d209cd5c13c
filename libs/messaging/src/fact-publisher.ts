import type { Envelope } from '@tillbridge/contracts';

export interface FactPublisherOptions {
  /** amqp://user:password@host:5672/vhost */
  url: string;
}

/** Publishes facts and knows that the broker has them. */
export class FactPublisher {
  constructor(readonly options: FactPublisherOptions) {}

  /**
   * Resolves once the broker has confirmed every envelope and routed each to a queue.
   *
   * @throws NotPublished naming those that were not; the others are published.
   */
  async publish(_envelopes: readonly Envelope[]): Promise<void> {
    throw new Error('not built yet');
  }

  isReady(): boolean {
    return false;
  }

  onReady(_listener: () => void): void {}

  async close(): Promise<void> {}
}
