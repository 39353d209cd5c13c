import { orderObserved } from '@tillbridge/contracts';
import { eventually, StoreRig } from '@tillbridge/testing';
import { ShopifyWorld, storeLocation } from './spec-kit/shopify-world';

const dayMs = 24 * 3_600_000;

describe('an order that its store deletes', () => {
  let world: ShopifyWorld;
  let rig: StoreRig;
  let listing: string;
  let order: string;
  let laterMs = 0;

  const open = async (timing: object = {}) => {
    world = await ShopifyWorld.open({ timeoutMs: 5_000 });
    rig = await StoreRig.open(world.adapter, storeLocation, { timing, now: () => new Date(Date.now() + laterMs) });
    listing = await world.addListing(5);
    await rig.connect(world.address);
    order = (await world.checkout(listing, 2))!;
    await hear();
  };

  afterEach(async () => {
    laterMs = 0;
    await rig.stop();
    await world.close();
  });

  const hear = async () => rig.deliver(...(await world.deliveries()));
  const remove = () => world.control(`orders/${order}/delete`, {});
  const told = async () => (await rig.facts(orderObserved)).filter((fact) => fact.order === order);
  const asDeleted = { deleted: true, cancelledAt: expect.any(String), lines: [{ current: 0, restocked: 0 }] };

  it('is told as cancelled without a restock, once, though word of it comes twice and late copies after it', async () => {
    await open();
    await world.control(`orders/${order}/edit`, { lines: [] });
    const late = await world.deliveries();
    await remove();
    const deliveries = await world.deliveries();
    await rig.deliver(...deliveries, ...deliveries);
    expect((await told()).at(-1)).toMatchObject(asDeleted);
    const facts = (await told()).length;
    await rig.deliver(...late, ...deliveries);
    expect(await told()).toHaveLength(facts);
  });

  it('is found to be missing though no message told of it', async () => {
    await open({ catalogueEveryMs: 30 });
    await remove();
    await world.deliveries();
    await eventually(async () => expect((await told()).at(-1)).toMatchObject(asDeleted));
  });

  it('stays as it is where it was shipped before', async () => {
    await open();
    await world.control(`orders/${order}/fulfil`, {});
    await hear();
    await remove();
    await hear();
    expect((await told()).at(-1)).toMatchObject({ cancelledAt: null, lines: [{ current: 2, fulfilled: 2 }] });
  });

  it('is not taken for deleted where it is only too old for the store to show it', async () => {
    await open({ catalogueEveryMs: 30 });
    laterMs = 60 * dayMs;
    const readOrder = jest.spyOn(world.adapter, 'readOrder');
    await remove();
    await world.deliveries();
    await eventually(() => expect(readOrder).toHaveBeenCalledWith(order, storeLocation));
    await rig.quiet();
    expect((await told()).at(-1)).toMatchObject({ cancelledAt: null });
    await rig.stop();
  });
});
