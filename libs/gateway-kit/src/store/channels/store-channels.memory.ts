import { MemoryTable, type Tx } from '@tillbridge/persistence';
import type { LevelKey } from '../store-adapter';
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
    const polled = { ordersPolledAt: null, ordersNewestAt: null, sweptTo: null };
    const unknown = { connectedAt: null, disconnectedReason: null, soleLocation: null, ...polled };
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

  async ordersPolled(tx: Tx, channel: string, startedAt: Date, newestAt: Date | null): Promise<void> {
    const row = this.table.get(tx, channel);
    const ordersPolledAt = later(row?.ordersPolledAt ?? null, startedAt);
    this.change(tx, channel, { ordersPolledAt, ordersNewestAt: later(row?.ordersNewestAt ?? null, newestAt) });
  }

  async swept(tx: Tx, channel: string, sweptTo: LevelKey | null): Promise<void> {
    this.change(tx, channel, { sweptTo });
  }

  private change(tx: Tx, channel: string, change: Partial<StoreChannel>): void {
    const row = this.table.get(tx, channel);
    if (row) this.table.put(tx, { ...row, ...change });
  }
}

function later(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}
