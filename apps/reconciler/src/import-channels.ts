import type { ImportContext, ShopConfig } from '@tillbridge/service-kit';
import type { Channel, Channels } from './channels';
import type { ReconcilerConfig } from './config';

/** Takes over which channels a run compares. */
export async function importChannels(
  channels: Channels,
  { till, stores }: ShopConfig,
  { unitOfWork }: Pick<ImportContext<ReconcilerConfig>, 'unitOfWork'>,
): Promise<string> {
  const imported: Channel[] = [
    { id: till.channel, kind: 'till' },
    ...stores.map(({ channel }): Channel => ({ id: channel, kind: 'store' })),
  ];
  await unitOfWork.run((tx) => channels.replace(tx, imported));
  return `compares ${imported.map(({ id }) => id).join(', ')}`;
}
