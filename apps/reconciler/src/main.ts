import { runService } from '@tillbridge/service-kit';
import { TypeOrmChannels } from './channels.typeorm';
import { ReconcilerConfig } from './config';
import { importChannels } from './import-channels';
import { ReconcilerModule } from './reconciler.module';
import { reconcilerEntities } from './runs/entities';
import { CreateRuns1763900000001 } from './runs/migrations';

void runService({
  name: 'reconciler',
  description: 'Compares what the core expects with what the till and the stores show, on demand.',
  config: ReconcilerConfig,
  module: ({ config }) => ReconcilerModule.with(config),
  dataSource: { entities: reconcilerEntities, migrations: [CreateRuns1763900000001] },
  importConfig: (shop, context) => importChannels(new TypeOrmChannels(), shop, context),
});
