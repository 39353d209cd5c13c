import type { Envelope, ServiceName } from '@tillbridge/contracts';

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

/** What one service has parked. */
export class ParkedQueue {
  constructor(readonly options: ParkedQueueOptions) {}

  async count(): Promise<number> {
    throw new Error('not built yet');
  }

  /** The oldest first; looking changes neither content nor order. */
  async list(_limit?: number): Promise<ParkedMessage[]> {
    throw new Error('not built yet');
  }

  /** Back to the service's own queue, with a fresh count of attempts. @returns how many went. */
  async replay(_ids: readonly string[] | 'all'): Promise<number> {
    throw new Error('not built yet');
  }

  async close(): Promise<void> {}
}
