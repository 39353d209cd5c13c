import { Inject, Logger, Module } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { StatusRegistry } from '../health/status-registry';
import type { KickedLoop } from '../pace/kicked-loop';
import { FactIntake } from './fact-intake';
import { inboxPruning } from './inbox-pruning';
import { MESSAGING, STORAGE, type Messaging, type Storage } from './platform';

/**
 * Starts and stops what publishes, and what keeps the inbox small. Not global, and that matters: on a shutdown Nest runs
 * the hooks of global modules last, and the one that closes the database pool is global. The relay must be done by then.
 */
@Module({})
export class PublishingModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(PublishingModule.name);
  private readonly pruning: KickedLoop;

  constructor(
    @Inject(MESSAGING) private readonly messaging: Messaging,
    @Inject(STORAGE) private readonly storage: Storage,
    private readonly status: StatusRegistry,
    private readonly intake: FactIntake,
  ) {
    this.pruning = inboxPruning(storage.inbox, storage.clock, (error) =>
      this.logger.warn(`the inbox could not be pruned: ${(error as Error).message}`),
    );
  }

  onApplicationBootstrap(): void {
    this.status.register('outbox', () => this.storage.outbox.pending());
    if (this.intake.active) this.status.register('facts', () => this.factsAhead());
    this.messaging.relay.start();
    this.pruning.start();
  }

  /** Runs after requests and facts in flight have finished, so that what they told still goes out. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.messaging.relay.stop(), this.pruning.stop()]);
    await Promise.all([this.messaging.publisher.close(), this.messaging.parked.close()]);
  }

  /** Nobody knows what waits at a broker that is away; as long as it is, this service does not call itself quiet. */
  private async factsAhead(): Promise<number> {
    return (await this.messaging.server.backlog()) ?? 1;
  }
}
