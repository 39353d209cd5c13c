import type { Inbox, Outbox, UnitOfWork } from '@tillbridge/persistence';
import type { DataSource } from 'typeorm';
import { TypeOrmChannelHalts } from '../halts/channel-halts.typeorm';
import { TypeOrmDesiredLevels } from './book/desired-levels.typeorm';
import { TypeOrmStoreLevels } from './book/store-levels.typeorm';
import { TypeOrmTurns } from './book/turns.typeorm';
import { TypeOrmIdMap } from './catalogue/id-map.typeorm';
import { TypeOrmStoreChannels } from './channels/store-channels.typeorm';
import { TypeOrmSeenOrders } from './orders/seen-orders.typeorm';
import { TypeOrmPushCalls } from './push/push-calls.typeorm';
import type { StoreGatewayOptions } from './store-gateway';
import { TypeOrmStoreTasks } from './tasks/store-tasks.typeorm';

export interface Platform {
  uow: UnitOfWork;
  inbox: Inbox;
  outbox: Outbox;
  now(): Date;
}

/** A store gateway's state on PostgreSQL. */
export function storeStateOn(dataSource: DataSource, platform: Platform): StoreGatewayOptions['state'] {
  return {
    ...platform,
    turns: new TypeOrmTurns(),
    levels: new TypeOrmStoreLevels(dataSource),
    desired: new TypeOrmDesiredLevels(),
    idMap: new TypeOrmIdMap(),
    orders: new TypeOrmSeenOrders(),
    calls: new TypeOrmPushCalls(),
    tasks: new TypeOrmStoreTasks(dataSource),
    channels: new TypeOrmStoreChannels(dataSource),
    halts: new TypeOrmChannelHalts(),
  };
}
