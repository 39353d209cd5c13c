import { runService } from '@tillbridge/service-kit';
import { ShopifyGatewayConfig } from './config';
import { GatewayModule } from './gateway.module';
import { importStores } from './wiring/import-config';
import { gatewayMigrations } from './wiring/state';

void runService<ShopifyGatewayConfig>({
  name: 'shopify-gateway',
  description: 'Speaks with the Shopify stores: takes in what they tell, makes them show what the core wants.',
  config: ShopifyGatewayConfig,
  module: ({ config }) => GatewayModule.with(config),
  dataSource: { entities: [], migrations: gatewayMigrations },
  importConfig: importStores,
});
