import { catalogItemListed, storeLevelSettled } from '@tillbridge/contracts';
import { delivered, type StoreFinding } from '@tillbridge/gateway-kit';
import { eventually, StoreRig } from '@tillbridge/testing';
import { channel, ShopifyWorld, storeLocation } from './spec-kit/shopify-world';

let world: ShopifyWorld;
let rig: StoreRig;
let listing: string;
let item: string;

/** A product that shows two units, and an item of ours that it is linked to. */
beforeEach(async () => {
  world = await ShopifyWorld.open();
  rig = await StoreRig.open(world.adapter, storeLocation);
  listing = await world.addListing(2, 'TEE');
  await rig.connect(world.address);
  item = await rig.link(listing);
  await rig.want(item, 2, 1);
  await rig.quiet();
});

afterEach(async () => {
  await rig.stop();
  await world.close();
});

const become = async (status: string) => {
  await world.control('admin/product', { sku: 'TEE', status });
  await rig.deliver(...(await world.deliveries()));
};
/** A message of the same second as the one before is not believed: then the product is read. */
const isTold = (said: object) =>
  eventually(async () =>
    expect((await rig.facts(catalogItemListed)).at(-1)).toMatchObject({ externalId: listing, ...said }),
  );
const buy = () => world.control('checkout', { lines: [{ sku: 'TEE', quantity: 1 }] });

describe.each([
  ['DRAFT', false],
  ['ARCHIVED', true],
])('a product that becomes %s', (status, removed) => {
  it('is told of as withdrawn, and as what sells once it is active again', async () => {
    await become(status);
    await isTold({ standing: 'withdrawn', removed });
    await become('ACTIVE');
    await isTold({ standing: 'sells', removed: false });
  });

  it('sells what its level shows the moment that it is active again, if that was not lowered', async () => {
    await become(status);
    expect(await buy()).toMatchObject({ outcome: 'refused', reason: 'not on sale' });
    await world.control('admin/product', { sku: 'TEE', status: 'ACTIVE' });
    expect(await buy()).toMatchObject({ outcome: 'accepted' });
  });

  it('is lowered to nothing and read all the same, so that it then sells nothing', async () => {
    await become(status);
    await rig.want(item, 0, 2, {}, { dealt: true });
    await eventually(async () =>
      expect((await rig.facts(storeLevelSettled)).at(-1)).toMatchObject({ version: 2, shown: 0, missing: 0 }),
    );
    expect(await world.shown(listing)).toBe(0);
    await world.control('admin/product', { sku: 'TEE', status: 'ACTIVE' });
    expect(await buy()).toMatchObject({ outcome: 'refused', available: 0 });
  });

  it('is found so on connecting, though no delivery told of it', async () => {
    await world.control('admin/product', { sku: 'TEE', status });
    await rig.connect(world.address);
    await isTold({ standing: 'withdrawn', removed });
  });

  it('is gone once it is deleted', async () => {
    await become(status);
    await world.deleteProduct();
    await rig.deliver(...(await world.deliveries()));
    await isTold({ standing: 'gone', removed: true });
  });
});

describe('a product that was deleted while no delivery came through', () => {
  beforeEach(() => world.deleteProduct());

  it('is found gone on connecting', async () => {
    await rig.connect(world.address);
    await isTold({ standing: 'gone', removed: true });
  });

  it('is found gone once the store refuses to keep stock for it', async () => {
    await rig.want(item, 1, 2);
    await isTold({ standing: 'gone', removed: true });
  });
});

describe('a listing that a message does not know', () => {
  it('is not taken for gone: the product is read', async () => {
    const [before] = await rig.uow.run((tx) => rig.gateway.state.idMap.listings(tx, channel, [listing]));
    const { groupRef } = before!;
    const asked: string[] = [];
    const readGroup = world.adapter.readGroup.bind(world.adapter);
    world.adapter.readGroup = (group) => (asked.push(group), readGroup(group));
    const late: StoreFinding = { kind: 'group', groupRef: groupRef!, externalIds: [] };
    const cause = delivered(channel, 'late');
    await rig.uow.run((tx) => rig.gateway.record(tx, new Map([[channel, [{ finding: late, cause }]]])));
    await eventually(() => asked.includes(groupRef!));
    await rig.quiet();
    expect(await rig.facts(catalogItemListed)).not.toContainEqual(expect.objectContaining({ standing: 'gone' }));
  });
});
