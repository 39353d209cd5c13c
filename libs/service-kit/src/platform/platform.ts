import { FactPublisher, FactServer, OutboxRelay, ParkedQueue } from '@tillbridge/messaging';
import {
  Cipher,
  createDataSource,
  platformEntities,
  platformMigrations,
  TypeOrmCredentialStore,
  TypeOrmInbox,
  TypeOrmOutbox,
  TypeOrmUnitOfWork,
} from '@tillbridge/persistence';
import type { ServiceName } from '@tillbridge/contracts';
import type { CredentialStore, Inbox, Outbox, UnitOfWork } from '@tillbridge/persistence';
import { systemClock, type Clock } from '../clock';
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

/** Nothing is connected yet. */
export function createStorage<C extends ServiceConfig>(definition: ServiceDefinition<C>, config: C): Storage {
  const database = createDataSource({
    url: config.DATABASE_URL,
    schema: schemaOf(definition.name),
    entities: [...platformEntities, ...definition.dataSource.entities],
    migrations: [...platformMigrations, ...definition.dataSource.migrations],
  } as Parameters<typeof createDataSource>[0]);
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

/** Connects in the background: a broker that is away delays facts and nothing else. */
export function createMessaging(service: ServiceName, url: string, storage: Storage): Messaging {
  const publisher = new FactPublisher({ url });
  const relay = new OutboxRelay({ outbox: storage.outbox, uow: storage.unitOfWork, publisher });
  return {
    publisher,
    relay,
    server: new FactServer({ url, service }),
    parked: new ParkedQueue({ url, service }),
  };
}
