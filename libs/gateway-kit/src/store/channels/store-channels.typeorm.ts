import { managerOf, type Tx } from '@tillbridge/persistence';
import type { DataSource } from 'typeorm';
import type { LevelKey } from '../store-adapter';
import type { StoreChannel, StoreChannels, StoreSettings } from './store-channels';

interface Row {
  settings: StoreSettings;
  connected_at: Date | null;
  disconnected_reason: string | null;
  sole_location: string | null;
  orders_polled_at: Date | null;
  orders_newest_at: Date | null;
  swept_to: LevelKey | null;
}

const select = `SELECT settings, connected_at, disconnected_reason, sole_location, orders_polled_at, orders_newest_at, swept_to
   FROM store_channel`;

/** All that importing a configuration needs of the channels. */
export async function configureStore(tx: Tx, settings: StoreSettings): Promise<void> {
  await managerOf(tx).query(
    `INSERT INTO store_channel (channel, settings) VALUES ($1, $2)
     ON CONFLICT (channel) DO UPDATE SET settings = excluded.settings`,
    [settings.channel, JSON.stringify(settings)],
  );
}

export class TypeOrmStoreChannels implements StoreChannels {
  constructor(private readonly dataSource: DataSource) {}

  async all(): Promise<StoreChannel[]> {
    const rows: Row[] = await this.dataSource.query(`${select} ORDER BY channel`);
    return rows.map(channelOf);
  }

  async get(tx: Tx, channel: string): Promise<StoreChannel | null> {
    const [row]: Row[] = await managerOf(tx).query(`${select} WHERE channel = $1`, [channel]);
    return row ? channelOf(row) : null;
  }

  configure(tx: Tx, settings: StoreSettings): Promise<void> {
    return configureStore(tx, settings);
  }

  async located(tx: Tx, channel: string, soleLocation: string | null): Promise<void> {
    await managerOf(tx).query('UPDATE store_channel SET sole_location = $2 WHERE channel = $1', [
      channel,
      soleLocation,
    ]);
  }

  async connected(tx: Tx, channel: string, at: Date): Promise<void> {
    await managerOf(tx).query(
      'UPDATE store_channel SET connected_at = $2, disconnected_reason = NULL WHERE channel = $1',
      [channel, at],
    );
  }

  async disconnected(tx: Tx, channel: string, reason: string): Promise<void> {
    await managerOf(tx).query(
      'UPDATE store_channel SET connected_at = NULL, disconnected_reason = $2 WHERE channel = $1',
      [channel, reason],
    );
  }

  async ordersPolled(tx: Tx, channel: string, startedAt: Date, newestAt: Date | null): Promise<void> {
    await managerOf(tx).query(
      `UPDATE store_channel SET orders_polled_at = greatest(orders_polled_at, $2),
         orders_newest_at = greatest(orders_newest_at, $3::timestamptz) WHERE channel = $1`,
      [channel, startedAt, newestAt],
    );
  }

  async swept(tx: Tx, channel: string, to: LevelKey | null): Promise<void> {
    await managerOf(tx).query('UPDATE store_channel SET swept_to = $2 WHERE channel = $1', [
      channel,
      to && JSON.stringify(to),
    ]);
  }
}

function channelOf(row: Row): StoreChannel {
  return {
    settings: row.settings,
    connectedAt: row.connected_at,
    disconnectedReason: row.disconnected_reason,
    soleLocation: row.sole_location,
    ordersPolledAt: row.orders_polled_at,
    ordersNewestAt: row.orders_newest_at,
    sweptTo: row.swept_to,
  };
}
