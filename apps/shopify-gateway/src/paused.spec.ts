import { orderObserved } from '@tillbridge/contracts';
import { eventually, StoreRig } from '@tillbridge/testing';
import { channel, ShopifyWorld, storeLocation } from './spec-kit/shopify-world';

/** What is asked of a paused store, and what not even that. */
describe('a paused store', () => {
  let world: ShopifyWorld;
  let rig: StoreRig;
  let listing: string;
  let aheadMs = 0;

  beforeEach(async () => {
    aheadMs = 0;
    world = await ShopifyWorld.open({ timeoutMs: 5_000 });
    rig = await StoreRig.open(world.adapter, storeLocation, {
      timing: { subscriptionsEveryMs: 20 },
      now: () => new Date(Date.now() + aheadMs),
    });
    listing = await world.addListing(5);
    await rig.connect(world.address);
    await rig.want(await rig.link(listing), 5, 1);
    await rig.quiet();
  });

  afterEach(async () => {
    await rig.stop();
    await world.close();
  });

  const subscriptions = async () => (await world.control<{ subscriptions: unknown[] }>('state')).subscriptions.length;
  const topic = ({ headers }: { headers: object }) => (headers as Record<string, string>)['x-shopify-topic'];

  it('is asked for the orders of which it tells too little', async () => {
    const order = (await world.checkout(listing, 2))!;
    await rig.deliver(...(await world.deliveries()));
    const [{ lines }] = await rig.facts(orderObserved);
    await rig.gateway.pause(channel, 'a stocktake');
    await world.control(`orders/${order}/refund`, {
      lines: [{ lineId: lines[0]!.line, quantity: 1, restockType: 'cancel' }],
    });
    const refunds = (await world.deliveries()).filter((delivery) => topic(delivery) === 'refunds/create');
    expect(refunds).toHaveLength(1);
    await rig.deliver(...refunds);
    const last = async () => (await rig.facts(orderObserved)).at(-1);
    await eventually(async () => expect(await last()).toMatchObject({ order, lines: [{ restocked: 1 }] }));
  });

  it('has no subscription created again before it is resumed', async () => {
    const all = await subscriptions();
    await rig.gateway.pause(channel, 'a stocktake');
    await world.control('faults', { dropSubscriptions: true });
    const asked = jest.spyOn(rig.gateway.state.halts, 'get');
    await eventually(() => expect(asked.mock.calls.length).toBeGreaterThan(5));
    expect(await subscriptions()).toBe(0);
    await rig.gateway.resume(channel);
    await eventually(async () => expect(await subscriptions()).toBe(all));
  });
});
