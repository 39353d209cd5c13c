import { managerOf, type Tx } from '@tillbridge/persistence';
import { In, Not } from 'typeorm';
import type { Channel, Channels } from './channels';
import { ChannelRow } from './runs/entities';

export class TypeOrmChannels implements Channels {
  async all(tx: Tx): Promise<Channel[]> {
    const rows = await managerOf(tx).find(ChannelRow, { order: { id: 'ASC' } });
    return rows.map(({ id, kind }) => ({ id, kind }));
  }

  async replace(tx: Tx, channels: readonly Channel[]): Promise<void> {
    await managerOf(tx).delete(ChannelRow, { id: Not(In(channels.map(({ id }) => id))) });
    await managerOf(tx).upsert(ChannelRow, [...channels], ['id']);
  }
}
