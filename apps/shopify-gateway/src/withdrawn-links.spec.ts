import { catalogItemListed, itemRegistered, storeLevelSettled } from '@tillbridge/contracts';
import { eventually, StoreRig } from '@tillbridge/testing';
import { channel, ShopifyWorld, storeLocation } from './spec-kit/shopify-world';

const itemId = '01932f6e-7c00-7d30-8a10-000000000001';

let world: ShopifyWorld;
let rig: StoreRig;
let listing: string;

beforeEach(async () => {
  world = await ShopifyWorld.open();
  rig = await StoreRig.open(world.adapter, storeLocation, { newItems: 'create' });
  listing = await world.addListing(2, 'RIG-1');
});

afterEach(async () => {
  await rig.stop();
  await world.close();
});

const become = (status: string) => world.control('admin/product', { sku: 'RIG-1', status });
const link = () =>
  rig.tell(itemRegistered, { ...rig.anItem(itemId), itemVersion: 99, links: [{ channel, externalId: listing }] });
const settles = (shown: number) =>
  eventually(async () => expect((await rig.facts(storeLevelSettled)).at(-1)).toMatchObject({ version: 1, shown }));

describe.each(['DRAFT', 'ARCHIVED'])('a product that was %s before an item was linked to it', (status) => {
  beforeEach(async () => {
    await become(status);
    await rig.connect(world.address);
  });

  it('is taken for the item of its SKU: none is created beside it', async () => {
    await rig.tell(itemRegistered, rig.anItem(itemId));
    await rig.quiet();
    const { products } = await world.control<{ products: unknown[] }>('state');
    expect(products).toHaveLength(1);
    // The core proposes a link by label of what is not archived; of what is, the gateway says whose it is.
    const createdFor = status === 'ARCHIVED' ? itemId : null;
    expect((await rig.facts(catalogItemListed)).at(-1)).toMatchObject({ externalId: listing, createdFor });
  });

  it('is lowered like any other that is withdrawn, once it is linked', async () => {
    await link();
    await rig.want(itemId, 0, 1, {}, { dealt: true });
    await settles(0);
    expect(await world.shown(listing)).toBe(0);
  });

  it('is read at a location that is configured meanwhile, once it is connected again', async () => {
    await link();
    const depot = await world.openElsewhere(listing, 5);
    const { uow, channels } = rig.gateway.state;
    const settings = { channel, storeLocations: [storeLocation, depot], newItems: 'create' as const, vendor: {} };
    await uow.run((tx) => channels.configure(tx, settings));
    await rig.connect(world.address);
    expect(await rig.level(listing, depot)).toMatchObject({ itemId, mirror: { base: 5 } });
  });

  it('is read on connecting, though it was known without its level before', async () => {
    await link();
    const { book, levels } = rig.gateway.state;
    await rig.uow.run(async (tx) => {
      await book.takeTurn(tx, [channel]);
      const cause = { correlationId: 'test', causationId: null, traceparent: null };
      await book.apply(tx, channel, await levels.page(tx, channel, null, 10), cause, (level) => ({
        ...level,
        levelRef: null,
      }));
    });
    await rig.connect(world.address);
    await rig.want(itemId, 0, 1, {}, { dealt: true });
    await settles(0);
  });
});
