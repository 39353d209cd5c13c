import { Inject, Module } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { StatusRegistry } from '../health/status-registry';
import { FactIntake } from './fact-intake';
import { MESSAGING, STORAGE, type Messaging, type Storage } from './platform';

/**
 * Starts and stops what publishes. Not global, and that matters: on a shutdown Nest runs the hooks of global modules last,
 * and the one that closes the database pool is global. The relay must be done by then.
 */
@Module({})
export class PublishingModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(MESSAGING) private readonly messaging: Messaging,
    @Inject(STORAGE) private readonly storage: Storage,
    private readonly status: StatusRegistry,
    private readonly intake: FactIntake,
  ) {}

  onApplicationBootstrap(): void {
    this.status.register('outbox', () => this.storage.outbox.pending());
    if (this.intake.active) this.status.register('facts', () => this.factsAhead());
    this.messaging.relay.start();
  }

  /** Runs after requests and facts in flight have finished, so that what they told still goes out. */
  async onApplicationShutdown(): Promise<void> {
    await this.messaging.relay.stop();
    await Promise.all([this.messaging.publisher.close(), this.messaging.parked.close()]);
  }

  /** Nobody knows what waits at a broker that is away; as long as it is, this service does not call itself quiet. */
  private async factsAhead(): Promise<number> {
    return (await this.messaging.server.backlog()) ?? 1;
  }
}
