import { MemoryChannelHalts } from '../halts/channel-halts.memory';
import { MemoryDesiredLevels } from './book/desired-levels.memory';
import { MemoryStoreLevels } from './book/store-levels.memory';
import { MemoryTurns } from './book/turns.memory';
import { MemoryIdMap } from './catalogue/id-map.memory';
import { MemoryStoreChannels } from './channels/store-channels.memory';
import { MemorySeenOrders } from './orders/seen-orders.memory';
import { MemoryPushCalls } from './push/push-calls.memory';
import type { StoreGatewayOptions } from './store-gateway';
import type { Platform } from './store-state.typeorm';
import { MemoryStoreTasks } from './tasks/store-tasks.memory';

/** A store gateway's state in memory, for specs and the simulation. */
export function storeStateInMemory(platform: Platform): StoreGatewayOptions['state'] {
  return {
    ...platform,
    turns: new MemoryTurns(),
    levels: new MemoryStoreLevels(),
    desired: new MemoryDesiredLevels(),
    idMap: new MemoryIdMap(),
    orders: new MemorySeenOrders(),
    calls: new MemoryPushCalls(),
    tasks: new MemoryStoreTasks(),
    channels: new MemoryStoreChannels(),
    halts: new MemoryChannelHalts(),
  };
}
