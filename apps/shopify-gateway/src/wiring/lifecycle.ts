import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import {
  intakePurge,
  type IntakeWorker,
  type RawIntake,
  type StoreFinding,
  type StoreGateway,
  type StoreJournal,
} from '@tillbridge/gateway-kit';
import type { UnitOfWork } from '@tillbridge/persistence';
import type { KickedLoop, StatusRegistry } from '@tillbridge/service-kit';

export interface LifecycleOptions {
  uow: UnitOfWork;
  raw: RawIntake;
  worker: IntakeWorker<StoreFinding[]>;
  gateway: StoreGateway;
  status: StatusRegistry;
  journal: StoreJournal;
  now(): Date;
}

/** Starts what runs by itself, says what is still under way, and lets it finish before the process ends. */
export class Lifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly purge: KickedLoop;

  constructor(private readonly options: LifecycleOptions) {
    const { uow, raw, now, journal } = options;
    this.purge = intakePurge({ uow, intake: raw, now, onError: (error) => journal.error('the purge failed', error) });
  }

  async onApplicationBootstrap(): Promise<void> {
    this.countBusy();
    await this.options.gateway.start();
    this.options.worker.start();
    this.purge.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.options.worker.stop(), this.purge.stop()]);
    await this.options.gateway.stop();
  }

  private countBusy(): void {
    const { status, raw, gateway } = this.options;
    const { levels, tasks } = gateway.state;
    status.register('rawWaiting', async () => (await raw.counts()).waiting);
    status.register('rawParked', async () => (await raw.counts()).parked);
    status.register('pushesWanted', async () => (await levels.counts()).pushesWanted);
    status.register('pushesOpen', async () => (await levels.counts()).pushesOpen);
    status.register('pushesRefused', async () => (await levels.counts()).refused);
    status.register('dirty', async () => (await levels.counts()).dirty);
    status.register('tasksPending', async () => (await tasks.counts()).waiting);
    status.register('tasksParked', async () => (await tasks.counts()).parked);
    status.register('resolutionsPending', async () => (await tasks.counts()).resolutions);
  }
}
