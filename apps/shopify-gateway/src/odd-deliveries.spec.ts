import { orderObserved } from '@tillbridge/contracts';
import { eventually, StoreRig } from '@tillbridge/testing';
import { channel, ShopifyWorld, storeLocation } from './spec-kit/shopify-world';

describe('a delivery that is not as it should be', () => {
  let world: ShopifyWorld;
  let rig: StoreRig;
  let listing: string;

  beforeEach(async () => {
    world = await ShopifyWorld.open();
    rig = await StoreRig.open(world.adapter, storeLocation);
    listing = await world.addListing(5);
    await rig.connect(world.address);
    await rig.link(listing);
  });

  afterEach(async () => {
    await rig.stop();
    await world.close();
  });

  const spoil = (kind: 'bad_hmac' | 'null_available' | 'null_variant_id', count = 1) =>
    world.control('faults', { deliveries: [{ kind, count }] });
  const deliverAll = async () => rig.deliver(...(await world.deliveries()));
  const mirror = async () => (await rig.level(listing)).mirror;
  const orders = () => rig.facts(orderObserved);

  it('is refused when somebody else signed it, and what it would have told is found by asking', async () => {
    await spoil('bad_hmac', 10);
    await world.checkout(listing, 1);
    const sent = await world.deliveries();
    await rig.deliver(...sent);
    expect([rig.rejected, await rig.raw.counts()]).toEqual([sent.length, { waiting: 0, parked: 0 }]);
    expect(await orders()).toEqual([]);
    await rig.gateway.pollOrders(channel);
    expect(await orders()).toHaveLength(1);
  });

  it('is a reason to look when it names a level and no number, and changes nothing by itself', async () => {
    await spoil('null_available');
    await world.setByHand(listing, 4);
    await deliverAll();
    await eventually(async () => expect(await mirror()).toMatchObject({ base: 5, claim: 1 }));
    expect((await rig.raw.counts()).parked).toBe(0);
  });

  it('is an order of no item when its line names none; its unit stays a claim until a copy says what was bought', async () => {
    await spoil('null_variant_id', 2);
    const order = await world.checkout(listing, 1, { paid: false });
    await deliverAll();
    expect(await orders()).toMatchObject([{ order, lines: [{ externalId: null, storeLocation: null, ordered: 1 }] }]);
    await eventually(async () => expect(await mirror()).toMatchObject({ ordered: 0, claim: 1 }));
    expect((await rig.raw.counts()).parked).toBe(0);
    await world.control('faults', { clear: true });
    await world.control(`orders/${order}/pay`, {});
    await deliverAll();
    await eventually(async () => expect(await mirror()).toMatchObject({ ordered: 1, claim: 0 }));
    expect((await orders()).at(-1)).toMatchObject({ lines: [{ externalId: listing, storeLocation }] });
  });
});
