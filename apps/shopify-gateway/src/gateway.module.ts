import { Module, type DynamicModule } from '@nestjs/common';
import { StoreGateway, type IntakeWorker, type RawIntake, type StoreFinding } from '@tillbridge/gateway-kit';
import type { Cipher, CredentialStore, Inbox, Outbox, UnitOfWork } from '@tillbridge/persistence';
import {
  CIPHER,
  CLOCK,
  CREDENTIALS,
  DATABASE,
  INBOX,
  OUTBOX,
  StatusRegistry,
  UNIT_OF_WORK,
  type Clock,
  type Database,
} from '@tillbridge/service-kit';
import type { ShopifyGatewayConfig } from './config';
import { BrakeController } from './http/brake.controller';
import { ChannelsController } from './http/channels.controller';
import { FactsController } from './http/facts.controller';
import { IntakeController } from './http/intake.controller';
import { SnapshotController } from './http/snapshot.controller';
import { TasksController } from './http/tasks.controller';
import { WebhooksController } from './http/webhooks.controller';
import { Intake } from './intake';
import { intakeWorker } from './wiring/intake-worker';
import { logJournal } from './wiring/journal';
import { Lifecycle } from './wiring/lifecycle';
import { makeAdapter } from './wiring/make-adapter';
import { rawIntakeOn, stateOn } from './wiring/state';
import { INTAKE_WORKER, RAW_INTAKE, STORE_GATEWAY } from './wiring/tokens';

const journal = logJournal('shopify-gateway');

@Module({})
export class GatewayModule {
  static with(config: ShopifyGatewayConfig): DynamicModule {
    return {
      module: GatewayModule,
      controllers: [
        WebhooksController,
        ChannelsController,
        BrakeController,
        SnapshotController,
        IntakeController,
        TasksController,
        FactsController,
      ],
      providers: [
        { provide: RAW_INTAKE, inject: [DATABASE], useFactory: rawIntakeOn },
        {
          provide: STORE_GATEWAY,
          inject: [DATABASE, UNIT_OF_WORK, INBOX, OUTBOX, CREDENTIALS, CLOCK],
          useFactory: (
            database: Database,
            uow: UnitOfWork,
            inbox: Inbox,
            outbox: Outbox,
            credentials: CredentialStore,
            clock: Clock,
          ) => storeGateway(config, stateOn(database, { uow, inbox, outbox, now: () => clock.now() }), credentials),
        },
        {
          provide: INTAKE_WORKER,
          inject: [UNIT_OF_WORK, RAW_INTAKE, CIPHER, STORE_GATEWAY, CLOCK],
          useFactory: (uow: UnitOfWork, raw: RawIntake, cipher: Cipher, gateway: StoreGateway, clock: Clock) =>
            intakeWorker({ uow, raw, cipher, gateway, journal, now: () => clock.now() }),
        },
        {
          provide: Intake,
          inject: [UNIT_OF_WORK, RAW_INTAKE, CIPHER, STORE_GATEWAY, INTAKE_WORKER, CLOCK],
          useFactory: (
            uow: UnitOfWork,
            raw: RawIntake,
            cipher: Cipher,
            gateway: StoreGateway,
            worker: Worker,
            clock: Clock,
          ) => new Intake({ uow, raw, cipher, gateway, worker, now: () => clock.now() }),
        },
        {
          provide: Lifecycle,
          inject: [UNIT_OF_WORK, RAW_INTAKE, INTAKE_WORKER, STORE_GATEWAY, StatusRegistry, CLOCK],
          useFactory: (
            uow: UnitOfWork,
            raw: RawIntake,
            worker: Worker,
            gateway: StoreGateway,
            status: StatusRegistry,
            clock: Clock,
          ) => new Lifecycle({ uow, raw, worker, gateway, status, journal, now: () => clock.now() }),
        },
      ],
    };
  }
}

type Worker = IntakeWorker<StoreFinding[]>;

function storeGateway(
  config: ShopifyGatewayConfig,
  state: ReturnType<typeof stateOn>,
  credentials: CredentialStore,
): StoreGateway {
  const { uow, channels } = state;
  return new StoreGateway({
    state,
    journal,
    adapter: (channel, access) => makeAdapter({ uow, channels, credentials }, channel, access),
    timing: {
      hintDelayMs: config.HINT_DELAY_MS,
      pollEveryMs: config.ORDERS_POLL_SECONDS * 1000,
      overlapMs: config.ORDERS_OVERLAP_SECONDS * 1000,
      settleMs: config.EDIT_SETTLE_SECONDS * 1000,
      searchLagMs: config.SEARCH_LAG_SECONDS * 1000,
      sweepEveryMs: config.LEVELS_SWEEP_SECONDS * 1000,
      catalogueEveryMs: config.CATALOGUE_POLL_SECONDS * 1000,
      subscriptionsEveryMs: config.SUBSCRIPTIONS_CHECK_SECONDS * 1000,
    },
    address: (channel) => `${config.PUBLIC_URL.replace(/\/+$/, '')}/webhooks/shopify/${channel}`,
  });
}
