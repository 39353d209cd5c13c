import type { ServiceName } from '@tillbridge/contracts';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { factTransport } from './fact-batch';

export interface FactServerOptions {
  /** amqp://user:password@host:5672/vhost */
  url: string;
  service: ServiceName;
  /** Messages per handler call at most. Default 200. */
  batchMax?: number;
  /** How long a first message waits for company. Default 3. */
  lingerMs?: number;
  /** Messages the broker hands over unacknowledged at most. Default twice batchMax. */
  prefetch?: number;
}

export interface ConsumerState {
  /** The broker is reachable. */
  connected: boolean;
  consuming: boolean;
  /** For how many ms the broker has been reachable without us consuming; null while consuming or while it is away. */
  missingSinceMs: number | null;
}

/** Nest transport that hands facts to the FactBatch handler in batches. */
export class FactServer extends Server implements CustomTransportStrategy {
  override readonly transportId = factTransport;

  constructor(readonly options: FactServerOptions) {
    super();
  }

  state(): ConsumerState {
    throw new Error('not built yet');
  }

  listen(_callback: (error?: unknown) => void): void {
    throw new Error('not built yet');
  }

  async close(): Promise<void> {
    throw new Error('not built yet');
  }

  on(): never {
    throw new Error('FactServer has no events of its own');
  }

  unwrap<T>(): T {
    throw new Error('not built yet');
  }
}
