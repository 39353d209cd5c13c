import type { OrderShort } from '@tillbridge/contracts';
import { eventually } from '@tillbridge/testing';
import { channel, ShopifyWorld, storeLocation, token } from '../spec-kit/shopify-world';

const PART = 'id lineItems(first: 1) { nodes { id } }';
const HOLD = `mutation ($id: ID!, $hold: FulfillmentOrderHoldInput!) {
  fulfillmentOrderHold(id: $id, fulfillmentHold: $hold) { remainingFulfillmentOrder { ${PART} } userErrors { message } } }`;
const FIRST = `query ($id: ID!) { order(id: $id) { fulfillmentOrders(first: 1) { nodes { ${PART} } } } }`;

interface TwinOrder {
  id: string;
  fulfillmentOrders: { holds: { handle: string }[] }[];
}

/** Wholesale: what one answer of the store does not hold. */
describe('an order that is larger than one answer', () => {
  let world: ShopifyWorld;
  beforeEach(async () => void (world = await ShopifyWorld.open()));
  afterEach(() => world.close());

  async function order(lines: number): Promise<string> {
    const skus = Array.from({ length: lines }, (_, n) => `SKU-${n}`);
    await world.control('seed', {
      products: skus.map((sku) => ({ title: sku, variants: [{ sku, available: { [storeLocation]: 9 } }] })),
    });
    const wanted = skus.map((sku) => ({ sku, quantity: 1 }));
    return (await world.control<{ orderId: string }>('checkout', { lines: wanted })).orderId;
  }

  async function gql<T>(query: string, variables: object): Promise<T> {
    const response = await fetch(`${world.url}/admin/api/2026-07/graphql.json`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': token },
      body: JSON.stringify({ query, variables }),
    });
    return ((await response.json()) as { data: T }).data;
  }

  interface Part {
    id: string;
    lineItems: { nodes: { id: string }[] };
  }

  /** @returns what is left over. */
  async function holdFirstLine({ id, lineItems }: Part): Promise<Part | null> {
    const fulfillmentOrderLineItems = [{ id: lineItems.nodes[0]!.id, quantity: 1 }];
    const hold = { reason: 'OTHER', handle: 'staff', fulfillmentOrderLineItems };
    const answer = await gql<{ fulfillmentOrderHold: { remainingFulfillmentOrder: Part | null } }>(HOLD, { id, hold });
    return answer.fulfillmentOrderHold.remainingFulfillmentOrder;
  }

  /** Staff hold one line after the other, which leaves each with a fulfilment of its own. */
  async function splitUp(order: string): Promise<void> {
    const id = `gid://shopify/Order/${order}`;
    let rest: Part | null = await eventually(async () => {
      const found = await gql<{ order: { fulfillmentOrders: { nodes: Part[] } } }>(FIRST, { id });
      return found.order.fulfillmentOrders.nodes[0] ?? false;
    });
    while (rest) rest = await holdFirstLine(rest);
  }

  it('says of every one of its lines from where it is served', async () => {
    const id = await order(60);
    const found = await world.adapter.readOrder(id, null);
    expect(found!.complete).toBe(true);
    expect(found!.order.lines).toHaveLength(60);
    expect(new Set(found!.order.lines.map((line) => line.storeLocation))).toEqual(new Set([storeLocation]));
  });

  it('is held in every one of its parts', async () => {
    const id = await order(12);
    await splitUp(id);
    const short: OrderShort = {
      channel,
      order: id,
      decision: 1,
      resolution: 'hold',
      lines: [{ line: '1', shortBy: 1, moveTo: null }],
      reason: 'the last unit was taken at the till',
      policyVersion: 1,
    };
    expect(await world.adapter.resolveOrder(short, { answered: 0, unanswered: 0 })).toMatchObject({ outcome: 'held' });
    const { orders } = await world.control<{ orders: TwinOrder[] }>('state');
    const parts = orders[0]!.fulfillmentOrders;
    expect(parts).toHaveLength(12);
    for (const { holds } of parts) expect(holds.map(({ handle }) => handle)).toContain('tillbridge-short');
  });
});
