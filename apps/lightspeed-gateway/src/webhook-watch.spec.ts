import { WebhookWatch } from './webhook-watch';
import { openXSeriesWorld } from './spec-kit/x-series-world';

describe('watching the webhooks of a till', () => {
  let world: Awaited<ReturnType<typeof openXSeriesWorld>>;
  const warned: string[] = [];
  let writable = true;
  let hours = 0;
  const told = (_detail: object, message: string) => void warned.push(message);

  beforeAll(async () => {
    world = await openXSeriesWorld({}, 5_000);
    await world.adapter.subscribe((type) => `http://127.0.0.1:9/${type}`);
  });
  afterAll(() => world.close());

  const watch = new WebhookWatch({
    till: 'till',
    everyMs: 3_600_000,
    isWritable: async () => writable,
    subscribe: () => world.adapter.subscribe((type) => `http://127.0.0.1:9/${type}`),
    now: () => new Date(hours * 3_600_000),
    log: { info: told, warn: told, error: told },
  });
  const webhooks = async () => (await world.ask<{ webhooks: number }>('/state')).webhooks;
  const lost = () => world.ask('/faults', { dropWebhooks: true });

  it('makes again what is missing, and leaves alone what is there', async () => {
    const all = await webhooks();
    await watch.look();
    await lost();
    expect(await webhooks()).toBe(0);
    await watch.look();
    expect([all, await webhooks(), warned]).toEqual([5, 5, []]);
  });

  it('tells a person when it happens again within a day, and not when it happens now and then', async () => {
    hours = 25;
    await lost();
    await watch.look();
    expect(warned).toEqual([]);
    hours = 26;
    await lost();
    await watch.look();
    expect(warned).toEqual([expect.stringContaining('webhooks keep disappearing')]);
  });

  it('writes nothing to a till that something holds back', async () => {
    writable = false;
    await lost();
    await watch.look();
    expect(await webhooks()).toBe(0);
  });
});
