import type { UnitOfWork } from '@tillbridge/persistence';
import type { Channel, Channels } from './channels';

export interface ChannelsWorld {
  uow: UnitOfWork;
  channels: Channels;
  close(): Promise<void>;
}

const till: Channel = { id: 'till', kind: 'till' };
const storeA: Channel = { id: 'store-a', kind: 'store' };
const storeB: Channel = { id: 'store-b', kind: 'store' };

/** What every store of channels must do. */
export function channelsContract(open: () => Promise<ChannelsWorld>): void {
  describe('channels', () => {
    let world: ChannelsWorld;
    beforeEach(async () => (world = await open()));
    afterEach(() => world.close());

    const replace = (...channels: Channel[]) => world.uow.run((tx) => world.channels.replace(tx, channels));
    const all = () => world.uow.run((tx) => world.channels.all(tx));

    it('are none before the first import', async () => {
      expect(await all()).toEqual([]);
    });

    it('are those of the newest import, by id, however often it is made', async () => {
      await replace(till, storeB, storeA);
      await replace(till, storeB, storeA);
      expect(await all()).toEqual([storeA, storeB, till]);
      await replace({ ...storeB, kind: 'till' }, storeA);
      expect(await all()).toEqual([storeA, { ...storeB, kind: 'till' }]);
    });

    it('change all at once or not at all', async () => {
      await replace(till, storeA);
      const failed = world.uow.run(async (tx) => {
        await world.channels.replace(tx, [till, storeB]);
        throw new Error('the import broke off');
      });
      await expect(failed).rejects.toThrow('the import broke off');
      expect(await all()).toEqual([storeA, till]);
    });
  });
}
