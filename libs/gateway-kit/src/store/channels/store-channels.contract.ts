import type { Tx } from '@tillbridge/persistence';
import type { Subject, Subjects } from '../../spec-kit/databases';
import type { StoreChannels } from './store-channels';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 23, 10, 0, seconds));

/** What every implementation of StoreChannels does. */
export function storeChannelsContract(name: string, subjects: Subjects<StoreChannels>): void {
  describe(`StoreChannels ${name}`, () => {
    let subject: Subject<StoreChannels> & { close(): Promise<void> };
    beforeEach(async () => (subject = await subjects()));
    afterEach(() => subject.close());
    const run = <T>(work: (tx: Tx, port: StoreChannels) => Promise<T>) =>
      subject.uow.run((tx) => work(tx, subject.port));
    const settings = { channel: 'store-a', storeLocations: ['l1'], newItems: 'link' as const, vendor: { domain: 'a' } };
    const get = () => run((tx, channels) => channels.get(tx, 'store-a'));

    it('keeps what is known of a channel when its settings change', async () => {
      expect(await get()).toBeNull();
      await run(async (tx, channels) => {
        await channels.configure(tx, settings);
        await channels.located(tx, 'store-a', 'l1');
        await channels.connected(tx, 'store-a', at(5));
        await channels.ordersPolled(tx, 'store-a', at(7), at(3));
        await channels.swept(tx, 'store-a', { externalId: 'v1', storeLocation: 'l1' });
      });
      const changed = { ...settings, storeLocations: ['l1', 'l2'] };
      await run((tx, channels) => channels.configure(tx, changed));
      const sweptTo = { externalId: 'v1', storeLocation: 'l1' };
      const connected = { connectedAt: at(5), disconnectedReason: null };
      const polled = { ...connected, ordersPolledAt: at(7), ordersNewestAt: at(3), sweptTo };
      const known = { settings: changed, soleLocation: 'l1', ...polled };
      expect(await get()).toEqual(known);
      expect(await subject.port.all()).toEqual([known]);
    });

    it('forgets the only location once there is another', async () => {
      await run(async (tx, channels) => {
        await channels.configure(tx, settings);
        await channels.located(tx, 'store-a', 'l1');
      });
      expect(await get()).toMatchObject({ soleLocation: 'l1' });
      await run((tx, channels) => channels.located(tx, 'store-a', null));
      expect(await get()).toMatchObject({ soleLocation: null });
    });

    it('never takes the order poll back, and knows why a store is cut off', async () => {
      await run(async (tx, channels) => {
        await channels.configure(tx, settings);
        await channels.connected(tx, 'store-a', at(5));
        await channels.ordersPolled(tx, 'store-a', at(7), at(4));
        await channels.ordersPolled(tx, 'store-a', at(6), at(3));
        await channels.ordersPolled(tx, 'store-a', at(6), null);
        await channels.swept(tx, 'store-a', { externalId: 'v1', storeLocation: 'l1' });
        await channels.swept(tx, 'store-a', null);
        await channels.disconnected(tx, 'store-a', 'uninstalled');
      });
      expect(await get()).toMatchObject({
        connectedAt: null,
        disconnectedReason: 'uninstalled',
        ordersPolledAt: at(7),
        ordersNewestAt: at(4),
        sweptTo: null,
      });
    });
  });
}
