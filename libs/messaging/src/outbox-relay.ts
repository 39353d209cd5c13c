import type { Outbox, UnitOfWork } from '@tillbridge/persistence';
import type { FactPublisher } from './fact-publisher';

export interface OutboxRelayOptions {
  outbox: Outbox;
  uow: UnitOfWork;
  publisher: FactPublisher;
  /** The safety net for facts whose commit nobody announced here. Default 500. */
  pollMs?: number;
  /** Facts per transaction at most. Default 200. */
  batch?: number;
}

/** Publishes what the outbox holds, at once after each commit of this process and at every poll. */
export class OutboxRelay {
  constructor(readonly options: OutboxRelayOptions) {}

  start(): void {}

  kick(): void {}

  /** Finishes what is in flight. */
  async stop(): Promise<void> {}
}
