import { setTimeout as wait } from 'node:timers/promises';
import {
  Logger,
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { Outbox, UnitOfWork } from '@tillbridge/persistence';
import { CLOCK, OUTBOX, StatusRegistry, UNIT_OF_WORK, type Clock } from '@tillbridge/service-kit';
import type { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { TypeOrmChannels } from './channels.typeorm';
import type { ReconcilerConfig } from './config';
import { RunsController } from './http/runs.controller';
import { HttpPeers } from './peers';
import { RunKeeper } from './run-keeper';
import { TypeOrmRuns } from './runs/runs.typeorm';

const logger = new Logger('reconcile');

@Module({})
export class ReconcilerModule implements OnApplicationBootstrap, OnApplicationShutdown {
  static with(config: ReconcilerConfig): DynamicModule {
    const peers = new HttpPeers({
      coreUrl: config.INVENTORY_CORE_URL,
      storeGatewayUrl: config.SHOPIFY_GATEWAY_URL,
      tillGatewayUrl: config.LIGHTSPEED_GATEWAY_URL,
      token: config.TILLBRIDGE_SERVICE_TOKEN,
    });
    return {
      module: ReconcilerModule,
      controllers: [RunsController],
      providers: [
        {
          provide: RunKeeper,
          inject: [UNIT_OF_WORK, OUTBOX, CLOCK, getDataSourceToken()],
          useFactory: (uow: UnitOfWork, outbox: Outbox, clock: Clock, dataSource: DataSource) =>
            new RunKeeper(
              {
                peers,
                channels: () => uow.run((tx) => new TypeOrmChannels().all(tx)),
                uow,
                outbox,
                runs: new TypeOrmRuns(dataSource),
                now: () => clock.now(),
                pause: () => wait(config.RECONCILE_SECOND_LOOK_MS),
              },
              () => v7(),
              (run) => logger.log({ run }, `run ${run.state}`),
            ),
        },
      ],
    };
  }

  constructor(
    private readonly keeper: RunKeeper,
    private readonly status: StatusRegistry,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.status.register('runs', () => this.keeper.activeCount);
    await this.keeper.abandonOrphans();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.keeper.drain();
  }
}
