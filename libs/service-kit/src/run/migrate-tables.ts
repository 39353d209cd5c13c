import { migrate, unhurried } from '@tillbridge/persistence';
import type { Logger } from 'pino';
import type { ServiceConfig } from '../config/service-config';
import { createStorage } from '../platform/platform';
import { openDatabase } from './database.typeorm';
import type { ServiceDefinition } from './definition';

export async function migrateTables<C extends ServiceConfig>(
  definition: ServiceDefinition<C>,
  config: C,
  logger: Logger,
): Promise<void> {
  const { database } = createStorage(definition, config, unhurried);
  await openDatabase(database, config.DATABASE_WAIT_SECONDS * 1000, logger);
  try {
    const migrations = await migrate(database);
    logger.info({ migrations }, migrations.length > 0 ? 'tables brought up to date' : 'tables are up to date');
  } finally {
    await database.destroy();
  }
}
