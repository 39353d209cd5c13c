import { Global, Module } from '@nestjs/common';
import type { DynamicModule, Provider } from '@nestjs/common';
import type { ServiceName } from '@tillbridge/contracts';
import { TokenBook } from '../auth/token-book';
import type { ServiceConfig } from '../config/service-config';
import { CommitProbe } from '../health/commit-probe';
import { Draining } from '../health/draining';
import { ProbeController } from '../health/probe.controller';
import { StatusController } from '../health/status.controller';
import { StatusRegistry } from '../health/status-registry';
import { ParkedController } from '../parked/parked.controller';
import * as tokens from '../tokens';
import { FactIntake } from './fact-intake';
import { MESSAGING, STORAGE, type Messaging, type Storage } from './platform';

/** What every service has, under the tokens of `tokens.ts`, and the routes that every service answers. */
@Global()
@Module({ controllers: [ProbeController, StatusController, ParkedController] })
export class PlatformModule {
  static register(name: ServiceName, config: ServiceConfig, storage: Storage, messaging: Messaging): DynamicModule {
    const values: [symbol, unknown][] = [
      [tokens.SERVICE_NAME, name],
      [tokens.SERVICE_CONFIG, config],
      [tokens.UNIT_OF_WORK, storage.unitOfWork],
      [tokens.INBOX, storage.inbox],
      [tokens.OUTBOX, storage.outbox],
      [tokens.OUTBOX_RELAY, messaging.relay],
      [tokens.CREDENTIALS, storage.credentials],
      [tokens.CIPHER, storage.cipher],
      [tokens.CLOCK, storage.clock],
      [tokens.PARKED_QUEUE, messaging.parked],
    ];
    const providers: Provider[] = [
      ...values.map(([provide, useValue]) => ({ provide, useValue })),
      { provide: MESSAGING, useValue: messaging },
      { provide: STORAGE, useValue: storage },
      { provide: FactIntake, useValue: new FactIntake(messaging.server) },
      {
        provide: TokenBook,
        useValue: new TokenBook({
          service: config.TILLBRIDGE_SERVICE_TOKENS,
          operator: config.TILLBRIDGE_OPERATOR_TOKENS,
        }),
      },
      CommitProbe,
      Draining,
      StatusRegistry,
    ];
    return { module: PlatformModule, providers, exports: providers };
  }
}
