import { TillRig } from '@tillbridge/testing';
import { openXSeriesWorld } from '../spec-kit/x-series-world';

describe('what X-Series says in parts of a unit', () => {
  let world: Awaited<ReturnType<typeof openXSeriesWorld>>;

  beforeEach(async () => {
    world = await openXSeriesWorld();
  });
  afterEach(() => world.close());

  it('is parked once with the reason, encrypted, and its neighbours are told', async () => {
    const [cloth, button] = [await world.addItem(10), await world.addItem(10)];
    const rig = new TillRig(world.adapter);
    await rig.cycle.begin();
    const lines = [
      { sku: world.skuOf(cloth), quantity: 0.5 },
      { sku: world.skuOf(button), quantity: 4 },
    ];
    await world.ask('/till/sale', { outlet: 'Main', lines });
    await rig.cycle.takeRecords();
    await rig.cycle.takeRows({ feed: true });
    const parked = await rig.unitOfWork.run((tx) => rig.stores.parked.list(tx, 'till', 10));
    expect(parked.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('0.5 units'),
      expect.stringContaining('9.5 units'),
    ]);
    for (const { sealed } of parked) expect(sealed.toString('latin1')).not.toContain(cloth);
    expect((await rig.stock(button)).at(-1)).toMatchObject({ row: { level: 6 }, records: [{ effect: -4 }] });
    // What is certain of it: a part of a unit can be sold to nobody.
    expect((await rig.stock(cloth)).at(-1)).toMatchObject({ row: { level: 9 }, records: [] });
    expect(rig.complaints).toHaveLength(2);
  });
});
