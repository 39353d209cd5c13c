import { MemoryTable, type Tx } from '@tillbridge/persistence';
import type { HaltedChannel, HaltedChannels } from './halted-channels';

/** For specs. Same contract as TypeOrmHaltedChannels. */
export class MemoryHaltedChannels implements HaltedChannels {
  private readonly table = new MemoryTable<HaltedChannel>(({ channel }) => channel);

  async all(tx: Tx): Promise<HaltedChannel[]> {
    return this.table.all(tx);
  }

  async get(tx: Tx, channel: string): Promise<HaltedChannel | null> {
    return this.table.get(tx, channel) ?? null;
  }

  async save(tx: Tx, channel: HaltedChannel): Promise<void> {
    this.table.putIf(tx, channel, (current) => (current?.seq ?? 0) < channel.seq);
  }
}
