import { managerOf } from '@tillbridge/persistence';
import type { ImportContext, ShopConfig } from '@tillbridge/service-kit';
import { In, Not, type DataSource } from 'typeorm';
import type { Channel } from './channels';
import type { ReconcilerConfig } from './config';
import { ChannelRow } from './runs/entities';

export async function configuredChannels(dataSource: DataSource): Promise<Channel[]> {
  const rows = await dataSource.getRepository(ChannelRow).find({ order: { id: 'ASC' } });
  return rows.map(({ id, kind }) => ({ id, kind }));
}

/** Which channels a run compares; those no longer in the file are left out from then on. */
export async function importChannels(
  { till, stores }: ShopConfig,
  { unitOfWork }: ImportContext<ReconcilerConfig>,
): Promise<string> {
  const channels: Channel[] = [
    { id: till.channel, kind: 'till' },
    ...stores.map(({ channel }): Channel => ({ id: channel, kind: 'store' })),
  ];
  await unitOfWork.run(async (tx) => {
    await managerOf(tx).delete(ChannelRow, { id: Not(In(channels.map(({ id }) => id))) });
    await managerOf(tx).upsert(ChannelRow, channels, ['id']);
  });
  return `compares ${channels.map(({ id }) => id).join(', ')}`;
}
