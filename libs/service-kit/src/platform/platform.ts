import { FactPublisher, FactServer, OutboxRelay, ParkedQueue } from '@tillbridge/messaging';
import {
  Cipher,
  createDataSource,
  InvalidDatabaseUrl,
  platformEntities,
  platformMigrations,
  TypeOrmCredentialStore,
  TypeOrmInbox,
  TypeOrmOutbox,
  TypeOrmUnitOfWork,
} from '@tillbridge/persistence';
import type { ServiceName } from '@tillbridge/contracts';
import type { CredentialStore, Inbox, Outbox, TillbridgeDataSourceOptions, UnitOfWork } from '@tillbridge/persistence';
import { systemClock, type Clock } from '../clock';
import { ConfigurationError } from '../config/configuration-error';
import type { ServiceConfig } from '../config/service-config';
import type { ServiceDefinition } from '../run/definition';

export type Database = ReturnType<typeof createDataSource>;

export const STORAGE = Symbol('STORAGE');
export const MESSAGING = Symbol('MESSAGING');

/** What needs the database only: enough to migrate and to import. */
export interface Storage {
  database: Database;
  unitOfWork: UnitOfWork;
  inbox: Inbox;
  outbox: Outbox;
  cipher: Cipher;
  credentials: CredentialStore;
  clock: Clock;
}

/** What needs the broker as well. */
export interface Messaging {
  server: FactServer;
  publisher: FactPublisher;
  relay: OutboxRelay;
  parked: ParkedQueue;
}

/** Each service owns one schema, named after it, and reads no other. */
export function schemaOf(service: string): string {
  return service.replaceAll('-', '_');
}

type TimeLimits = Pick<TillbridgeDataSourceOptions, 'statementTimeoutMs' | 'queryTimeoutMs'>;

/** Nothing is connected yet. @throws ConfigurationError when DATABASE_URL cannot be right. */
export function createStorage<C extends ServiceConfig>(
  definition: ServiceDefinition<C>,
  config: C,
  limits: TimeLimits = {},
): Storage {
  const database = databaseOf(definition, config, limits);
  const cipher = Cipher.fromBase64(config.TILLBRIDGE_MASTER_KEY);
  return {
    database,
    cipher,
    unitOfWork: new TypeOrmUnitOfWork(database),
    inbox: new TypeOrmInbox(database),
    outbox: new TypeOrmOutbox(database, { service: definition.name }),
    credentials: new TypeOrmCredentialStore(database, cipher),
    clock: systemClock,
  };
}

function databaseOf<C extends ServiceConfig>(
  definition: ServiceDefinition<C>,
  config: C,
  limits: TimeLimits,
): Database {
  try {
    return createDataSource({
      url: config.DATABASE_URL,
      schema: schemaOf(definition.name),
      entities: [...platformEntities, ...definition.dataSource.entities],
      migrations: [...platformMigrations, ...definition.dataSource.migrations],
      ...limits,
    } as TillbridgeDataSourceOptions);
  } catch (error) {
    if (!(error instanceof InvalidDatabaseUrl)) throw error;
    throw new ConfigurationError(`${definition.name} cannot start: an environment variable is wrong.`, [error.message]);
  }
}

/** Connects in the background: a broker that is away delays facts and nothing else. */
export function createMessaging(service: ServiceName, url: string, storage: Storage): Messaging {
  const publisher = new FactPublisher({ url, name: service });
  const relay = new OutboxRelay({ outbox: storage.outbox, uow: storage.unitOfWork, publisher });
  return {
    publisher,
    relay,
    server: new FactServer({ url, service }),
    parked: new ParkedQueue({ url, service }),
  };
}
