import { orderObserved, type OrderObserved } from '@tillbridge/contracts';
import { eventually, StoreRig } from '@tillbridge/testing';
import { ShopifyWorld, storeLocation } from './spec-kit/shopify-world';

const depot = '655441492';

interface TwinOrder {
  id: string;
  lines: { lineId: string; sku: string; fulfilled: number }[];
  fulfillmentOrders: object[];
}

/** What staff of a store do to an order, over HTTP, and what its gateway makes of that. */
describe('an order of a store with two locations', () => {
  let world: ShopifyWorld;
  let rig: StoreRig;
  let listing: string;
  let order: string;
  let line: string;

  const ask = (what: string, body: object = {}) => world.control(`orders/${order}/${what}`, body);
  const edit = (...lines: object[]) => ask('edit', { lines });
  const refund = (quantity: number, restockType: string, locationId?: string) =>
    ask('refund', { lines: [{ lineId: line, quantity, restockType, locationId }] });
  const twinOrder = async () =>
    (await world.control<{ orders: TwinOrder[] }>('state')).orders.find(({ id }) => id === order)!;
  const told = async (of = line) => (await rig.facts(orderObserved)).at(-1)!.lines.find((each) => each.line === of)!;
  const hear = async () => {
    await rig.deliver(...(await world.deliveries()));
    await rig.quiet();
  };
  /** What both levels show; the facts that its gateway has seen explain all of it. */
  const shown = async () => {
    for (const location of [storeLocation, depot]) {
      const { mirror } = await rig.level(listing, location);
      expect(mirror).toMatchObject({ residual: 0, claim: 0, edits: 0, dirty: false });
    }
    return [await world.shown(listing), await world.shown(listing, depot)];
  };
  /** A read that shows something else would be a claim, or an edit. */
  const readBoth = async () => {
    await rig.readAgain(listing);
    await rig.quiet();
  };

  beforeEach(async () => {
    world = await ShopifyWorld.open({ timeoutMs: 5_000 });
    await world.control('seed', { locations: [{ id: depot, name: 'Depot' }] });
    listing = await world.addListing(5, 'TEE');
    await world.control('admin/level', { sku: 'TEE', locationId: depot, available: 1 });
    rig = await StoreRig.open(world.adapter, storeLocation, {
      storeLocations: [storeLocation, depot],
      // What changed twice in one second shows only to the poll after next.
      timing: { pollEveryMs: 1_000 },
    });
    await rig.connect(world.address);
    await rig.link(listing);
    order = (await world.checkout(listing, 2))!;
    await eventually(async () => expect((await twinOrder()).fulfillmentOrders).toHaveLength(1));
    line = (await twinOrder()).lines[0].lineId;
    await hear();
    await eventually(async () => expect((await told()).storeLocation).toBe(storeLocation));
    await rig.quiet();
    expect(await shown()).toEqual([3, 1]);
  });

  afterEach(async () => {
    await rig.stop();
    await world.close();
  });

  it('has units added, taken off, removed and put in again, and both levels are explained each time', async () => {
    const steps: [number, object, number][] = [
      [3, { ordered: 3, current: 3, restocked: 0 }, 2],
      [1, { ordered: 3, current: 1, restocked: 2 }, 4],
      [0, { ordered: 3, current: 0, restocked: 3 }, 5],
      [2, { ordered: 5, current: 2, restocked: 3 }, 3],
    ];
    for (const [quantity, line_, left] of steps) {
      await edit({ lineId: line, quantity });
      await hear();
      await eventually(async () => expect(await told()).toMatchObject(line_));
      await readBoth();
      expect(await shown()).toEqual([left, 1]);
    }
  });

  it('has one line taken off and another item put in its place', async () => {
    const cap = await world.addListing(4, 'CAP');
    await hear();
    await edit({ lineId: line, quantity: 0 }, { sku: 'CAP', quantity: 1 });
    await hear();
    await eventually(async () => expect((await rig.facts(orderObserved)).at(-1)!.lines).toHaveLength(2));
    const [, added] = (await rig.facts(orderObserved)).at(-1)!.lines;
    expect(added).toMatchObject({ externalId: cap, ordered: 1, current: 1 });
    expect(await told()).toMatchObject({ current: 0, restocked: 2 });
    expect(await shown()).toEqual([5, 1]);
  });

  it('counts as missing, and offers no more, what an edit took off without a restock', async () => {
    await edit({ lineId: line, quantity: 1, restock: false });
    await hear();
    await readBoth();
    expect((await rig.level(listing)).mirror).toMatchObject({ claim: 1, residual: -1 });
    expect(await world.shown(listing)).toBe(3);
  });

  it('is shipped in parts, and a shipment that is taken back is to be shipped again', async () => {
    const fulfilled = async () => {
      await hear();
      await readBoth();
      expect(await shown()).toEqual([3, 1]);
      return (await told()).fulfilled;
    };
    await ask('fulfil', { lines: [{ lineId: line, quantity: 1 }] });
    expect(await fulfilled()).toBe(1);
    await ask('fulfil');
    expect(await fulfilled()).toBe(2);
    await ask('unfulfil');
    expect(await fulfilled()).toBe(1);
    await refund(1, 'cancel');
    await hear();
    await eventually(async () => expect(await told()).toMatchObject({ current: 1, fulfilled: 1, restocked: 1 }));
    expect(await shown()).toEqual([4, 1]);
  });

  it.each([
    ['with', true, [5, 1], 2],
    ['without', false, [3, 1], 0],
  ])('is cancelled %s restock', async (_, restock, left, restocked) => {
    await world.cancel(order, restock);
    await hear();
    await eventually(async () => expect(await told()).toMatchObject({ current: 0, restocked }));
    await readBoth();
    expect(await shown()).toEqual(left);
  });

  it.each<[string, string, string | undefined, number[], object]>([
    ['cancel', 'unshipped', undefined, [4, 1], { current: 1, restocked: 1 }],
    ['no_restock', 'unshipped', undefined, [3, 1], { current: 1, restocked: 0 }],
    [
      'cancel',
      'unshipped',
      depot,
      [3, 2],
      { current: 1, restocked: 1, putBackAt: [{ storeLocation: depot, units: 1, shipped: 0 }] },
    ],
    ['return', 'shipped', undefined, [4, 1], { current: 2, fulfilled: 2, restocked: 1 }],
    ['no_restock', 'shipped', undefined, [3, 1], { current: 2, fulfilled: 2, restocked: 0 }],
    [
      'return',
      'shipped',
      depot,
      [3, 2],
      { current: 2, restocked: 1, putBackAt: [{ storeLocation: depot, units: 1, shipped: 1 }] },
    ],
  ])('has one unit refunded: %s, %s, at %s', async (restockType, state, at, left, expected) => {
    if (state === 'shipped') await ask('fulfil');
    await refund(1, restockType, at);
    await hear();
    await eventually(async () => expect(await told()).toMatchObject(expected));
    if (at === undefined) expect((await told()).putBackAt).toBeUndefined();
    await readBoth();
    expect(await shown()).toEqual(left);
  });

  it('would leave both levels unexplained if it did not tell where its units were put back', async () => {
    const forget = ({ lines, ...rest }: OrderObserved): OrderObserved => ({
      ...rest,
      lines: lines.map(({ putBackAt: _, ...others }) => others),
    });
    const [translate, readOrder] = [
      world.adapter.translate.bind(world.adapter),
      world.adapter.readOrder.bind(world.adapter),
    ];
    jest
      .spyOn(world.adapter, 'translate')
      .mockImplementation((delivery) =>
        translate(delivery).map((found) => (found.kind === 'order' ? { ...found, order: forget(found.order) } : found)),
      );
    jest.spyOn(world.adapter, 'readOrder').mockImplementation(async (...asked) => {
      const read = await readOrder(...asked);
      return read && { ...read, order: forget(read.order) };
    });
    await ask('fulfil');
    await refund(1, 'return', depot);
    await hear();
    await readBoth();
    await eventually(async () => expect((await rig.level(listing)).mirror).toMatchObject({ residual: -1, claim: 1 }));
  });

  it('is known as it stands although nobody told of what became of it: the next poll finds it', async () => {
    await edit({ lineId: line, quantity: 3 });
    await ask('fulfil', { lines: [{ lineId: line, quantity: 2 }] });
    await refund(1, 'return', depot);
    await refund(1, 'cancel');
    // All deliveries are lost.
    await world.deliveries();
    await rig.connect(world.address);
    const asItStands = { ordered: 3, current: 2, fulfilled: 2, restocked: 2 };
    await eventually(async () => expect(await told()).toMatchObject(asItStands));
    await rig.quiet();
    expect((await told()).putBackAt).toEqual([{ storeLocation: depot, units: 1, shipped: 1 }]);
    await readBoth();
    expect(await shown()).toEqual([3, 2]);
  });
});
