import { setTimeout as wait } from 'node:timers/promises';
import { Controller, Get, Inject, Module, Post } from '@nestjs/common';
import { causedBy, orderResolved, type Cause, type Envelope, type OrderShort } from '@tillbridge/contracts';
import { FactBatch } from '@tillbridge/messaging';
import { PermanentError, type Outbox, type UnitOfWork } from '@tillbridge/persistence';
import { OUTBOX, Public, Roles, runService, ServiceConfig, UNIT_OF_WORK } from '../src';

// The smallest service there can be, as a process of its own, for the specs of this library.

@Roles('operator')
@Controller('sample')
class SampleController {
  private slowNow = 0;
  private mended = false;
  private readonly orders: string[] = [];

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
    return this.resolve([{ order: '5551', cause: { correlationId: 'sample', causationId: null, traceparent: null } }]);
  }

  /** What became of the last facts, in the order they came. */
  @Get('taken')
  taken() {
    return { orders: this.orders };
  }

  @FactBatch()
  async take(envelopes: Envelope[]): Promise<void> {
    const shorts = envelopes as Envelope<OrderShort>[];
    if (shorts.some(({ data }) => data.order === 'poison' && !this.mended))
      throw new PermanentError('nobody can ship this');
    this.orders.push(...shorts.map(({ data }) => data.order));
    if (this.orders.includes('slow')) await wait(700);
    await this.resolve(shorts.map((short) => ({ order: short.data.order, cause: causedBy(short) })));
  }

  @Post('mend')
  mend() {
    this.mended = true;
  }

  private resolve(orders: { order: string; cause: Cause }[]): Promise<void> {
    const facts = orders.map(({ order, cause }) => ({
      definition: orderResolved,
      data: { ...orderResolved.examples[0]!, order },
      cause,
    }));
    return this.unitOfWork.run((tx) => this.outbox.add(tx, facts));
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
