import { MemoryTable, type Tx } from '@tillbridge/persistence';
import type { StoreChannel, StoreChannels, StoreSettings } from './store-channels';

/** For specs and the simulation. Same contract as TypeOrmStoreChannels. */
export class MemoryStoreChannels implements StoreChannels {
  private readonly table = new MemoryTable<StoreChannel>((row) => row.settings.channel);

  async all(): Promise<StoreChannel[]> {
    return this.table.all(null);
  }

  async get(tx: Tx, channel: string): Promise<StoreChannel | null> {
    return this.table.get(tx, channel) ?? null;
  }

  async configure(tx: Tx, settings: StoreSettings): Promise<void> {
    const known = this.table.get(tx, settings.channel);
    const unknown = { connectedAt: null, disconnectedReason: null, soleLocation: null, ordersPolledAt: null };
    this.table.put(tx, { ...unknown, ...known, settings });
  }

  async located(tx: Tx, channel: string, soleLocation: string | null): Promise<void> {
    this.change(tx, channel, { soleLocation });
  }

  async connected(tx: Tx, channel: string, at: Date): Promise<void> {
    this.change(tx, channel, { connectedAt: at, disconnectedReason: null });
  }

  async disconnected(tx: Tx, channel: string, reason: string): Promise<void> {
    this.change(tx, channel, { connectedAt: null, disconnectedReason: reason });
  }

  async ordersPolled(tx: Tx, channel: string, startedAt: Date): Promise<void> {
    const known = this.table.get(tx, channel)?.ordersPolledAt;
    if (!known || known < startedAt) this.change(tx, channel, { ordersPolledAt: startedAt });
  }

  private change(tx: Tx, channel: string, change: Partial<StoreChannel>): void {
    const row = this.table.get(tx, channel);
    if (row) this.table.put(tx, { ...row, ...change });
  }
}
