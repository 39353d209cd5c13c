import { orderObserved } from '@tillbridge/contracts';
import { PermanentError } from '@tillbridge/persistence';
import { eventually, StoreRig } from '@tillbridge/testing';
import { channel, ShopifyWorld, storeLocation } from './spec-kit/shopify-world';

const elsewhere = '655441499';
const hourMs = 3_600_000;

let world: ShopifyWorld;
let rig: StoreRig;
let subscriptionsEveryMs = hourMs;

async function open(...more: { id: string; name: string; active?: boolean; service?: boolean }[]) {
  world = await ShopifyWorld.open();
  if (more.length > 0) await world.control('seed', { locations: more });
  rig = await StoreRig.open(world.adapter, storeLocation, { timing: { subscriptionsEveryMs } });
}

afterEach(async () => {
  subscriptionsEveryMs = hourMs;
  await rig.stop();
  await world.close();
});

/** One unit lies at ours, and enough for the order at the other place. */
async function listing(): Promise<string> {
  const variant = { sku: 'TEE', price: '5.00', available: { [storeLocation]: 1, [elsewhere]: 5 } };
  const products = [{ title: 'Tee', variants: [variant] }];
  const { variants } = await world.control<{ variants: { variantId: string }[] }>('seed', { products });
  return variants[0]!.variantId;
}
const buyTwo = () => world.control('checkout', { lines: [{ sku: 'TEE', quantity: 2 }] });
const deliverAll = async () => rig.deliver(...(await world.deliveries()));
const places = async () => (await rig.facts(orderObserved)).map((fact) => fact.lines[0]!.storeLocation);
const remember = (sole: string | null) => rig.uow.run((tx) => rig.gateway.state.channels.located(tx, channel, sole));
const remembered = async () => (await rig.gateway.state.channels.all())[0]!.soleLocation;

describe('an order that the store serves from a place that is not configured', () => {
  it.each([
    ['another location of its own', {}],
    ['a fulfilment service', { service: true }],
  ])('is not counted at ours: %s', async (_what, kind) => {
    await open({ id: elsewhere, name: 'Elsewhere', ...kind });
    const externalId = await listing();
    await rig.connect(world.address);
    await rig.link(externalId);
    await buyTwo();
    await deliverAll();
    await eventually(async () => expect((await places()).at(-1)).toBe(elsewhere));
    await rig.quiet();
    expect((await rig.level(externalId)).mirror).toMatchObject({
      base: 1,
      ordered: 0,
      residual: 0,
      claim: 0,
      edits: 0,
    });
  });

  it('is found by asking, and not counted at ours then either', async () => {
    await open({ id: elsewhere, name: 'Elsewhere' });
    const externalId = await listing();
    await rig.connect(world.address);
    await buyTwo();
    await world.deliveries();
    await rig.gateway.pollOrders(channel);
    expect(await places()).toEqual([elsewhere]);
    expect((await rig.level(externalId)).mirror).toMatchObject({ ordered: 0 });
  });

  it('would be counted at ours if the only configured location were taken for the only one there is', async () => {
    await open({ id: elsewhere, name: 'Elsewhere' });
    const externalId = await listing();
    await rig.connect(world.address);
    await remember(storeLocation);
    await buyTwo();
    await deliverAll();
    await eventually(async () => expect((await places()).at(-1)).toBe(storeLocation));
    expect((await rig.level(externalId)).mirror).toMatchObject({ ordered: 2 });
  });
});

describe('the only active location of a store', () => {
  it('serves every order, so that nobody has to ask from where', async () => {
    await open({ id: elsewhere, name: 'Closed', active: false });
    const externalId = await world.addListing(5);
    await rig.connect(world.address);
    await world.checkout(externalId, 1);
    await deliverAll();
    expect(await places()).toEqual([storeLocation]);
    expect(await remembered()).toBe(storeLocation);
  });

  it('is forgotten as soon as the store has another, before anything is ordered from there', async () => {
    await open();
    await rig.connect(world.address);
    await world.control('admin/location', { id: elsewhere, name: 'Elsewhere', service: true });
    await deliverAll();
    expect(await remembered()).toBeNull();
    await listing();
    await buyTwo();
    await deliverAll();
    await eventually(async () => expect((await places()).at(-1)).toBe(elsewhere));
  });
});

describe('another location of a store', () => {
  it('is found by looking where no message tells of it', async () => {
    subscriptionsEveryMs = 20;
    await open();
    await rig.connect(world.address);
    expect(await remembered()).toBe(storeLocation);
    await world.control('admin/location', { id: elsewhere, name: 'Elsewhere', service: true });
    await eventually(async () => expect(await remembered()).toBeNull());
  });
});

describe('a configured location that the store cannot serve from', () => {
  const connecting = () => rig.connect(world.address).catch((error: unknown) => error);
  const configure = async (...storeLocations: string[]) => {
    const { channels } = rig.gateway.state;
    await rig.uow.run((tx) => channels.configure(tx, { channel, storeLocations, newItems: 'link', vendor: {} }));
  };

  it('is refused with its place in tillbridge.yaml and what would be right, before anything is changed', async () => {
    await open({ id: elsewhere, name: 'Closed', active: false });
    await configure(storeLocation, '1', elsewhere);
    const error = (await connecting()) as Error;
    expect(error).toBeInstanceOf(PermanentError);
    expect(error.message).toBe(
      'stores[store-a].locations[1].storeLocation: "1" is no location of the store; ' +
        `stores[store-a].locations[2].storeLocation: "${elsewhere}" (Closed) was deactivated in the store; ` +
        `put an active location of the store there: ${storeLocation} (Soho)`,
    );
    const { subscriptions } = await world.control<{ subscriptions: unknown[] }>('state');
    expect(subscriptions).toEqual([]);
  });
});
