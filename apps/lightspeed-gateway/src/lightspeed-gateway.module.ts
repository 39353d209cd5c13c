import {
  Inject,
  Logger,
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { typeOrmTillStores, type TillLog, type TillStores } from '@tillbridge/gateway-kit';
import type { Cipher, CredentialStore, Inbox, Outbox, UnitOfWork } from '@tillbridge/persistence';
import {
  CIPHER,
  CLOCK,
  CREDENTIALS,
  INBOX,
  OUTBOX,
  StatusRegistry,
  UNIT_OF_WORK,
  type Clock,
} from '@tillbridge/service-kit';
import type { GatewayConfig } from './config';
import { FactsController } from './facts.controller';
import type { HandleFactsDeps } from './handle-facts';
import { ChannelsController } from './http/channels.controller';
import { PostsController } from './http/posts.controller';
import { WebhooksController } from './http/webhooks.controller';
import { Tills } from './tills';
import { HANDLE_FACTS_DEPS, TILL_STORES, TILLS } from './tokens';

@Module({})
export class LightspeedGatewayModule implements OnApplicationBootstrap, OnModuleDestroy {
  static with(config: GatewayConfig): DynamicModule {
    return {
      module: LightspeedGatewayModule,
      controllers: [FactsController, WebhooksController, ChannelsController, PostsController],
      providers: [
        { provide: TILL_STORES, useFactory: typeOrmTillStores },
        {
          provide: TILLS,
          inject: [UNIT_OF_WORK, OUTBOX, TILL_STORES, CREDENTIALS, CIPHER, CLOCK],
          useFactory: (
            unitOfWork: UnitOfWork,
            outbox: Outbox,
            stores: TillStores,
            credentials: CredentialStore,
            cipher: Cipher,
            clock: Clock,
          ) => new Tills({ unitOfWork, outbox, stores, credentials, cipher, clock, log, ...pacesOf(config) }),
        },
        {
          provide: HANDLE_FACTS_DEPS,
          inject: [UNIT_OF_WORK, INBOX, TILL_STORES, TILLS, CLOCK],
          useFactory: (
            unitOfWork: UnitOfWork,
            inbox: Inbox,
            stores: TillStores,
            tills: Tills,
            clock: Clock,
          ): HandleFactsDeps => ({
            unitOfWork,
            inbox,
            stores,
            till: (channel) => tills.get(channel),
            now: () => clock.now(),
          }),
        },
      ],
    };
  }

  constructor(
    @Inject(TILLS) private readonly tills: Tills,
    private readonly status: StatusRegistry,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const name of ['postsWaiting', 'postsUnanswered', 'directedReadsDue'] as const)
      this.status.register(name, async () => (await this.tills.busy())[name]);
    for (const name of ['cycleRunning', 'wakePending'] as const)
      this.status.register(name, () => this.tills.reading()[name]);
    await this.tills.start();
  }

  /** Before the relay's last round, so that what the last step found still goes out. */
  onModuleDestroy(): Promise<void> {
    return this.tills.stop();
  }
}

const pacesOf = (config: GatewayConfig) => ({
  publicUrl: config.PUBLIC_URL,
  settleMs: config.TILL_SETTLE_MS,
  pollIntervalMs: config.TILL_POLL_SECONDS * 1_000,
});

const logger = new Logger('till');
/** Nest's logger hands objects on to pino, which knows how to write an `err`. */
const log: TillLog = {
  info: (detail, message) => logger.log(detail, message),
  warn: (detail, message) => logger.warn(detail, message),
  error: (detail, message) => logger.error(detail, message),
};
