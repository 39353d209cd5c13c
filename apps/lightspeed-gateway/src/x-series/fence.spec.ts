import { CursorMoved } from '@tillbridge/gateway-kit';
import { TillRig } from '@tillbridge/testing';
import { openXSeriesWorld } from '../spec-kit/x-series-world';

it('turns a second reader away that read from where the first one has told already', async () => {
  const world = await openXSeriesWorld();
  try {
    const item = await world.addItem(10);
    const rig = new TillRig(world.adapter);
    await rig.cycle.begin();
    const second = rig.anotherCycle();
    await second.takeRecords();
    await world.sell(item, 1);
    // Both read the sale from the same cursor; only one may tell it.
    await rig.cycle.takeRecords();
    await expect(second.takeRecords()).rejects.toBeInstanceOf(CursorMoved);
    expect(await rig.stock(item)).toHaveLength(2);
    await second.takeRecords();
    expect(await rig.stock(item)).toHaveLength(2);
  } finally {
    await world.close();
  }
});
