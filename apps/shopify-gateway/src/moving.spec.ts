import { orderObserved, orderResolved, orderShort, type OrderShort } from '@tillbridge/contracts';
import { eventually, StoreRig } from '@tillbridge/testing';
import { channel, ShopifyWorld, storeLocation, token } from './spec-kit/shopify-world';

interface Part {
  id: string;
  status: string;
  locationId: string;
  holds: { handle: string }[];
  lines: { lineId: string; sku: string; quantity: number }[];
}
interface TwinOrder {
  id: string;
  tags: string[];
  lines: { lineId: string; sku: string }[];
  fulfillmentOrders: Part[];
}
type Line = OrderShort['lines'][number];

const depot = '655441492';
/** One of the store's, and none of ours: it stocks nothing. */
const shed = '655441493';

describe('an order whose units are at another location of its store', () => {
  let world: ShopifyWorld;
  let rig: StoreRig;

  beforeEach(async () => {
    world = await ShopifyWorld.open();
    const stock = (sku: string, available: object) => ({ title: sku, variants: [{ sku, price: '5.00', available }] });
    await world.control('seed', {
      locations: [
        { id: depot, name: 'Depot' },
        { id: shed, name: 'Shed' },
      ],
      products: [stock('TEE', { [storeLocation]: 4, [depot]: 4 }), stock('CAP', { [storeLocation]: 4, [depot]: 4 })],
    });
    rig = await StoreRig.open(world.adapter, storeLocation, { storeLocations: [storeLocation, depot] });
    await rig.connect(world.address);
  });

  afterEach(async () => {
    await rig.stop();
    await world.close();
  });

  const buy = async (...lines: [sku: string, quantity: number][]): Promise<TwinOrder> => {
    const wanted = lines.map(([sku, quantity]) => ({ sku, quantity }));
    const { orderId } = await world.control<{ orderId: string }>('checkout', { lines: wanted });
    return eventually(async () => {
      const order = await orderOf(orderId);
      return order.fulfillmentOrders.length > 0 && order;
    });
  };
  const orderOf = async (id: string): Promise<TwinOrder> => {
    const { orders } = await world.control<{ orders: TwinOrder[] }>('state');
    return orders.find((order) => order.id === id)!;
  };
  const partsOf = async ({ id }: TwinOrder) => (await orderOf(id)).fulfillmentOrders;
  const entriesOf = async (wanted: string) =>
    (await world.control<{ entries: { kind: string }[] }>('log')).entries.filter(({ kind }) => kind === wanted);
  const movesOf = () => entriesOf('move');

  let decision = 0;
  const decide = async ({ id }: TwinOrder, lines: Line[], resolution: OrderShort['resolution'] = 'move') => {
    decision += 1;
    const reason = 'the unit was lost';
    await rig.tell(orderShort, { channel, order: id, decision, resolution, lines, reason, policyVersion: 1 });
    const wanted = decision;
    return eventually(async () => {
      const told = (await rig.facts(orderResolved)).at(-1);
      return told?.decision === wanted && told;
    });
  };
  const toDepot = ({ lines }: TwinOrder, sku: string, shortBy: number): Line => {
    return { line: lines.find((line) => line.sku === sku)!.lineId, shortBy, moveTo: depot };
  };
  const places = async () => (await rig.facts(orderObserved)).at(-1)?.lines.map((line) => line.storeLocation) ?? [];

  it('is moved there as a whole, and the core hears from where it is served now', async () => {
    const order = await buy(['TEE', 2]);
    expect(await decide(order, [toDepot(order, 'TEE', 2)])).toMatchObject({ outcome: 'moved', detail: null });
    expect(await partsOf(order)).toMatchObject([{ status: 'OPEN', locationId: depot, holds: [] }]);
    await eventually(async () => expect(await places()).toEqual([depot]));
  });

  it('is moved in its short line only', async () => {
    const order = await buy(['TEE', 2], ['CAP', 1]);
    expect(await decide(order, [toDepot(order, 'TEE', 2)])).toMatchObject({ outcome: 'moved' });
    expect(await partsOf(order)).toMatchObject([
      { locationId: storeLocation, lines: [{ sku: 'CAP', quantity: 1 }] },
      { locationId: depot, lines: [{ sku: 'TEE', quantity: 2 }] },
    ]);
    await eventually(async () => expect(await places()).toEqual([depot, storeLocation]));
  });

  it.each([
    ['all of it', [['TEE', 2]]],
    [
      'one of its lines',
      [
        ['TEE', 2],
        ['CAP', 1],
      ],
    ],
  ] as [string, [string, number][]][])('is moved once although the answer is lost: %s', async (_what, lines) => {
    const order = await buy(...lines);
    const lost = { kind: 'timeout', when: 'after', holdMs: 700, match: 'fulfillmentOrderMove' };
    await world.control('faults', { answers: [lost] });
    expect(await decide(order, [toDepot(order, 'TEE', 2)])).toMatchObject({ outcome: 'moved' });
    expect(await world.control('faults')).toMatchObject({ answers: [] });
    expect(await movesOf()).toHaveLength(1);
  });

  it('is moved once, however often that is decided', async () => {
    const order = await buy(['TEE', 2]);
    await decide(order, [toDepot(order, 'TEE', 2)]);
    expect(await decide(order, [toDepot(order, 'TEE', 2)])).toMatchObject({ outcome: 'moved' });
    expect(await movesOf()).toHaveLength(1);
  });

  it('is released when it is moved after an earlier decision to hold it', async () => {
    const order = await buy(['TEE', 2], ['CAP', 1]);
    await decide(order, [toDepot(order, 'TEE', 2)], 'hold');
    expect(await decide(order, [toDepot(order, 'TEE', 2)])).toMatchObject({ outcome: 'moved' });
    expect(await partsOf(order)).toMatchObject([
      { status: 'OPEN', holds: [] },
      { status: 'OPEN', holds: [], locationId: depot },
    ]);
    expect((await orderOf(order.id)).tags).toEqual([]);
  });

  it('keeps the tags of others when it is moved', async () => {
    const order = await buy(['TEE', 2]);
    await decide(order, [toDepot(order, 'TEE', 2)], 'hold');
    await tagAsStaff(order, 'gift');
    expect(await decide(order, [toDepot(order, 'TEE', 2)])).toMatchObject({ outcome: 'moved' });
    expect((await orderOf(order.id)).tags).toEqual(['gift']);
  });

  it('is released once although the answer is lost: what the store says of a hold that is gone is not known', async () => {
    const order = await buy(['TEE', 2]);
    await decide(order, [toDepot(order, 'TEE', 2)], 'hold');
    const lost = { kind: 'timeout', when: 'after', holdMs: 700, match: 'fulfillmentOrderReleaseHold' };
    await world.control('faults', { answers: [lost] });
    expect(await decide(order, [toDepot(order, 'TEE', 2)])).toMatchObject({ outcome: 'moved' });
    expect(await world.control('faults')).toMatchObject({ answers: [] });
    expect(await entriesOf('release')).toHaveLength(1);
    expect(await partsOf(order)).toMatchObject([{ status: 'OPEN', locationId: depot, holds: [] }]);
  });

  it('is moved in the line that another place has the units for; the line that none has is held where it is', async () => {
    const order = await buy(['TEE', 2], ['CAP', 1]);
    const cap = { ...toDepot(order, 'CAP', 1), moveTo: null };
    const held = { outcome: 'moved', detail: `held, for no other place has the units: line ${cap.line}` };
    const apart = [
      { status: 'ON_HOLD', locationId: storeLocation, lines: [{ sku: 'CAP', quantity: 1 }] },
      { status: 'OPEN', locationId: depot, holds: [], lines: [{ sku: 'TEE', quantity: 2 }] },
    ];
    expect(await decide(order, [toDepot(order, 'TEE', 2), cap])).toMatchObject(held);
    expect(await partsOf(order)).toMatchObject(apart);
    expect((await orderOf(order.id)).tags).toEqual(['tillbridge-short']);
    // Decided again, nothing moves, and what is held is not let go of in between.
    expect(await decide(order, [toDepot(order, 'TEE', 2), cap])).toMatchObject(held);
    expect(await partsOf(order)).toMatchObject(apart);
    expect([await movesOf(), await entriesOf('release')]).toMatchObject([[{}], []]);
  });

  it('is moved in one line and held in another although all of it was held before', async () => {
    const order = await buy(['TEE', 2], ['CAP', 1]);
    await decide(order, [toDepot(order, 'TEE', 2)], 'hold');
    const cap = { ...toDepot(order, 'CAP', 1), moveTo: null };
    expect(await decide(order, [toDepot(order, 'TEE', 2), cap])).toMatchObject({ outcome: 'moved' });
    expect(await partsOf(order)).toMatchObject([
      { status: 'ON_HOLD', locationId: storeLocation, lines: [{ sku: 'CAP' }] },
      { status: 'OPEN', locationId: depot, holds: [], lines: [{ sku: 'TEE' }] },
    ]);
  });

  it('stays held by whoever else holds it, where it is then', async () => {
    const order = await buy(['TEE', 2]);
    await holdAsStaff((await partsOf(order))[0]!);
    await decide(order, [toDepot(order, 'TEE', 2)], 'hold');
    expect(await decide(order, [toDepot(order, 'TEE', 2)])).toMatchObject({ outcome: 'moved' });
    expect(await partsOf(order)).toMatchObject([
      { status: 'ON_HOLD', holds: [{ handle: 'staff' }], locationId: depot },
    ]);
  });

  const holdAsStaff = ({ id }: Part) =>
    asStaff(
      'fulfillmentOrderHold(id: $id, fulfillmentHold: { reason: OTHER, handle: "staff" })',
      'FulfillmentOrder',
      id,
    );
  const tagAsStaff = ({ id }: TwinOrder, tag: string) => asStaff(`tagsAdd(id: $id, tags: ["${tag}"])`, 'Order', id);
  const asStaff = async (mutation: string, type: string, id: string) => {
    const query = `mutation ($id: ID!) { ${mutation} { userErrors { message } } }`;
    await fetch(`${world.url}/admin/api/2026-07/graphql.json`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': token },
      body: JSON.stringify({ query, variables: { id: `gid://shopify/${type}/${id}` } }),
    });
  };

  const reason = (detail: unknown) => ({ outcome: 'held', detail });
  const isHeldWhereItWas = async (order: TwinOrder) => {
    expect(await movesOf()).toEqual([]);
    expect(await partsOf(order)).toMatchObject([{ status: 'ON_HOLD', locationId: storeLocation }]);
    expect((await orderOf(order.id)).tags).toEqual(['tillbridge-short']);
  };

  it('is held where no other place has its units', async () => {
    const order = await buy(['TEE', 2]);
    const { line } = toDepot(order, 'TEE', 2);
    expect(await decide(order, [{ line, shortBy: 2, moveTo: null }])).toMatchObject(
      reason(`not moved: there is no other place for line ${line}`),
    );
    await isHeldWhereItWas(order);
  });

  it('is held where only part of a line is short, for a line counts at one place', async () => {
    const order = await buy(['TEE', 3]);
    const short = toDepot(order, 'TEE', 1);
    expect(await decide(order, [short])).toMatchObject(
      reason(`not moved: line ${short.line} is short by 1 of 3, and part of a line is not moved`),
    );
    await isHeldWhereItWas(order);
  });

  it('is held where one of two short lines cannot go, and neither goes', async () => {
    const order = await buy(['TEE', 2], ['CAP', 3]);
    const told = await decide(order, [toDepot(order, 'TEE', 2), toDepot(order, 'CAP', 1)]);
    expect(told).toMatchObject(reason(expect.stringContaining('is short by 1 of 3')));
    await isHeldWhereItWas(order);
  });

  it.each([
    [
      'the other location does not stock it',
      shed,
      "The destination location doesn't stock the requested inventory item.",
    ],
    ['the store has no such location', '999', 'Location not found.'],
  ])('is held where %s, with the words of the store', async (_why, moveTo, words) => {
    const order = await buy(['TEE', 1]);
    const told = await decide(order, [{ ...toDepot(order, 'TEE', 1), moveTo }]);
    expect(told).toMatchObject(reason(`not moved: the store refuses the move: ${words}`));
    await isHeldWhereItWas(order);
  });

  it('is held while staff are packing it', async () => {
    const order = await buy(['TEE', 1]);
    await world.control(`orders/${order.id}/progress`, {});
    const told = await decide(order, [toDepot(order, 'TEE', 1)]);
    expect(told).toMatchObject(reason(expect.stringContaining('progress reported')));
    await isHeldWhereItWas(order);
  });

  it('cannot be moved once it has left, and the core hears it', async () => {
    const order = await buy(['TEE', 1]);
    await world.control(`orders/${order.id}/fulfil`, {});
    expect(await decide(order, [toDepot(order, 'TEE', 1)])).toMatchObject({ outcome: 'failed' });
  });
});
