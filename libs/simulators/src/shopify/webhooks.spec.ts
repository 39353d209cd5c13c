import { createHmac } from 'node:crypto';
import {
  closeAll,
  receiver,
  SECRET,
  SET,
  setInput,
  SOHO,
  subscribe,
  testTwin,
  until,
  type Receiver,
  type TestTwin,
} from './testing/harness';

const TOPICS = [
  'ORDERS_CREATE',
  'ORDERS_PAID',
  'ORDERS_UPDATED',
  'ORDERS_CANCELLED',
  'REFUNDS_CREATE',
  'INVENTORY_LEVELS_UPDATE',
  'PRODUCTS_UPDATE',
  'CARTS_CREATE',
  'CARTS_UPDATE',
  'FULFILLMENT_ORDERS_ORDER_ROUTING_COMPLETE',
];

const signature = (raw: Buffer) => createHmac('sha256', SECRET).update(raw).digest('base64');

describe('webhooks of the Shopify twin', () => {
  let twin: TestTwin;
  let hook: Receiver;
  beforeEach(async () => {
    twin = await testTwin();
    hook = await receiver();
  });
  afterEach(closeAll);

  const buy = (quantity = 1) => twin.control('checkout', { lines: [{ sku: 'TEE-M', quantity }] });
  const header = (index: number, name: string) => hook.received[index].headers[name];

  it('signs the raw bytes: a changed byte or a re-serialised body no longer verifies', async () => {
    await subscribe(twin, hook.url, ['ORDERS_CREATE']);
    await buy();
    await until(() => hook.received.length === 1);
    const [{ raw, headers, payload }] = hook.received;
    const sent = headers['x-shopify-hmac-sha256'];
    expect(signature(raw)).toBe(sent);
    const tampered = Buffer.from(raw.toString().replace('"quantity":1', '"quantity":9'));
    expect(tampered.equals(raw)).toBe(false);
    expect(signature(tampered)).not.toBe(sent);
    expect(signature(Buffer.from(JSON.stringify(payload)))).not.toBe(sent);
  });

  it('goes wrong as asked, and as often: another signature, no number, no variant', async () => {
    await subscribe(twin, hook.url, ['ORDERS_CREATE', 'INVENTORY_LEVELS_UPDATE']);
    const kinds = ['bad_hmac', 'null_variant_id', 'null_available'];
    await twin.control('faults', { deliveries: kinds.map((kind) => ({ kind })) });
    await buy();
    await buy();
    await until(() => hook.received.length === 4);
    const forged = hook.received.filter(({ raw, headers }) => signature(raw) !== headers['x-shopify-hmac-sha256']);
    const [orders, levels] = [hook.of('orders/create'), hook.of('inventory_levels/update')];
    const spoiled = [
      ...orders.filter(({ payload }) => payload.line_items[0].variant_id === null),
      ...levels.filter(({ payload }) => payload.available === null),
    ];
    expect([forged.length, orders.length, levels.length, spoiled.length]).toEqual([1, 2, 2, 2]);
    expect((await twin.control('faults', { deliveries: [{ kind: 'torn' }] })).error).toContain('kind must be one of');
  });

  it('carries every header', async () => {
    await subscribe(twin, hook.url, ['ORDERS_CREATE'], { name: 'tillbridge' });
    await buy();
    await until(() => hook.received.length === 1);
    expect(hook.received[0].headers).toMatchObject({
      'x-shopify-topic': 'orders/create',
      'x-shopify-shop-domain': 'acme-a.myshopify.com',
      'x-shopify-api-version': '2026-07',
      'x-shopify-webhook-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'x-shopify-event-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'x-shopify-triggered-at': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/),
      'x-shopify-name': 'tillbridge',
    });
  });

  it('tells one order as several topics, under one event id and different delivery ids', async () => {
    await subscribe(twin, hook.url, TOPICS);
    await buy();
    const expected = [
      'fulfillment_orders/order_routing_complete',
      'inventory_levels/update',
      'orders/create',
      'orders/paid',
      'products/update',
    ];
    await until(() => hook.received.length === expected.length);
    expect(hook.received.map((one) => one.topic).sort()).toEqual(expected);
    expect(new Set(hook.received.map((one) => one.headers['x-shopify-event-id'])).size).toBe(1);
    expect(new Set(hook.received.map((one) => one.headers['x-shopify-webhook-id'])).size).toBe(expected.length);
  });

  it('says nothing in a level webhook but the value', async () => {
    await subscribe(twin, hook.url, ['INVENTORY_LEVELS_UPDATE']);
    await buy();
    await until(() => hook.received.length === 1);
    const [variant] = twin.seeded.variants;
    expect(hook.received[0].payload).toEqual({
      inventory_item_id: Number(variant.inventoryItemId),
      location_id: Number(SOHO),
      available: 4,
      updated_at: expect.any(String),
      admin_graphql_api_id: expect.stringContaining(`?inventory_item_id=${variant.inventoryItemId}`),
    });
  });

  it('echoes its own API writes, and stays silent on a no-op', async () => {
    await subscribe(twin, hook.url, TOPICS);
    const item = twin.itemId('TEE-M');
    await twin.gql(SET, setInput([{ item, quantity: 5, from: 5 }], 'noop'));
    await twin.gql(SET, setInput([{ item, quantity: 6, from: 5 }], 'real'));
    await until(() => hook.received.length === 2);
    expect(hook.received.map((one) => one.topic).sort()).toEqual(['inventory_levels/update', 'products/update']);
    expect(hook.of('inventory_levels/update')[0].payload.available).toBe(6);
  });

  it('tells a cancel as cancelled, updated, refund and level', async () => {
    await subscribe(twin, hook.url, TOPICS);
    const { orderId } = await buy(2);
    await twin.control(`orders/${orderId}/cancel`, { restock: true });
    await until(() => hook.of('refunds/create').length === 1 && hook.of('orders/cancelled').length === 1);
    expect(hook.of('orders/cancelled')[0].payload).toMatchObject({
      cancelled_at: expect.any(String),
      cancel_reason: 'customer',
      line_items: [{ quantity: 2, current_quantity: 0, fulfillable_quantity: 0 }],
      refunds: [{ refund_line_items: [{ quantity: 2, restock_type: 'cancel' }] }],
    });
    expect(hook.of('refunds/create')[0].payload).toMatchObject({ restock: true, order_id: Number(orderId) });
  });

  it('retries what is not answered with 2xx, keeping the delivery id', async () => {
    await subscribe(twin, hook.url, ['ORDERS_CREATE']);
    hook.answerWith(302);
    await buy();
    await until(() => hook.received.length >= 2);
    hook.answerWith(200);
    await until(async () => (await twin.control('webhooks')).delivered === 1);
    expect(new Set(hook.received.map((one) => one.headers['x-shopify-webhook-id'])).size).toBe(1);
  });

  it('drops a subscription whose delivery failed all its retries', async () => {
    const hasty = await testTwin({ retryScale: 0 });
    await subscribe(hasty, hook.url, ['ORDERS_CREATE']);
    hook.answerWith(500);
    await hasty.control('checkout', { lines: [{ sku: 'TEE-M', quantity: 1 }] });
    await until(async () => (await hasty.control('state')).subscriptions.length === 0);
    expect(hook.received).toHaveLength(9);
    expect(await hasty.control('webhooks')).toEqual({ pending: 0, delivered: 0, failed: 1, lost: 0 });
  });

  it('holds deliveries while paused', async () => {
    await subscribe(twin, hook.url, ['ORDERS_CREATE']);
    await twin.control('webhooks/pause', {});
    await buy();
    expect(await twin.control('webhooks')).toMatchObject({ pending: 1, delivered: 0 });
    await twin.control('webhooks/resume', {});
    await until(() => hook.received.length === 1);
  });

  it('loses, doubles and reorders when told to', async () => {
    await subscribe(twin, hook.url, ['ORDERS_CREATE']);
    await twin.control('faults', { webhooks: { loseRate: 1 } });
    await buy();
    expect(await twin.control('webhooks')).toMatchObject({ lost: 1, pending: 0 });
    await twin.control('faults', { webhooks: { loseRate: 0, duplicateRate: 1 } });
    await buy();
    await until(() => hook.received.length === 2);
    expect(header(0, 'x-shopify-webhook-id')).toBe(header(1, 'x-shopify-webhook-id'));
    await twin.control('faults', { webhooks: { duplicateRate: 0, reorderRate: 1 } });
    const late = await buy();
    await twin.control('faults', { webhooks: { reorderRate: 0 } });
    const prompt = await buy();
    await until(() => hook.received.length === 4);
    const ids = hook.received.slice(2).map((one) => String(one.payload.id));
    expect(ids).toEqual([prompt.orderId, late.orderId]);
  });

  it('narrows payloads to includeFields and then debounces equal ones', async () => {
    await subscribe(twin, hook.url, ['INVENTORY_LEVELS_UPDATE'], { includeFields: ['inventory_item_id'] });
    await buy();
    await buy();
    await until(async () => (await twin.control('webhooks')).pending === 0);
    expect(hook.received.map((one) => Object.keys(one.payload))).toEqual([['inventory_item_id']]);
  });

  it('sends only what a filter lets through', async () => {
    await subscribe(twin, hook.url, ['PRODUCTS_UPDATE'], { filter: 'variants.sku:MUG' });
    await buy();
    await twin.control('checkout', { lines: [{ sku: 'MUG', quantity: 1 }] });
    await until(async () => hook.received.length > 0 && (await twin.control('webhooks')).pending === 0);
    expect(hook.received.map((one) => one.payload.variants[0].sku)).toEqual(['MUG']);
  });

  it('writes ids above 2^53 without losing a digit', async () => {
    const big = await testTwin({ bigIds: true });
    await subscribe(big, hook.url, ['ORDERS_CREATE']);
    const { orderId } = await big.control('checkout', { lines: [{ sku: 'TEE-M', quantity: 1 }] });
    await until(() => hook.received.length === 1);
    expect(BigInt(orderId)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
    expect(hook.received[0].raw.toString()).toContain(`"id":${orderId},`);
    expect(String(hook.received[0].payload.id)).not.toBe(orderId);
  });

  it('refuses a second subscription to one topic and address, and http where the real shop would', async () => {
    await subscribe(twin, hook.url, ['ORDERS_CREATE']);
    await expect(subscribe(twin, hook.url, ['ORDERS_CREATE'])).rejects.toThrow('has already been taken');
    const strict = await testTwin({ requireHttps: true });
    await expect(subscribe(strict, hook.url, ['ORDERS_CREATE'])).rejects.toThrow(
      'Address protocol http:// is not supported',
    );
  });

  it('carts reserve nothing; they are only told about', async () => {
    await subscribe(twin, hook.url, TOPICS);
    const { token } = await twin.control('cart', { lines: [{ sku: 'TEE-M', quantity: 2 }] });
    await twin.control('cart', { token, lines: [{ sku: 'TEE-M', quantity: 3 }] });
    await until(() => hook.received.length === 2);
    expect(hook.received.map((one) => one.topic).sort()).toEqual(['carts/create', 'carts/update']);
    expect(hook.of('carts/update')[0].payload).toMatchObject({
      id: token,
      token,
      line_items: [{ sku: 'TEE-M', quantity: 3 }],
    });
    expect(await twin.available('TEE-M')).toBe(5);
  });
});
