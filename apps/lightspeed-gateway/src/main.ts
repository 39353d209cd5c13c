import { tillEntities, tillMigrations, typeOrmTillStores } from '@tillbridge/gateway-kit';
import { runService } from '@tillbridge/service-kit';
import { GatewayConfig } from './config';
import { importTill } from './import-config';
import { LightspeedGatewayModule } from './lightspeed-gateway.module';

void runService({
  name: 'lightspeed-gateway',
  description: 'Reads the Lightspeed till by cursors, woken by its webhooks, and records web orders there.',
  config: GatewayConfig,
  module: ({ config }) => LightspeedGatewayModule.with(config),
  dataSource: { entities: tillEntities, migrations: tillMigrations },
  importConfig: (shop, context) => importTill(shop, { ...context, accounts: typeOrmTillStores().accounts }),
});
