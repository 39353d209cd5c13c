import { closeAll, DEPOT, SOHO, testTwin, until, type TestTwin } from './testing/harness';

interface LevelView {
  sku: string;
  locationId: string;
  available: number;
  committed: number;
  on_hand: number;
}

describe('orders of the Shopify twin', () => {
  let twin: TestTwin;
  beforeEach(async () => {
    twin = await testTwin();
  });
  afterEach(closeAll);

  const buy = (quantity: number, sku = 'TEE-M', more: object = {}) =>
    twin.control('checkout', { lines: [{ sku, quantity }], ...more });
  const order = async (id: string) => {
    const { orders } = await twin.control('state');
    return orders.find((one: { id: string }) => one.id === id);
  };
  const states = async (sku = 'TEE-M', locationId = SOHO) => {
    const { levels } = (await twin.control('state')) as { levels: LevelView[] };
    const { available, committed, on_hand } = levels.find(
      (one) => one.sku === sku && one.locationId === locationId,
    ) as LevelView;
    expect(on_hand).toBe(available + committed);
    return { available, committed, on_hand };
  };
  const routed = async (id: string) => {
    await until(async () => (await order(id)).fulfillmentOrders.length > 0);
    return (await order(id)).fulfillmentOrders;
  };

  it('commits sold units: available falls, committed rises, on hand stays', async () => {
    const { outcome } = await buy(2);
    expect(outcome).toBe('accepted');
    expect(await states()).toEqual({ available: 3, committed: 2, on_hand: 5 });
    const { entries } = await twin.control('log');
    expect(entries).toContainEqual(
      expect.objectContaining({
        kind: 'order',
        sku: 'TEE-M',
        locationId: SOHO,
        quantity: 2,
        availableAfter: 3,
        at: expect.any(Number),
      }),
    );
  });

  it('refuses under DENY what exceeds the sum of its locations, and takes nothing', async () => {
    expect(await buy(8)).toEqual({ outcome: 'refused', sku: 'TEE-M', available: 7 });
    expect(await states()).toEqual({ available: 5, committed: 0, on_hand: 5 });
    expect((await twin.control('state')).orders).toEqual([]);
  });

  it('refuses at zero and below, as after a set below zero', async () => {
    await twin.control('admin/level', { sku: 'TEE-M', locationId: SOHO, available: -2 });
    expect(await buy(1)).toEqual({ outcome: 'refused', sku: 'TEE-M', available: 0 });
  });

  it('sells on below zero under CONTINUE', async () => {
    expect(await buy(3, 'MUG')).toMatchObject({ outcome: 'accepted' });
    expect(await states('MUG')).toEqual({ available: -2, committed: 3, on_hand: 1 });
  });

  it('ships from one location if one has all, else splits over several', async () => {
    await twin.control('admin/level', { sku: 'TEE-M', locationId: SOHO, available: 1 });
    const single = await buy(2);
    expect(await routed(single.orderId)).toMatchObject([{ locationId: DEPOT, status: 'OPEN' }]);
    await twin.control('admin/level', { sku: 'TEE-M', locationId: DEPOT, available: 1 });
    const split = await buy(2);
    expect((await routed(split.orderId)).map((one: { locationId: string }) => one.locationId)).toEqual([SOHO, DEPOT]);
  });

  it('lets twenty buyers at once buy what there is and no more', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => buy(1)));
    expect(outcomes.filter((one) => one.outcome === 'accepted')).toHaveLength(7);
  });

  it('shows fulfilment orders only after its routing job has run', async () => {
    const slow = await testTwin({ routingMs: { min: 60_000, max: 60_000 } });
    const { orderId } = await slow.control('checkout', { lines: [{ sku: 'TEE-M', quantity: 1 }] });
    const { body } = await slow.gql(
      `query ($id: ID!) { order(id: $id) { name fulfillmentOrders(first: 5) { nodes { id } } } }`,
      { id: `gid://shopify/Order/${orderId}` },
    );
    expect(body.data.order).toEqual({ name: '#1001', fulfillmentOrders: { nodes: [] } });
  });

  it('puts units back on a cancel with restock, and writes them off without', async () => {
    const kept = await buy(2);
    await twin.control(`orders/${kept.orderId}/cancel`, { restock: true });
    expect(await states()).toEqual({ available: 5, committed: 0, on_hand: 5 });
    const gone = await buy(2);
    await twin.control(`orders/${gone.orderId}/cancel`, { restock: false });
    expect(await states()).toEqual({ available: 3, committed: 0, on_hand: 3 });
    expect((await order(gone.orderId)).cancelledAt).toEqual(expect.any(String));
  });

  it('fulfils: committed and on hand fall, available stays', async () => {
    const { orderId } = await buy(2);
    expect(await twin.control(`orders/${orderId}/fulfil`, {})).toEqual({ units: 2 });
    expect(await states()).toEqual({ available: 3, committed: 0, on_hand: 3 });
  });

  it('refunds by restock type: cancel, no_restock, and return of shipped units', async () => {
    const { orderId } = await buy(4);
    const [{ lineId }] = (await order(orderId)).lines;
    const refund = (quantity: number, restockType: string) =>
      twin.control(`orders/${orderId}/refund`, { lines: [{ lineId, quantity, restockType }] });
    await refund(1, 'cancel');
    expect(await states()).toEqual({ available: 2, committed: 3, on_hand: 5 });
    await refund(1, 'no_restock');
    expect(await states()).toEqual({ available: 2, committed: 2, on_hand: 4 });
    await twin.control(`orders/${orderId}/fulfil`, {});
    await refund(2, 'return');
    expect(await states()).toEqual({ available: 4, committed: 0, on_hand: 4 });
    expect(await refund(1, 'return')).toEqual({ error: expect.stringContaining('does not have 1 fulfilled') });
  });

  it('shows whoever judges it what the shop has kept of the money', async () => {
    const { orderId } = await buy(2);
    const kept = async () => Number((await order(orderId)).kept);
    const whole = await kept();
    expect(whole).toBeGreaterThan(0);
    const [{ lineId }] = (await order(orderId)).lines;
    await twin.control(`orders/${orderId}/refund`, { lines: [{ lineId, quantity: 1, restockType: 'cancel' }] });
    expect(await kept()).toBe(whole / 2);
    await twin.control(`orders/${orderId}/cancel`, { restock: true });
    expect(await kept()).toBe(0);
  });

  it('puts refunded units back at the location that is named, shipped or not', async () => {
    const { orderId } = await buy(2);
    const [{ lineId }] = (await order(orderId)).lines;
    const refund = (restockType: string, locationId = DEPOT) =>
      twin.control(`orders/${orderId}/refund`, { lines: [{ lineId, quantity: 1, restockType, locationId }] });
    const before = await states('TEE-M', DEPOT);
    await refund('cancel');
    expect(await states()).toEqual({ available: 3, committed: 1, on_hand: 4 });
    await twin.control(`orders/${orderId}/fulfil`, {});
    await refund('return');
    expect(await states()).toEqual({ available: 3, committed: 0, on_hand: 3 });
    expect((await states('TEE-M', DEPOT)).available).toBe(before.available + 2);
    expect(await refund('return', '1')).toEqual({ error: 'no location 1' });
  });

  it('refunds shipped units that nobody sends back, which moves no level', async () => {
    const { orderId } = await buy(2);
    const [{ lineId }] = (await order(orderId)).lines;
    await twin.control(`orders/${orderId}/fulfil`, { lines: [{ lineId, quantity: 1 }] });
    await twin.control(`orders/${orderId}/refund`, { lines: [{ lineId, quantity: 2, restockType: 'no_restock' }] });
    expect(await states()).toEqual({ available: 3, committed: 0, on_hand: 3 });
    expect((await order(orderId)).lines).toMatchObject([{ quantity: 2, current: 0, fulfilled: 1 }]);
  });

  it('ships in parts, and commits the units of a shipment that is taken back again', async () => {
    const { orderId } = await buy(3);
    const [{ lineId }] = (await order(orderId)).lines;
    const ship = (quantity: number) => twin.control(`orders/${orderId}/fulfil`, { lines: [{ lineId, quantity }] });
    expect(await ship(2)).toEqual({ units: 2 });
    expect(await states()).toEqual({ available: 2, committed: 1, on_hand: 3 });
    await twin.control(`orders/${orderId}/unfulfil`, {});
    expect(await states()).toEqual({ available: 2, committed: 3, on_hand: 5 });
    expect((await order(orderId)).lines).toMatchObject([{ current: 3, fulfilled: 0 }]);
    expect(await twin.control(`orders/${orderId}/fulfil`, {})).toEqual({ units: 3 });
    expect(await states()).toEqual({ available: 2, committed: 0, on_hand: 2 });
  });

  it('writes off what an edit takes off, if so wished', async () => {
    const { orderId } = await buy(2);
    const [{ lineId }] = (await order(orderId)).lines;
    await twin.control(`orders/${orderId}/edit`, { lines: [{ lineId, quantity: 1, restock: false }] });
    expect(await states()).toEqual({ available: 3, committed: 1, on_hand: 4 });
  });

  it('edits lines up and down, with their fulfilment orders', async () => {
    const { orderId } = await buy(2);
    await routed(orderId);
    const [{ lineId }] = (await order(orderId)).lines;
    await twin.control(`orders/${orderId}/edit`, { lines: [{ lineId, quantity: 3 }] });
    expect(await states()).toEqual({ available: 2, committed: 3, on_hand: 5 });
    await twin.control(`orders/${orderId}/edit`, { lines: [{ lineId, quantity: 1 }] });
    expect(await states()).toEqual({ available: 4, committed: 1, on_hand: 5 });
    expect(await order(orderId)).toMatchObject({
      lines: [{ quantity: 3, current: 1 }],
      fulfillmentOrders: [{ lines: [{ quantity: 1, remaining: 1 }] }],
    });
  });
});
