import { randomUUID } from 'node:crypto';
import { eventually, StoreRig } from '@tillbridge/testing';
import { Refused } from './admin/errors';
import { channel, ShopifyWorld, storeLocation } from './spec-kit/shopify-world';

const elsewhere = '655441499';
const waitMsAtLeast = 30_000;

/** An item has to be stocked somewhere, so it lies at another place as well. */
describe('an item that staff take out of our location', () => {
  let world: ShopifyWorld;
  let rig: StoreRig;
  let externalId: string;
  let item: string;

  beforeEach(async () => {
    world = await ShopifyWorld.open();
    await world.control('seed', { locations: [{ id: elsewhere, name: 'Elsewhere' }] });
    const variant = { sku: 'TEE', price: '5.00', available: { [storeLocation]: 5, [elsewhere]: 1 } };
    const products = [{ title: 'Tee', variants: [variant] }];
    const { variants } = await world.control<{ variants: { variantId: string }[] }>('seed', { products });
    externalId = variants[0]!.variantId;
    rig = await StoreRig.open(world.adapter, storeLocation);
    await rig.connect(world.address);
    item = await rig.link(externalId);
    await rig.want(item, 5, 1);
    await rig.quiet();
  });

  afterEach(async () => {
    await rig.stop();
    await world.close();
  });

  interface TwinLevel {
    locationId: string;
    active: boolean;
    available: number;
  }
  const ours = async () => {
    const { levels } = await world.control<{ levels: TwinLevel[] }>('state');
    return levels.find((level) => level.locationId === storeLocation)!;
  };
  const unstock = () => world.control('admin/unstock', { sku: 'TEE', locationId: storeLocation });
  const unstockAndTell = async () => {
    await unstock();
    await rig.deliver(...(await world.deliveries()));
  };
  const waiting = () => eventually(async () => (await rig.gateway.state.tasks.counts()).waiting === 1);
  const tasks = () => rig.gateway.state.tasks;

  it('is stocked there again with what it had, and shows what the core wants', async () => {
    await unstockAndTell();
    await eventually(async () => expect(await ours()).toMatchObject({ active: true, available: 5 }));
    await rig.want(item, 3, 2);
    await eventually(async () => expect(await ours()).toMatchObject({ active: true, available: 3 }));
    await rig.quiet();
  });

  it('is not stocked again at the same pace when they take it out again', async () => {
    await unstockAndTell();
    await eventually(async () => expect(await ours()).toMatchObject({ active: true }));
    await rig.quiet();
    await unstockAndTell();
    await waiting();
    const dueAt = await rig.uow.run((tx) => tasks().nextDueAt(tx, channel));
    expect(dueAt!.getTime() - Date.now()).toBeGreaterThan(waitMsAtLeast);
    expect(await ours()).toMatchObject({ active: false });
    await rig.uow.run((tx) => tasks().hasten(tx, channel, ['stock-level'], new Date()));
    await eventually(async () => expect(await ours()).toMatchObject({ active: true, available: 5 }));
  });

  it('would not come back under the key of an earlier wish: the store repeats its answer and does nothing', async () => {
    await rig.stop();
    const row = { externalId, storeLocation, levelRef: (await rig.level(externalId)).levelRef! };
    const earlier = randomUUID();
    await unstock();
    await world.adapter.stockAt(row, earlier);
    expect(await ours()).toMatchObject({ active: true });
    await unstock();
    await world.adapter.stockAt(row, earlier);
    expect(await ours()).toMatchObject({ active: false });
    await world.adapter.stockAt(row, randomUUID());
    expect(await ours()).toMatchObject({ active: true });
  });

  it('is asked for anew when an operator replays what the store had refused', async () => {
    const keys: string[] = [];
    const stockAt = world.adapter.stockAt.bind(world.adapter);
    world.adapter.stockAt = async (row, key) => {
      keys.push(key);
      if (keys.length === 1) throw new Refused('the item cannot be stocked', 'REFUSED');
      return stockAt(row, key);
    };
    await unstockAndTell();
    await eventually(async () => (await tasks().counts()).parked === 1);
    await rig.gateway.replayTasks();
    await eventually(async () => expect(await ours()).toMatchObject({ active: true }));
    expect(new Set(keys).size).toBe(2);
  });

  it('is stocked under one key, however often the answer is lost', async () => {
    const keys = new Set<string>();
    const stockAt = world.adapter.stockAt.bind(world.adapter);
    world.adapter.stockAt = async (row, key) => {
      keys.add(key);
      if (keys.size === 1 && (await ours()).active === false) {
        await stockAt(row, key);
        throw new Error('the answer was lost');
      }
      return stockAt(row, key);
    };
    await unstockAndTell();
    await eventually(async () => expect(await ours()).toMatchObject({ active: true }));
    await rig.quiet();
    expect(keys.size).toBe(1);
  });
});
