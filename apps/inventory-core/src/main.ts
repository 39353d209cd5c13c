import { runService } from '@tillbridge/service-kit';
import { CoreConfig } from './config';
import { CoreModule } from './core.module';
import { coreTables } from './core-tables';
import { importShop } from './shop/import-shop';
import { TypeOrmShopBook } from './shop/shop.typeorm';

void runService({
  name: 'inventory-core',
  description: 'The authoritative stock: levels per location, promises, and what each store may sell.',
  config: CoreConfig,
  module: ({ config }) => CoreModule.with(config),
  dataSource: coreTables,
  importConfig: (shop, context) => importShop(new TypeOrmShopBook(context.config.TILL_SETTLE_MS), shop, context),
});
