import { orderObserved } from '@tillbridge/contracts';
import { eventually, StoreRig } from '@tillbridge/testing';
import { channel, ShopifyWorld, storeLocation } from './spec-kit/shopify-world';

/** The merchant removed the app, and installs it anew later. */
describe('a store that is connected again', () => {
  let world: ShopifyWorld;
  let rig: StoreRig;
  let listing: string;
  let secretsAreMissing: boolean;

  beforeEach(async () => {
    secretsAreMissing = false;
    world = await ShopifyWorld.open({ timeoutMs: 5_000 });
    rig = await StoreRig.open(world.adapter, storeLocation, {
      // What changed a second before the newest change known of is out of a poll's reach.
      timing: { overlapMs: 0, pollEveryMs: 50 },
      onAccess: (access) => {
        if (secretsAreMissing) throw new Error('no client secret');
        world.access = access;
      },
    });
    listing = await world.addListing(9);
    await rig.connect(world.address);
  });

  afterEach(async () => {
    await rig.stop();
    await world.close();
  });

  const order = async (id: string) => (await rig.facts(orderObserved)).filter((fact) => fact.order === id).at(-1);
  const hear = async () => rig.deliver(...(await world.deliveries()));
  const connectedAt = async () => (await rig.gateway.states()).find((state) => state.channel === channel)!.connectedAt;
  const uninstall = async () => {
    await world.control('faults', { uninstall: true });
    await hear();
    expect(await connectedAt()).toBeNull();
  };
  const install = async () => {
    await world.grantToken();
    await rig.connect(world.address);
  };
  /** Stores stamp by the second. */
  const nextSecond = async () => {
    const second = Math.floor(Date.now() / 1000) * 1000 + 1000;
    await eventually(() => Date.now() > second);
  };

  it('goes on running as it did where it cannot be connected at all', async () => {
    secretsAreMissing = true;
    await expect(rig.connect(world.address)).rejects.toThrow('no client secret');
    secretsAreMissing = false;
    const placed = (await world.checkout(listing, 1))!;
    await eventually(async () => expect(await order(placed)).toBeDefined());
  });

  it('is not cut off by the late word of having been removed before', async () => {
    await world.control('faults', { uninstall: true });
    const late = await world.deliveries();
    await install();
    await rig.deliver(...late);
    expect(await connectedAt()).not.toBeNull();
    await uninstall();
  });

  it('is asked for every order that was closed meanwhile, however much newer the open ones are', async () => {
    const given = [(await world.checkout(listing, 1))!, (await world.checkout(listing, 1))!];
    await hear();
    await uninstall();
    await nextSecond();
    await world.cancel(given[0]!, true);
    await world.control(`orders/${given[1]}/fulfil`, {});
    const soldMeanwhile = (await world.checkout(listing, 2))!;
    await world.control(`orders/${soldMeanwhile}/fulfil`, {});
    await nextSecond();
    const open = (await world.checkout(listing, 1))!;
    await install();
    expect(await order(given[0]!)).toMatchObject({ lines: [{ current: 0, restocked: 1 }] });
    expect(await order(given[1]!)).toMatchObject({ lines: [{ fulfilled: 1 }] });
    expect(await order(soldMeanwhile)).toMatchObject({ lines: [{ ordered: 2, fulfilled: 2 }] });
    expect(await order(open)).toMatchObject({ lines: [{ current: 1 }] });
  });
});
