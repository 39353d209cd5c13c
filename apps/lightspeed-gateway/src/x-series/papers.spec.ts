import type { TillCountChanged } from '@tillbridge/contracts';
import { aGrant, eventually, StockBook, TillRig } from '@tillbridge/testing';
import { askTwin, openXSeriesWorld } from '../spec-kit/x-series-world';
import { XSeriesAdapter } from './adapter';

/** What moves stock without a sale, by the twin over HTTP. */
describe('papers of an X-Series account', () => {
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

  const sku = () => world.skuOf(item);
  const lines = (quantity: number) => [{ sku: sku(), quantity }];
  /** Another app's call at the vendor's own door. */
  const call = async (method: string, path: string, body: unknown) => {
    const response = await fetch(`${world.url}/api/2026-07${path}`, {
      method,
      headers: { authorization: `Bearer ${world.token}`, 'content-type': 'application/json', 'user-agent': 'spec' },
      body: JSON.stringify(body),
    });
    expect(response.ok).toBe(true);
    return (await response.json()) as { data: { id: string } };
  };
  const adjust = (quantity: string, reason: string) =>
    call('POST', '/stock_adjustments', {
      stock_adjustments: [{ product_id: item, outlet_id: world.settings.locations[0].outlet, quantity, reason }],
    });
  const records = async () => (await rig.records(item)).map(({ kind, reason, effect }) => [kind, reason, effect]);
  /** The facts alone explain the level. */
  const expectExplained = async () => {
    const book = new StockBook();
    for (const found of await rig.stock(item)) book.take(found);
    expect(book.level).toBe(await world.level(item));
    expect(book.expected()).toBe(book.level);
  };
  const counts = () => rig.factsOf<TillCountChanged>('till.count_changed');

  it('come with the level that they moved, each with its reason', async () => {
    await adjust('-3', 'DAMAGE');
    await adjust('1', 'STOCK_FOUND');
    await world.receive(item, 5);
    await rig.readAll();
    expect(await records()).toEqual(
      expect.arrayContaining([
        ['adjustment', 'DAMAGE', -3],
        ['adjustment', 'STOCK_FOUND', 1],
        ['delivery', null, 5],
      ]),
    );
    await expectExplained();
  });

  it('leave out what the bridge itself has corrected, which counts as a post', async () => {
    const { location } = world.settings.locations[0];
    await world.adapter.adjustments.post(
      aGrant(item, location, { kind: 'adjustment', adjusts: 'down', currency: null }),
    );
    await adjust('-1', 'THEFT');
    await rig.readAll();
    expect(await records()).toEqual([['adjustment', 'THEFT', -1]]);
  });

  it('say of a transfer that it leaves when it is sent and arrives when it is received', async () => {
    await world.ask('/transfer', { from: 'Main', to: 'Elsewhere', lines: lines(2) });
    const back = { from: 'Elsewhere', to: 'Main', lines: lines(1), receive: false };
    const { consignmentId } = await world.ask<{ consignmentId: string }>('/transfer', back);
    await rig.readAll();
    expect(await records()).toContainEqual(['transferOut', null, -2]);
    await expectExplained();
    await world.ask(`/transfer/${consignmentId}/receive`, {});
    await rig.readAll();
    expect(await records()).toContainEqual(['transferIn', null, 1]);
    await expectExplained();
  });

  it('take back what a transfer had moved that is cancelled', async () => {
    const sent = { from: 'Main', to: 'Elsewhere', lines: lines(2), receive: false };
    const { consignmentId } = await world.ask<{ consignmentId: string }>('/transfer', sent);
    await rig.readAll();
    await call('PUT', `/consignments/${consignmentId}`, { data: { status: 'CANCELLED' } });
    await rig.readAll();
    expect(await records()).toContainEqual(['transferOut', null, 0]);
    await expectExplained();
  });

  it('from before the connection are inside the first level', async () => {
    await adjust('-3', 'DAMAGE');
    const late = new TillRig(world.adapter);
    await late.cycle.begin();
    await late.readAll();
    expect(await late.stock(item)).toMatchObject([{ row: { level: 7 }, records: [] }]);
  });

  it.each([
    ['/stock_adjustments', [5], [5, 6, -2]],
    ['/consignments', [-1], [-1, 6, -2]],
  ])(
    'begin where they end once their right is given, for what they did before is in the levels: %s',
    async (path, reached, all) => {
      const reach = (outOfReach: string[]) => world.ask('/faults', { settings: { outOfReach } });
      const late = new TillRig(world.adapter);
      const effects = async () => [
        ...new Map((await late.records(item)).map(({ recordId, effect }) => [recordId, effect])).values(),
      ];
      await adjust('-3', 'DAMAGE');
      await world.receive(item, 4);
      await reach([path]);
      await late.cycle.begin();
      await reach([]);
      await adjust('-1', 'THEFT');
      await world.receive(item, 5);
      await reach([path]);
      await late.readAll();
      expect(await effects()).toEqual(reached);
      await reach([]);
      await late.cycle.takePapers();
      await adjust('-2', 'DAMAGE');
      await world.receive(item, 6);
      await late.readAll();
      expect((await effects()).sort()).toEqual([...all].sort());
    },
  );

  it('do without the names of reasons where the token does not reach them, and nobody is locked out for that', async () => {
    const refused = jest.fn();
    const onOutOfReach = jest.fn();
    const access = { refused, granted: () => undefined };
    const late = new TillRig(new XSeriesAdapter(world.settings, { token: world.token, access, onOutOfReach }));
    await late.cycle.begin();
    const { location } = world.settings.locations[0];
    await world.adapter.adjustments.post(
      aGrant(item, location, { kind: 'adjustment', adjusts: 'down', currency: null }),
    );
    await world.ask('/faults', { settings: { outOfReach: ['/custom_inventory_adjustment_reasons'] } });
    await late.cycle.takePapers();
    await adjust('-3', 'THEFT');
    await late.cycle.takePapers();
    expect((await late.records(item)).map(({ effect }) => effect)).toEqual([-1, -3]);
    expect(refused).not.toHaveBeenCalled();
    expect(onOutOfReach.mock.calls).toEqual([['/custom_inventory_adjustment_reasons']]);
  });

  it('say of a consignment whose products the token does not reach only that anything may be counted', async () => {
    const late = new TillRig(world.adapter);
    const notCounted = await world.addItem(1);
    await late.cycle.begin();
    await world.receive(item, 2);
    await askTwin(world.url, '/count', { outlet: 'Main', sku: sku(), counted: 4 });
    // Of each consignment alone; their list is within reach.
    await world.ask('/faults', { settings: { outOfReach: ['/consignments/'] } });
    await adjust('-3', 'THEFT');
    await late.readAll();
    expect((await late.records(item)).map(({ effect }) => effect)).toEqual([-3]);
    const [count] = await late.factsOf<TillCountChanged>('till.count_changed');
    expect(count).toMatchObject({ state: 'closed', items: expect.arrayContaining([item, notCounted]) });
  });

  it('of parts of a unit are set aside with their value and item, and keep nothing else', async () => {
    await adjust('-0.5', 'DAMAGE');
    await adjust('-1', 'THEFT');
    await rig.cycle.takePapers();
    expect(await records()).toEqual([['adjustment', 'THEFT', -1]]);
    const [parked] = await rig.unitOfWork.run((tx) => rig.stores.parked.list(tx, 'till', 10));
    expect(parked.reason).toBe(`a stock adjustment of -0.5 units of product ${item}: only whole units can be kept`);
  });

  it('tell of a count before the level that it set, with what it counts', async () => {
    const openedBefore = Date.now();
    await askTwin(world.url, '/count', { outlet: 'Main', sku: sku(), counted: 4 });
    await rig.readAll();
    expect(await counts()).toMatchObject([{ location: 'main', state: 'closed', items: [item] }]);
    const [count] = await counts();
    expect(Date.parse(count.closedAt!)).toBeGreaterThanOrEqual(openedBefore - 1_000);
    const types = (await rig.facts()).map(({ type }) => type);
    expect(types.indexOf('till.count_changed')).toBeLessThan(types.lastIndexOf('till.stock_observed'));
  });

  it('tell of a count while it is open, though no level moves, and of its being given up', async () => {
    const { data } = await call('POST', '/consignments', {
      type: 'STOCKTAKE',
      status: 'STOCKTAKE_SCHEDULED',
      outlet_id: world.settings.locations[0].outlet,
      name: 'Night',
      filters: [{ type: 'product', value: item }],
    });
    await call('POST', `/consignments/${data.id}/products`, { product_id: item, received: '4.00000' });
    await call('PUT', `/consignments/${data.id}`, { status: 'STOCKTAKE_IN_PROGRESS' });
    await rig.cycle.takePapers();
    expect((await counts()).at(-1)).toMatchObject({ state: 'open', closedAt: null, items: [item] });
    await call('PUT', `/consignments/${data.id}`, { status: 'CANCELLED' });
    const states = async () => (await counts()).filter(({ countId }) => countId === data.id).map(({ state }) => state);
    await eventually(async () => {
      await rig.cycle.takePapers();
      expect(await states()).toContain('cancelled');
    });
  });
});
