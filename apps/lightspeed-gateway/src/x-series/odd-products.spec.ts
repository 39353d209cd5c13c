import { TillRig } from '@tillbridge/testing';
import type { CatalogItemListed } from '@tillbridge/contracts';
import { openXSeriesWorld } from '../spec-kit/x-series-world';

/** Composites, products without stock, parts of units and levels below nothing, by the twin over HTTP. */
describe('odd products of an X-Series account', () => {
  let world: Awaited<ReturnType<typeof openXSeriesWorld>>;
  let rig: TillRig;
  let item: string;

  beforeEach(async () => {
    world = await openXSeriesWorld();
    rig = new TillRig(world.adapter);
    item = await world.addItem(10);
    await rig.cycle.begin();
  });
  afterEach(() => world.close());

  const addProduct = async (more: object) => {
    const product = { sku: 'ODD', name: 'Odd', price: 5, ...more };
    return (await world.ask<{ productId: string }>('/product', product)).productId;
  };
  const listed = async (externalId: string) =>
    (await rig.factsOf<CatalogItemListed>('catalog.item_listed')).find((each) => each.externalId === externalId);
  const parked = () => rig.unitOfWork.run((tx) => rig.stores.parked.list(tx, 'till', 10));
  const sell = (sku: string, quantity: number) =>
    world.ask('/till/sale', { outlet: 'Main', lines: [{ sku, quantity }] });
  const lastLevel = async () => (await rig.stock(item)).filter(({ row }) => row !== null).at(-1)?.row?.level;

  it('a composite is kept no stock of and told of, and its sale moves its components', async () => {
    const bundle = await addProduct({ components: { [world.skuOf(item)]: 2 } });
    await rig.cycle.takeItems();
    expect(await listed(bundle)).toMatchObject({ tracked: false });
    expect((await parked()).map(({ reason }) => reason)).toEqual([expect.stringContaining('is a composite')]);
    await sell('ODD', 3);
    await rig.readAll();
    expect(await lastLevel()).toBe(4);
  });

  it('a product that the till keeps no stock of is listed as such', async () => {
    const service = await addProduct({ tracked: false });
    await rig.cycle.takeItems();
    expect(await listed(service)).toMatchObject({ tracked: false });
  });

  it('a level with parts of a unit counts as what is whole of it, and a person hears of value and item', async () => {
    await sell(world.skuOf(item), 0.5);
    await rig.readAll();
    expect(await lastLevel()).toBe(9);
    expect((await parked()).map(({ reason }) => reason)).toEqual(
      expect.arrayContaining([
        `a sale line of 0.5 units of product ${item}: only whole units can be kept`,
        `a level of 9.5 units of product ${item} at main: only whole units can be kept, so it counts as 9`,
      ]),
    );
    // Whole again, it is read as any other.
    await sell(world.skuOf(item), 0.5);
    await sell(world.skuOf(item), 1);
    await rig.readAll();
    expect(await lastLevel()).toBe(8);
    expect(await rig.records(item)).toContainEqual(expect.objectContaining({ effect: -1 }));
  });

  it('a level below nothing is told as it is', async () => {
    await sell(world.skuOf(item), 12);
    await rig.readAll();
    expect(await lastLevel()).toBe(-2);
  });
});
