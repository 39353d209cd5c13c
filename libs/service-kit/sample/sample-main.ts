import { setTimeout as wait } from 'node:timers/promises';
import { Controller, Get, Inject, Module, Post } from '@nestjs/common';
import { orderResolved } from '@tillbridge/contracts';
import type { Outbox, UnitOfWork } from '@tillbridge/persistence';
import { OUTBOX, Public, Roles, runService, ServiceConfig, UNIT_OF_WORK } from '../src';

// The smallest service there can be, as a process of its own, for the specs of this library.

@Roles('operator')
@Controller('sample')
class SampleController {
  private slowNow = 0;

  constructor(
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
    @Inject(OUTBOX) private readonly outbox: Outbox,
  ) {}

  /** Slow enough to be in flight when the signal comes. */
  @Get('slow')
  async slow() {
    this.slowNow += 1;
    await wait(700);
    this.slowNow -= 1;
    return { finished: true };
  }

  @Get('in-flight')
  inFlight() {
    return { slow: this.slowNow };
  }

  @Post('tell')
  tell() {
    const data = orderResolved.examples[0]!;
    const cause = { correlationId: 'sample', causationId: null, traceparent: null };
    return this.unitOfWork.run((tx) => this.outbox.add(tx, [{ definition: orderResolved, data, cause }]));
  }

  @Get('crash')
  @Public()
  crash() {
    setImmediate(() => {
      throw new Error('nobody catches this');
    });
    return {};
  }
}

@Module({ controllers: [SampleController] })
class SampleModule {}

void runService({
  name: 'shopify-gateway',
  description: 'A sample.',
  config: ServiceConfig,
  dataSource: { entities: [], migrations: [] },
  module: () => SampleModule,
  importConfig: async (shop) => `took over ${shop.stores.length} stores`,
});
