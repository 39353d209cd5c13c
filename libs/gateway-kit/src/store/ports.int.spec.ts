import { TypeOrmInbox, TypeOrmOutbox, TypeOrmUnitOfWork } from '@tillbridge/persistence';
import type { DataSource } from 'typeorm';
import { onPostgres } from '../spec-kit/databases';
import { storeLevelsContract } from './book/store-levels.contract';
import { turnsContract } from './book/turns.contract';
import { storeMigrations } from './migrations';
import { idMapContract } from './catalogue/id-map.contract';
import { storeChannelsContract } from './channels/store-channels.contract';
import { storePortsContract } from './ports.contract';
import { storeTasksContract } from './tasks/store-tasks.contract';
import { storeStateOn } from './store-state.typeorm';

function ports(dataSource: DataSource) {
  return storeStateOn(dataSource, {
    uow: new TypeOrmUnitOfWork(dataSource),
    inbox: new TypeOrmInbox(dataSource),
    outbox: new TypeOrmOutbox(dataSource, { service: 'shopify-gateway' }),
    now: () => new Date(),
  });
}

storePortsContract('on PostgreSQL', onPostgres(storeMigrations, ports));
storeLevelsContract(
  'on PostgreSQL',
  onPostgres(storeMigrations, (dataSource) => ports(dataSource).levels),
);
storeTasksContract(
  'on PostgreSQL',
  onPostgres(storeMigrations, (dataSource) => ports(dataSource).tasks),
);
idMapContract(
  'on PostgreSQL',
  onPostgres(storeMigrations, (dataSource) => ports(dataSource).idMap),
);
storeChannelsContract(
  'on PostgreSQL',
  onPostgres(storeMigrations, (dataSource) => ports(dataSource).channels),
);
turnsContract(
  'on PostgreSQL',
  onPostgres(storeMigrations, (dataSource) => ports(dataSource).turns),
);
