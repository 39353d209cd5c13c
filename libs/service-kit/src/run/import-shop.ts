import type { Logger } from 'pino';
import type { ServiceConfig } from '../config/service-config';
import { createStorage } from '../platform/platform';
import { loadShopConfig } from '../shop/load';
import { openDatabase, requireMigrated } from './database.typeorm';
import type { ServiceDefinition } from './definition';

export async function importShop<C extends ServiceConfig>(
  definition: ServiceDefinition<C>,
  config: C,
  logger: Logger,
  file: string,
): Promise<void> {
  const shop = await loadShopConfig(file);
  if (!definition.importConfig) {
    logger.info({ file }, 'this service keeps nothing of the shop configuration');
    return;
  }
  const { database, ...context } = createStorage(definition, config);
  await openDatabase(database, config.DATABASE_WAIT_SECONDS * 1000, logger);
  try {
    await requireMigrated(database, definition.name);
    const summary = await definition.importConfig(shop, { ...context, name: definition.name, config });
    logger.info({ file }, summary || 'shop configuration imported');
  } finally {
    await database.destroy();
  }
}
