import { randomUUID } from 'node:crypto';
import { catalogItemListed, itemRegistered } from '@tillbridge/contracts';
import { eventually, StoreRig } from '@tillbridge/testing';
import { NoAnswer } from './admin/errors';
import { channel, ShopifyWorld, storeLocation } from './spec-kit/shopify-world';

interface TwinProduct {
  title: string;
  status: string;
  onSale: boolean;
  variants: { sku: string; price: string; variantId: string }[];
}

let world: ShopifyWorld;
let rig: StoreRig;

async function open(options: Parameters<typeof ShopifyWorld.open>[0] = {}, newItems: 'create' | 'link' = 'create') {
  world = await ShopifyWorld.open(options);
  rig = await StoreRig.open(world.adapter, storeLocation, { newItems });
}

afterEach(async () => {
  await rig.stop();
  await world.close();
});

const products = async () => (await world.control<{ products: TwinProduct[] }>('state')).products;
const listed = () => rig.facts(catalogItemListed);
const creations = async () => {
  const { entries } = await world.control<{ entries: { kind: string; operation?: string }[] }>('log');
  return entries.filter((entry) => entry.kind === 'api_call' && entry.operation === 'productSet').length;
};

describe('an item that the store lacks', () => {
  it('is listed once, active, tracked and stocked with nothing, and the core hears what for', async () => {
    await open();
    await rig.connect(world.address);
    const item = rig.anItem(randomUUID());
    await rig.tell(itemRegistered, item);
    const [fact] = await eventually(async () => (await listed()).length > 0 && listed());
    expect(fact).toMatchObject({ sku: 'RIG-1', title: 'Rig', price: '5.00', tracked: true, createdFor: item.itemId });
    expect(await products()).toMatchObject([{ status: 'ACTIVE', variants: [{ sku: 'RIG-1', price: '5.00' }] }]);
    await rig.tell(itemRegistered, { ...rig.anItem(item.itemId), links: [{ channel, externalId: fact!.externalId }] });
    await rig.want(item.itemId, 7, 1);
    await rig.quiet();
    expect(await world.shown(fact!.externalId)).toBe(7);
  });

  it('is listed once although the answer to its creation was lost', async () => {
    await open();
    await rig.connect(world.address);
    const lost = { kind: 'status', status: 502, when: 'after', match: 'productSet' };
    await world.control('faults', { answers: [lost] });
    await rig.tell(itemRegistered, rig.anItem(randomUUID()));
    await eventually(async () => (await listed()).length > 0);
    expect(await products()).toHaveLength(1);
  });

  it('is left alone when the store lists its SKU already and the core has yet to link it', async () => {
    await open();
    await world.addListing(3, ' rig-1 ');
    await rig.connect(world.address);
    await rig.tell(itemRegistered, rig.anItem(randomUUID()));
    await rig.quiet();
    expect(await products()).toHaveLength(1);
  });

  it('is listed on connecting when it was registered before', async () => {
    await open();
    await rig.tell(itemRegistered, rig.anItem(randomUUID()));
    expect((await rig.connect(world.address)).itemsToList).toBe(1);
    await eventually(async () => (await products()).length === 1);
  });

  it('is not listed where a person is to link it', async () => {
    await open({}, 'link');
    await rig.connect(world.address);
    await rig.tell(itemRegistered, rig.anItem(randomUUID()));
    await rig.quiet();
    expect(await products()).toEqual([]);
  });
});

