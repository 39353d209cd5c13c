import { MemoryTable, type Tx } from '@tillbridge/persistence';
import type { ChannelHalts } from './channel-halts';
import type { Halted } from './halts';

/** For specs and the simulation. Same contract as TypeOrmChannelHalts. */
export class MemoryChannelHalts implements ChannelHalts {
  private readonly table = new MemoryTable<Halted>(({ channel }) => channel);

  async get(tx: Tx, channel: string): Promise<Halted> {
    return this.table.get(tx, channel) ?? { channel, halts: [], seq: 0 };
  }

  take(tx: Tx, channel: string): Promise<Halted> {
    return this.get(tx, channel);
  }

  async save(tx: Tx, halted: Halted): Promise<void> {
    this.table.putIf(tx, halted, (current) => (current?.seq ?? 0) === halted.seq - 1);
  }
}
