import { ChannelKeeper } from './channel-keeper';

describe('ChannelKeeper', () => {
  it('keeps nothing of those who waited in vain for a broker that is away', async () => {
    const keeper = new ChannelKeeper({
      url: 'amqp://guest:guest@127.0.0.1:1',
      name: 'spec',
      setup: async () => undefined,
      report: () => undefined,
    });
    for (let publish = 0; publish < 5; publish += 1) expect(await keeper.ready(1)).toBeNull();
    const { readyListeners } = keeper as unknown as { readyListeners: Set<unknown> };
    expect(readyListeners.size).toBe(0);
    await keeper.close();
  });
});