describe('an item that was created in a store', () => {
  const onSale = () => eventually(async () => expect(await products()).toMatchObject([{ onSale: true }]));

  it('can be bought there', async () => {
    await open();
    await rig.connect(world.address);
    const item = rig.anItem(randomUUID());
    await rig.tell(itemRegistered, item);
    const [fact] = await eventually(async () => (await listed()).length > 0 && listed());
    await rig.tell(itemRegistered, { ...rig.anItem(item.itemId), links: [{ channel, externalId: fact!.externalId }] });
    await rig.want(item.itemId, 2, 1);
    await onSale();
    await rig.quiet();
    expect(await world.control('checkout', { lines: [{ sku: 'RIG-1', quantity: 1 }] })).toMatchObject({
      outcome: 'accepted',
    });
  });

  it('could not be bought by anyone if it were not published', async () => {
    await open();
    world.adapter.finishListing = async () => undefined;
    await rig.connect(world.address);
    await rig.tell(itemRegistered, rig.anItem(randomUUID()));
    await rig.quiet();
    expect(await products()).toMatchObject([{ status: 'ACTIVE', onSale: false }]);
    expect(await world.control('checkout', { lines: [{ sku: 'RIG-1', quantity: 1 }] })).toMatchObject({
      outcome: 'refused',
      reason: 'not on sale',
    });
  });

  it('is published by the next process when one died between creating and publishing', async () => {
    await open();
    await rig.connect(world.address);
    const finish = world.adapter.finishListing.bind(world.adapter);
    let reached = (): void => undefined;
    const created = new Promise<void>((resolve) => (reached = resolve));
    world.adapter.finishListing = () => {
      reached();
      return new Promise(() => undefined);
    };
    await rig.tell(itemRegistered, rig.anItem(randomUUID()));
    await created;
    // The core may have linked it meanwhile, by its label.
    await rig.deliver(...(await world.deliveries()));
    world.adapter.finishListing = finish;
    const successor = rig.successor();
    await successor.start();
    await onSale();
    await successor.stop();
    expect(await products()).toHaveLength(1);
    rig.abandon();
  });

  it('is published in the end although the store answers badly, whatever the item is called by then', async () => {
    await open();
    await rig.connect(world.address);
    await world.control('faults', {
      answers: [{ kind: 'status', status: 502, match: 'publishablePublish', count: 4 }],
    });
    const item = rig.anItem(randomUUID());
    await rig.tell(itemRegistered, item);
    const [fact] = await eventually(async () => (await listed()).length > 0 && listed());
    const links = [{ channel, externalId: fact!.externalId }];
    await rig.tell(itemRegistered, { ...rig.anItem(item.itemId), title: 'Another name', links });
    await onSale();
  });

  it('is parked with what is missing when the app may not publish, and published once it may', async () => {
    await open();
    await rig.connect(world.address);
    await world.control('faults', { answers: [{ kind: 'access_denied', match: 'publications' }] });
    await rig.tell(itemRegistered, rig.anItem(randomUUID()));
    const [parked] = await eventually(async () => {
      const tasks = await rig.gateway.state.tasks.listParked(10);
      return tasks.length > 0 && tasks;
    });
    expect(parked!.reason).toMatch(/grant the app write_publications/);
    expect(await listed()).toHaveLength(1);
    await rig.gateway.replayTasks();
    await onSale();
  });

  it('is asked for once at a time, for its quantity of nothing would overwrite what was pushed since', async () => {
    await open();
    await world.control('faults', { answers: [{ kind: 'status', status: 502, when: 'after', match: 'productSet' }] });
    await expect(world.adapter.upsertItem(rig.anItem(randomUUID()))).rejects.toBeInstanceOf(NoAnswer);
    expect(await creations()).toBe(1);
  });
});

describe('an item that a person made in the store', () => {
  it('is not published by us: it may be hidden for a reason', async () => {
    await open();
    const { variants } = await world.control<{ variants: { variantId: string }[] }>('seed', {
      products: [{ title: 'Secret', status: 'DRAFT', variants: [{ sku: 'RIG-1', available: { [storeLocation]: 1 } }] }],
    });
    await rig.connect(world.address);
    await rig.tell(itemRegistered, rig.anItem(randomUUID()));
    await rig.quiet();
    expect(variants).toHaveLength(1);
    expect(await products()).toMatchObject([{ status: 'DRAFT', onSale: false }]);
    const { entries } = await world.control<{ entries: { kind: string; operation?: string }[] }>('log');
    expect(entries.filter((entry) => entry.operation === 'publishablePublish')).toEqual([]);
  });
});
