import { getDataSourceToken } from '@nestjs/typeorm';

/** Injection tokens of what every service gets from `runService`; the interfaces behind them live in libs/persistence and libs/messaging. */
export const SERVICE_NAME = Symbol('SERVICE_NAME');
export const SERVICE_CONFIG = Symbol('SERVICE_CONFIG');
/** `UnitOfWork`: the one door to the database. */
export const UNIT_OF_WORK = Symbol('UNIT_OF_WORK');
/** `Inbox`: which messages this service has taken in already. */
export const INBOX = Symbol('INBOX');
/** `Outbox`: the only way to publish; kicks the relay once the transaction has committed. */
export const OUTBOX = Symbol('OUTBOX');
/** `OutboxRelay`: started by the kit; injected only by what needs to watch it. */
export const OUTBOX_RELAY = Symbol('OUTBOX_RELAY');
/** `CredentialStore`: vendor secrets, encrypted at rest. */
export const CREDENTIALS = Symbol('CREDENTIALS');
/** `Cipher`: AES-256-GCM under TILLBRIDGE_MASTER_KEY. */
export const CIPHER = Symbol('CIPHER');
/** `Clock`. */
export const CLOCK = Symbol('CLOCK');
/** `ParkedQueue`: messages set aside for a person. */
export const PARKED_QUEUE = Symbol('PARKED_QUEUE');
/** `Database`: the open data source, for stores of gateway-kit that ask it outside of a unit of work. */
export const DATABASE = getDataSourceToken();
