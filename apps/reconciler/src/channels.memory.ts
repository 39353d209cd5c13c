import { MemoryTable, type Tx } from '@tillbridge/persistence';
import type { Channel, Channels } from './channels';

/** For specs and the simulation. Same contract as TypeOrmChannels. */
export class MemoryChannels implements Channels {
  private readonly table = new MemoryTable<Channel>(({ id }) => id);

  async all(tx: Tx): Promise<Channel[]> {
    return this.table.all(tx);
  }

  async replace(tx: Tx, channels: readonly Channel[]): Promise<void> {
    for (const { id } of this.table.all(tx)) this.table.delete(tx, id);
    for (const channel of channels) this.table.put(tx, channel);
  }
}
