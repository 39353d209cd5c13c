import { closeAll, testTwin, until, type TestTwin } from './testing/harness';

describe('orders of the Shopify twin, through the API', () => {
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
  const routed = async (id: string) => {
    await until(async () => (await order(id)).fulfillmentOrders.length > 0);
    return (await order(id)).fulfillmentOrders;
  };

  const gid = (type: string, id: string) => `gid://shopify/${type}/${id}`;

  it('cancels asynchronously and refuses a second time', async () => {
    const CANCEL = `mutation ($id: ID!) {
      orderCancel(orderId: $id, reason: INVENTORY, restock: true, refundMethod: { originalPaymentMethodsRefund: true }) {
        job { id done } orderCancelUserErrors { code field message } } }`;
    const { orderId } = await buy(1);
    const { body } = await twin.gql(CANCEL, { id: gid('Order', orderId) });
    expect(body.data.orderCancel).toMatchObject({ job: { done: false }, orderCancelUserErrors: [] });
    await until(async () => (await order(orderId)).cancelledAt !== null);
    expect((await order(orderId)).cancelReason).toBe('INVENTORY');
    const again = await twin.gql(CANCEL, { id: gid('Order', orderId) });
    expect(again.body.data.orderCancel).toMatchObject({ job: null, orderCancelUserErrors: [{ code: 'INVALID' }] });
    const unknown = await twin.gql(CANCEL, { id: gid('Order', '1') });
    expect(unknown.body.data.orderCancel.orderCancelUserErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('may accept a cancellation and not carry it out', async () => {
    await twin.control('faults', { switches: { cancelJob: 'fails' } });
    const CANCEL = `mutation ($id: ID!) { orderCancel(orderId: $id, reason: INVENTORY, restock: true) {
      job { id } orderCancelUserErrors { message } } }`;
    const { orderId } = await buy(1);
    const { body } = await twin.gql(CANCEL, { id: gid('Order', orderId) });
    const JOB = 'query ($id: ID!) { job(id: $id) { done } }';
    const { job } = body.data.orderCancel;
    await until(async () => (await twin.gql(JOB, { id: job.id })).body.data.job.done);
    expect((await order(orderId)).cancelledAt).toBeNull();
  });

  const HOLD = `mutation ($id: ID!, $hold: FulfillmentOrderHoldInput!) {
    fulfillmentOrderHold(id: $id, fulfillmentHold: $hold) {
      fulfillmentHold { id reason } fulfillmentOrder { status } remainingFulfillmentOrder { id }
      userErrors { code field message } } }`;

  it('holds and releases; a held order does not ship', async () => {
    const { orderId } = await buy(1);
    const [{ id }] = await routed(orderId);
    const hold = { reason: 'INVENTORY_OUT_OF_STOCK', reasonNotes: 'no unit left', handle: 'short' };
    const { body } = await twin.gql(HOLD, { id: gid('FulfillmentOrder', id), hold });
    expect(body.data.fulfillmentOrderHold).toMatchObject({ fulfillmentOrder: { status: 'ON_HOLD' }, userErrors: [] });
    expect((await order(orderId)).fulfillmentOrders[0].holds).toMatchObject([{ reason: 'INVENTORY_OUT_OF_STOCK' }]);
    expect(await twin.control(`orders/${orderId}/fulfil`, {})).toEqual({ units: 0 });
    const twice = await twin.gql(HOLD, { id: gid('FulfillmentOrder', id), hold });
    expect(twice.body.data.fulfillmentOrderHold.userErrors).toMatchObject([
      { code: 'DUPLICATE_FULFILLMENT_HOLD_HANDLE' },
    ]);
    await twin.gql(`mutation ($id: ID!) { fulfillmentOrderReleaseHold(id: $id) { userErrors { message } } }`, {
      id: gid('FulfillmentOrder', id),
    });
    expect(await twin.control(`orders/${orderId}/fulfil`, {})).toEqual({ units: 1 });
  });

  it('takes ten holds per fulfilment order and no eleventh', async () => {
    const { orderId } = await buy(1);
    const [{ id }] = await routed(orderId);
    const place = (handle: string) =>
      twin.gql(HOLD, { id: gid('FulfillmentOrder', id), hold: { reason: 'OTHER', handle } });
    for (let n = 0; n < 10; n++) await place(`h${n}`);
    const { body } = await place('h10');
    expect(body.data.fulfillmentOrderHold.userErrors).toMatchObject([{ code: 'FULFILLMENT_ORDER_HOLD_LIMIT_REACHED' }]);
  });

  it('splits off what is not to be held, once: what is held cannot be split', async () => {
    const { orderId } = await buy(3);
    const [{ id }] = await routed(orderId);
    const LINE = `query ($id: ID!) { fulfillmentOrder(id: $id) { lineItems(first: 1) { nodes { id } } } }`;
    const { body } = await twin.gql(LINE, { id: gid('FulfillmentOrder', id) });
    const line = body.data.fulfillmentOrder.lineItems.nodes[0].id;
    const place = async (handle: string, ...quantities: number[]) => {
      const fulfillmentOrderLineItems = quantities.map((quantity) => ({ id: line, quantity }));
      const answer = await twin.gql(HOLD, {
        id: gid('FulfillmentOrder', id),
        hold: { reason: 'OTHER', handle, fulfillmentOrderLineItems },
      });
      return answer.body.data.fulfillmentOrderHold;
    };
    expect((await place('a', 0)).userErrors).toMatchObject([{ code: 'GREATER_THAN_ZERO' }]);
    expect((await place('a', 1, 1)).userErrors).toMatchObject([{ code: 'DUPLICATED_FULFILLMENT_ORDER_LINE_ITEMS' }]);
    expect(await place('a', 2)).toMatchObject({ remainingFulfillmentOrder: { id: expect.any(String) } });
    expect((await place('b', 1)).userErrors).toMatchObject([{ code: 'FULFILLMENT_ORDER_NOT_SPLITTABLE' }]);
    expect((await place('b')).userErrors).toEqual([]);
  });

  it('leaves nothing over when everything is named', async () => {
    const { orderId } = await buy(1);
    const [{ id }] = await routed(orderId);
    const LINE = `query ($id: ID!) { fulfillmentOrder(id: $id) { lineItems(first: 1) { nodes { id } } } }`;
    const { body } = await twin.gql(LINE, { id: gid('FulfillmentOrder', id) });
    const fulfillmentOrderLineItems = [{ id: body.data.fulfillmentOrder.lineItems.nodes[0].id, quantity: 1 }];
    const hold = { reason: 'OTHER', fulfillmentOrderLineItems };
    const held = await twin.gql(HOLD, { id: gid('FulfillmentOrder', id), hold });
    expect(held.body.data.fulfillmentOrderHold).toMatchObject({ remainingFulfillmentOrder: null, userErrors: [] });
    expect((await order(orderId)).fulfillmentOrders).toHaveLength(1);
  });

  it('takes a handle of 64 characters and none longer', async () => {
    const { orderId } = await buy(1);
    const [{ id }] = await routed(orderId);
    const place = async (length: number) => {
      const hold = { reason: 'OTHER', handle: 'h'.repeat(length) };
      return (await twin.gql(HOLD, { id: gid('FulfillmentOrder', id), hold })).body.data.fulfillmentOrderHold;
    };
    expect((await place(65)).userErrors).toMatchObject([{ field: ['fulfillmentHold', 'handle'] }]);
    expect((await place(64)).userErrors).toEqual([]);
  });

  it('answers an unknown fulfilment order with a top-level error', async () => {
    const { body } = await twin.gql(HOLD, { id: gid('FulfillmentOrder', '1'), hold: { reason: 'OTHER' } });
    expect(body.errors[0].extensions.code).toBe('RESOURCE_NOT_FOUND');
  });

  it('adds and removes tags, and finds orders by tag, time and state', async () => {
    const { orderId } = await buy(1);
    await buy(1);
    await twin.gql(`mutation ($id: ID!) { tagsAdd(id: $id, tags: ["held", "HELD"]) { userErrors { message } } }`, {
      id: gid('Order', orderId),
    });
    const find = async (query: string) => {
      const { body } = await twin.gql(`query ($q: String) { orders(first: 10, query: $q) { nodes { name } } }`, {
        q: query,
      });
      return body.data.orders.nodes.map((one: { name: string }) => one.name);
    };
    expect(await find('tag:held')).toEqual(['#1001']);
    expect(await find("updated_at:>='2020-01-01T00:00:00Z' AND status:open")).toEqual(['#1001', '#1002']);
    expect(await find(`updated_at:>'2999-01-01T00:00:00Z'`)).toEqual([]);
    expect(await find('NOT tag:held')).toEqual(['#1002']);
    const REMOVE = `mutation ($id: ID!) { tagsRemove(id: $id, tags: ["Held", "other"]) { userErrors { message } } }`;
    const { body } = await twin.gql(REMOVE, { id: gid('Order', orderId) });
    expect(body.data.tagsRemove.userErrors).toEqual([]);
    expect(await find('tag:held')).toEqual([]);
  });
});
