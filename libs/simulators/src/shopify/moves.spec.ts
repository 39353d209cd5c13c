import { closeAll, DEPOT, SOHO, testTwin, until, type TestTwin } from './testing/harness';

interface LevelView {
  sku: string;
  locationId: string;
  available: number;
  committed: number;
  on_hand: number;
}

interface Part {
  id: string;
  status: string;
  locationId: string;
  holds: object[];
  lines: { lineId: string; quantity: number; remaining: number }[];
}

const gid = (type: string, id: string) => `gid://shopify/${type}/${id}`;

const FIELDS = 'id status assignedLocation { location { id } } lineItems(first: 5) { nodes { id remainingQuantity } }';
const MOVE = `mutation ($id: ID!, $to: ID!, $lines: [FulfillmentOrderLineItemInput!]) {
  fulfillmentOrderMove(id: $id, newLocationId: $to, fulfillmentOrderLineItems: $lines) {
    movedFulfillmentOrder { ${FIELDS} } originalFulfillmentOrder { ${FIELDS} }
    remainingFulfillmentOrder { id } userErrors { code field message } } }`;
const LINES = `query ($id: ID!) { fulfillmentOrder(id: $id) { lineItems(first: 5) { nodes { id } } } }`;

describe('moving an order of the Shopify twin to another location', () => {
  let twin: TestTwin;
  beforeEach(async () => {
    twin = await testTwin();
    await twin.control('seed', {
      products: [{ title: 'Cap', variants: [{ sku: 'CAP', price: '9.00', available: { [SOHO]: 4, [DEPOT]: 4 } }] }],
    });
  });
  afterEach(closeAll);

  const buy = async (...lines: [sku: string, quantity: number][]): Promise<string> => {
    const wanted = lines.map(([sku, quantity]) => ({ sku, quantity }));
    return (await twin.control('checkout', { lines: wanted })).orderId;
  };
  const parts = async (orderId: string): Promise<Part[]> => {
    const { orders } = await twin.control('state');
    return orders.find((one: { id: string }) => one.id === orderId).fulfillmentOrders;
  };
  const routed = async (orderId: string): Promise<Part> => {
    await until(async () => (await parts(orderId)).length > 0);
    return (await parts(orderId))[0]!;
  };
  const states = async (sku: string, locationId: string) => {
    const { levels } = (await twin.control('state')) as { levels: LevelView[] };
    const level = levels.find((one) => one.sku === sku && one.locationId === locationId) as LevelView;
    return [level.available, level.committed, level.on_hand];
  };
  const lineIds = async ({ id }: Part): Promise<string[]> => {
    const { body } = await twin.gql(LINES, { id: gid('FulfillmentOrder', id) });
    return body.data.fulfillmentOrder.lineItems.nodes.map((line: { id: string }) => line.id);
  };
  const move = async ({ id }: Part, to = DEPOT, lines: [id: string, quantity: number][] | null = null) => {
    const wanted = lines?.map(([line, quantity]) => ({ id: line, quantity })) ?? null;
    const { body } = await twin.gql(MOVE, { id: gid('FulfillmentOrder', id), to: gid('Location', to), lines: wanted });
    return body.data.fulfillmentOrderMove;
  };
  const refusal = async (...args: Parameters<typeof move>) => {
    const { movedFulfillmentOrder, userErrors } = await move(...args);
    expect(movedFulfillmentOrder).toBeNull();
    return userErrors[0];
  };

  it('changes the location of the fulfilment order itself when everything moves: the promise goes, on hand does not', async () => {
    const orderId = await buy(['TEE-M', 2]);
    const part = await routed(orderId);
    const there = {
      id: gid('FulfillmentOrder', part.id),
      assignedLocation: { location: { id: gid('Location', DEPOT) } },
    };
    expect(await move(part)).toMatchObject({
      movedFulfillmentOrder: there,
      originalFulfillmentOrder: there,
      remainingFulfillmentOrder: null,
      userErrors: [],
    });
    expect(await states('TEE-M', SOHO)).toEqual([5, 0, 5]);
    expect(await states('TEE-M', DEPOT)).toEqual([0, 2, 2]);
  });

  it('takes one line out into a fulfilment order of its own', async () => {
    const orderId = await buy(['TEE-M', 2], ['CAP', 1]);
    const part = await routed(orderId);
    const [tee, cap] = await lineIds(part);
    const answer = await move(part, DEPOT, [[tee!, 2]]);
    expect(answer.originalFulfillmentOrder).toMatchObject({ status: 'OPEN', lineItems: { nodes: [{ id: cap }] } });
    expect(answer.remainingFulfillmentOrder).toEqual({ id: gid('FulfillmentOrder', part.id) });
    expect(await parts(orderId)).toMatchObject([
      { locationId: SOHO, lines: [{ quantity: 1 }] },
      { locationId: DEPOT, lines: [{ quantity: 2, remaining: 2 }] },
    ]);
    expect([await states('CAP', SOHO), await states('TEE-M', DEPOT)]).toEqual([
      [3, 1, 4],
      [0, 2, 2],
    ]);
  });

  it('takes part of a line, and the rest ships from where it was', async () => {
    const orderId = await buy(['TEE-M', 3]);
    const part = await routed(orderId);
    const [line] = await lineIds(part);
    expect((await move(part, DEPOT, [[line!, 1]])).userErrors).toEqual([]);
    expect(await states('TEE-M', SOHO)).toEqual([3, 2, 5]);
    expect(await states('TEE-M', DEPOT)).toEqual([1, 1, 2]);
    expect(await twin.control(`orders/${orderId}/fulfil`, {})).toEqual({ units: 3 });
    expect([await states('TEE-M', SOHO), await states('TEE-M', DEPOT)]).toEqual([
      [3, 0, 3],
      [1, 0, 1],
    ]);
  });

  it('joins what the order already has at the other location in a new fulfilment order, and closes that one', async () => {
    const orderId = await buy(['TEE-M', 1], ['CAP', 2]);
    const part = await routed(orderId);
    const [tee, cap] = await lineIds(part);
    const first = await move(part, DEPOT, [[tee!, 1]]);
    const second = await move(part, DEPOT, [[cap!, 1]]);
    expect(second.movedFulfillmentOrder.id).not.toBe(first.movedFulfillmentOrder.id);
    expect(await parts(orderId)).toMatchObject([
      { status: 'OPEN', locationId: SOHO, lines: [{ remaining: 1 }] },
      { status: 'CLOSED', locationId: DEPOT, lines: [] },
      { status: 'OPEN', locationId: DEPOT, lines: [{ remaining: 1 }, { remaining: 1 }] },
    ]);
    expect(await twin.control(`orders/${orderId}/fulfil`, {})).toEqual({ units: 3 });
  });

  it('is refused once everything has shipped', async () => {
    const orderId = await buy(['TEE-M', 1]);
    const part = await routed(orderId);
    await twin.control(`orders/${orderId}/fulfil`, {});
    expect(await refusal(part)).toEqual({ code: null, field: null, message: 'Cannot change location.' });
  });

  it.each([
    ['is not known', '999999999', {}],
    ['was deactivated', '655441493', { id: '655441493', name: 'Closed', active: false }],
  ])('is refused when the location %s', async (_why, to, location) => {
    if ('id' in location) await twin.control('admin/location', location);
    const part = await routed(await buy(['TEE-M', 1]));
    expect(await refusal(part, to)).toEqual({ code: null, field: ['id'], message: 'Location not found.' });
  });

  it('is refused for a line that the location does not stock, and for that line only', async () => {
    const orderId = await buy(['MUG', 1], ['CAP', 1]);
    const part = await routed(orderId);
    const [mug, cap] = await lineIds(part);
    expect((await refusal(part, DEPOT, [[mug!, 1]])).message).toContain("doesn't stock");
    expect((await move(part, DEPOT, [[cap!, 1]])).userErrors).toEqual([]);
  });

  it('is refused while staff are packing it, who can ship it all the same', async () => {
    const orderId = await buy(['TEE-M', 1]);
    const part = await routed(orderId);
    expect(await twin.control(`orders/${orderId}/progress`, {})).toEqual({ fulfillmentOrders: 1 });
    expect(await refusal(part)).toMatchObject({
      code: 'CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS',
      field: ['id'],
    });
    expect(await twin.control(`orders/${orderId}/fulfil`, {})).toEqual({ units: 1 });
  });

  it('moves what is held, hold and all, but takes no part out of it', async () => {
    const HOLD = `mutation ($id: ID!) { fulfillmentOrderHold(id: $id, fulfillmentHold: { reason: OTHER }) {
      userErrors { message } } }`;
    const orderId = await buy(['TEE-M', 2]);
    const part = await routed(orderId);
    const [line] = await lineIds(part);
    await twin.gql(HOLD, { id: gid('FulfillmentOrder', part.id) });
    expect(await refusal(part, DEPOT, [[line!, 1]])).toMatchObject({ code: null });
    expect((await move(part)).userErrors).toEqual([]);
    expect(await parts(orderId)).toMatchObject([{ status: 'ON_HOLD', locationId: DEPOT, holds: [{}] }]);
  });

  it.each([0, 4])('is refused for %i of 3 units, and nothing has moved', async (quantity) => {
    const part = await routed(await buy(['TEE-M', 3]));
    const [line] = await lineIds(part);
    expect(await refusal(part, DEPOT, [[line!, quantity]])).toMatchObject({ field: ['fulfillmentOrderLineItems'] });
    expect(await states('TEE-M', SOHO)).toEqual([2, 3, 5]);
  });

  it('is refused to where it is', async () => {
    const part = await routed(await buy(['TEE-M', 1]));
    expect(await refusal(part, SOHO)).toMatchObject({ field: ['newLocationId'] });
  });
});
