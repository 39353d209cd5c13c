import type { BeforeApplicationShutdown } from '@nestjs/common';
import { MicroBatcher, type MicroBatcherOptions } from '@tillbridge/service-kit';
import type { Outcome, ReservationCall } from '../reservations/requests';

/** Of callers that want to reserve: more in one transaction gains little, and waiting longer nothing. */
const batches = { sizeMax: 512, besideMin: 16, lingerMs: 2, waitingMax: 20_000 };

/** Decides callers that wait together in one go, and answers all who wait before the service closes its database. */
export class Deciding implements BeforeApplicationShutdown {
  private readonly batcher: MicroBatcher<ReservationCall, Outcome>;

  constructor(handle: MicroBatcherOptions<ReservationCall, Outcome>['handle']) {
    this.batcher = new MicroBatcher({ ...batches, handle });
  }

  ask(call: ReservationCall): Promise<Outcome> {
    return this.batcher.ask(call);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.batcher.drained();
  }
}
