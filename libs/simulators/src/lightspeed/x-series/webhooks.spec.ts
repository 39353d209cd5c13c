import { createHmac } from 'node:crypto';
import { ANSWER_TIMEOUT_MS, retrySchedule } from './deliveries';
import { call, openShop, receiver, TOKEN, until, type Received, type Shop } from './spec-client';

const APP = { clientId: 'app-1', clientSecret: 'shh' };

/** As a careful receiver does it: over the bytes, not over what they parse to. */
function verifies({ headers, body }: Pick<Received, 'headers' | 'body'>, secret: string): boolean {
  const [, hash, algorithm] = /^signature=([^,]+),algorithm=(.+)$/.exec(String(headers['x-signature'])) ?? [];
  return algorithm === 'HMAC-SHA256' && hash === createHmac('sha256', secret).update(body).digest('hex');
}

describe('webhooks of the X-Series twin', () => {
  let shop: Shop;
  let inbox: Awaited<ReturnType<typeof receiver>>;
  beforeEach(async () => {
    inbox = await receiver();
    shop = await openShop({}, APP);
  });
  afterEach(async () => {
    await shop.twin.close();
    inbox.close();
  });

  const subscribe = (type: string, target = shop, url = inbox.url) =>
    target.api('POST', '/webhooks', { active: true, type, url });
  const sell = (quantity = 1) => shop.control('/till/sale', { outlet: 'Main', lines: [{ sku: 'TEE', quantity }] });

  it('registers once per type and address', async () => {
    const created = await subscribe('sale.update');
    expect(created).toMatchObject({
      status: 201,
      body: { data: { type: 'sale.update', url: inbox.url, active: true } },
    });
    expect((await subscribe('sale.update')).status).toBe(409);
    expect((await subscribe('inventory.update')).status).toBe(201);
    expect((await shop.api('GET', '/webhooks')).body.data).toHaveLength(2);
    expect((await subscribe('product.create')).status).toBe(422);
    await shop.api('DELETE', `/webhooks/${created.body.data.id}`);
    expect((await shop.api('DELETE', `/webhooks/${created.body.data.id}`)).status).toBe(404);
    expect((await subscribe('sale.update')).status).toBe(201);
  });

  it('sends a form whose payload field is the record as API 1.0 shows it', async () => {
    await subscribe('sale.update');
    await sell(2);
    await inbox.atLeast(1);
    const [{ headers, payload }] = inbox.received;
    expect(headers['content-type']).toContain('application/x-www-form-urlencoded');
    expect(payload).toMatchObject({
      status: 'CLOSED',
      register_id: shop.ids.register,
      register_sale_products: [{ product_id: shop.productId('TEE'), quantity: 2 }],
    });
    expect(payload.sale_date).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  });

  it('signs the exact bytes for the hooks of an app', async () => {
    await subscribe('inventory.update');
    await sell();
    await inbox.atLeast(1);
    const [delivery] = inbox.received;
    expect(verifies(delivery, APP.clientSecret)).toBe(true);
    expect(verifies(delivery, 'another secret')).toBe(false);
    const tampered = Buffer.from(delivery.body.toString().replace('%22count%22%3A4', '%22count%22%3A9'));
    expect(tampered.equals(delivery.body)).toBe(false);
    expect(verifies({ ...delivery, body: tampered }, APP.clientSecret)).toBe(false);
  });

  it('does not sign the hooks of a personal token', async () => {
    const personal = await openShop();
    await subscribe('inventory.update', personal);
    await personal.control('/till/sale', { outlet: 'Main', lines: [{ sku: 'TEE', quantity: 1 }] });
    await inbox.atLeast(1);
    expect(inbox.received[0].headers['x-signature']).toBeUndefined();
    await personal.twin.close();
  });

  it('tells an app of its own sales too: one for the sale and one for each line', async () => {
    await subscribe('sale.update');
    await subscribe('inventory.update');
    const sale = shop.sale('TEE', 1);
    const cap = { ...sale.line_items[0], product: { id: shop.productId('CAP') } };
    await shop.api('POST', '/sales', { ...sale, line_items: [...sale.line_items, cap], payments: [] });
    await inbox.atLeast(3);
    const counts = inbox.received.map(({ payload }) => payload.count).filter((count) => count !== undefined);
    expect(counts.sort()).toEqual([2, 4]);
  });

  it('tries again when the receiver fails, up to 20 times over 48 hours at full scale', async () => {
    const flaky = await receiver([500, 503]);
    await subscribe('product.update', shop, flaky.url);
    await shop.control('/product/TEE', { name: 'Tee 2' });
    await flaky.atLeast(3);
    expect(new Set(flaky.received.map(({ body }) => body.toString())).size).toBe(1);
    await until(async () => (await shop.control('/webhooks')).delivered === 1);
    flaky.close();

    const waits = retrySchedule(1);
    expect(waits).toHaveLength(20);
    expect(waits.reduce((sum, wait) => sum + wait, 0) / 3_600_000).toBeCloseTo(48, 1);
    expect(ANSWER_TIMEOUT_MS).toBe(5_000);
  });

  it('loses, doubles, pauses and resumes as told', async () => {
    await subscribe('inventory.update');
    await shop.control('/faults', { webhooks: { loseRate: 1 } });
    await sell();
    expect(await shop.control('/webhooks')).toMatchObject({ lost: 1, pending: 0 });
    await shop.control('/faults', { clear: true, webhooks: { duplicateRate: 1 } });
    await shop.control('/webhooks/pause', {});
    await sell();
    await until(async () => (await shop.control('/webhooks')).pending === 2);
    expect(inbox.received).toHaveLength(0);
    await shop.control('/webhooks/resume', {});
    await inbox.atLeast(2);
    expect(inbox.received[0].body.length).toBeGreaterThan(0);
  });

  it('sends nothing to an inactive hook', async () => {
    await shop.api('POST', '/webhooks', { active: false, type: 'inventory.update', url: inbox.url });
    await sell();
    expect(await shop.control('/webhooks')).toMatchObject({ pending: 0, delivered: 0 });
  });

  it('makes signed hooks through a token that an app was granted', async () => {
    const { oauth } = await shop.control('/seed', APP);
    const form = { client_id: APP.clientId, client_secret: APP.clientSecret };
    const body = new URLSearchParams({ ...form, grant_type: 'authorization_code', code: oauth.code }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const grant = (await call(`${shop.twin.url}/api/1.0/token`, 'POST', body, headers)).body;
    await call(
      `${shop.twin.url}/api/2026-07/webhooks`,
      'POST',
      { active: true, type: 'product.update', url: inbox.url },
      { authorization: `Bearer ${grant.access_token}` },
    );
    await shop.control('/product/TEE', { name: 'Tee 3' });
    await inbox.atLeast(1);
    expect(verifies(inbox.received[0], APP.clientSecret)).toBe(true);
    expect(TOKEN).not.toBe(grant.access_token);
  });
});
