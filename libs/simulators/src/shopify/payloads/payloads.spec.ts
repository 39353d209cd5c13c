import Ajv2020, { type ErrorObject } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import fs from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { closeAll, receiver, SOHO, subscribe, testTwin, until, type Receiver, type TestTwin } from '../testing/harness';

/** Orders of every topic share one shape, and so do the two of products and of carts. */
const SCHEMA_OF: Record<string, string> = {
  'orders/updated': 'orders/create',
  'orders/paid': 'orders/create',
  'orders/cancelled': 'orders/create',
  'orders/fulfilled': 'orders/create',
  'products/update': 'products/create',
  'carts/update': 'carts/create',
};

const TOPICS = [
  'ORDERS_CREATE',
  'ORDERS_UPDATED',
  'ORDERS_PAID',
  'ORDERS_CANCELLED',
  'ORDERS_FULFILLED',
  'ORDERS_EDITED',
  'REFUNDS_CREATE',
  'CARTS_CREATE',
  'CARTS_UPDATE',
  'PRODUCTS_UPDATE',
  'INVENTORY_LEVELS_UPDATE',
  'INVENTORY_LEVELS_DISCONNECT',
  'INVENTORY_ITEMS_UPDATE',
  'FULFILLMENT_ORDERS_ORDER_ROUTING_COMPLETE',
  'FULFILLMENT_ORDERS_HOLD_RELEASED',
  'FULFILLMENT_ORDERS_MOVED',
  'FULFILLMENT_ORDERS_CANCELLED',
];

const file = path.join(__dirname, '..', 'schema', 'webhooks_2026-07.json.gz');
const schemas = JSON.parse(gunzipSync(fs.readFileSync(file)).toString()) as Record<string, object>;

/**
 * The schemas were inferred from samples, so "always null there" became a type. What the samples merely never showed is let
 * pass; a missing or misnamed key is not.
 */
const inferredTooNarrowly = (error: ErrorObject): boolean =>
  error.keyword !== 'required' && /additionalProperties|type|format|false schema|anyOf|items/.test(error.keyword);

describe('payloads of the Shopify twin', () => {
  afterEach(closeAll);

  it('have every key that the schemas of the 2026-07 webhooks require', async () => {
    const twin = await testTwin();
    const hook = await receiver();
    await subscribe(twin, hook.url, TOPICS);
    await playEverything(twin);
    await until(() => TOPICS.every((topic) => hook.of(nameOf(topic, hook)).length > 0));
    expect(problems(hook)).toEqual([]);
  });

  it('are held against schemas that notice a missing key', () => {
    const validate = validator('inventory_levels/update');
    const { admin_graphql_api_id: _gone, ...payload } = { ...LEVEL };
    expect(validate(LEVEL)).toEqual([]);
    expect(validate(payload)).toEqual(["must have required property 'admin_graphql_api_id'"]);
  });
});

const LEVEL = {
  inventory_item_id: 1,
  location_id: 2,
  available: 3,
  updated_at: '2026-10-01T10:00:00-05:00',
  admin_graphql_api_id: 'gid://shopify/InventoryLevel/1?inventory_item_id=1',
};

function nameOf(topic: string, hook: Receiver): string {
  return hook.received.find((one) => one.topic.replace('/', '_').toUpperCase() === topic)?.topic ?? topic;
}

async function playEverything(twin: TestTwin): Promise<void> {
  const buy = async (paid = true): Promise<string> =>
    (await twin.control('checkout', { lines: [{ sku: 'TEE-M', quantity: 1 }], paid })).orderId;
  const [shipped, cancelled, edited] = [await buy(), await buy(), await buy()];
  await until(async () => {
    const { orders } = await twin.control('state');
    return orders.every((order: { fulfillmentOrders: unknown[] }) => order.fulfillmentOrders.length > 0);
  });
  const { orders } = await twin.control('state');
  const { lines, fulfillmentOrders } = orders.find((order: { id: string }) => order.id === edited);
  const id = `gid://shopify/FulfillmentOrder/${fulfillmentOrders[0].id}`;
  await twin.gql(
    `mutation ($id: ID!, $to: ID!) {
      fulfillmentOrderHold(id: $id, fulfillmentHold: { reason: OTHER }) { userErrors { message } }
      fulfillmentOrderReleaseHold(id: $id) { userErrors { message } }
      fulfillmentOrderMove(id: $id, newLocationId: $to) { userErrors { message } } }`,
    { id, to: `gid://shopify/Location/${twin.seeded.locations[1].id}` },
  );
  await twin.control(`orders/${edited}/edit`, { lines: [{ lineId: lines[0].lineId, quantity: 2 }] });
  await twin.control(`orders/${cancelled}/cancel`, { restock: true });
  await twin.control(`orders/${shipped}/fulfil`, {});
  const { token } = await twin.control('cart', { lines: [{ sku: 'TEE-M', quantity: 2 }] });
  await twin.control('cart', { token, lines: [{ sku: 'TEE-M', quantity: 1 }] });
  await twin.control('admin/level', { sku: 'TEE-M', locationId: SOHO, available: 50 });
  await twin.control('admin/unstock', { sku: 'TEE-M', locationId: SOHO });
  await twin.control('admin/product', { sku: 'TEE-M', newSku: 'TEE-MED' });
}

function problems(hook: Receiver): string[] {
  const found = hook.received.flatMap(({ topic, payload }) => {
    const schema = SCHEMA_OF[topic] ?? topic;
    return validator(schema)(payload).map((problem) => `${topic}: ${problem}`);
  });
  return [...new Set(found)];
}

function validator(topic: string): (payload: unknown) => string[] {
  const ajv = addFormats(new Ajv2020({ allErrors: true, strict: false }));
  const validate = ajv.compile(schemas[topic]);
  return (payload) => {
    validate(payload);
    const errors = (validate.errors ?? []).filter((error) => !inferredTooNarrowly(error));
    return errors.map((error) => `${error.instancePath} ${error.message}`.trim());
  };
}
