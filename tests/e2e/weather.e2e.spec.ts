import { createHmac, randomInt, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually, startProxy, type Proxy } from '@tillbridge/testing';
import { Client } from 'pg';
import { CaseStudy } from '../../libs/testing/src/demo/case-study';
import { explain } from './play';

/** The machine behind a line can take this long to be noticed as gone or back. */
const noticed = { withinMs: 20_000, everyMs: 100 };
/** By then the store has tried for the first time to tell of what happened in it. */
const firstTryMs = 1_200;

describe('bad input and bad weather', () => {
  let study: CaseStudy;
  let database: Proxy;
  let broker: Proxy;
  let sql: Client;

  beforeAll(async () => {
    study = new CaseStudy({
      seed: 5,
      say: () => {},
      lines: async ({ databaseUrl, amqpUrl }) => {
        database = await startProxy(databaseUrl);
        broker = await startProxy(amqpUrl);
        return () => ({ databaseUrl: database.url, amqpUrl: broker.url });
      },
    });
    await study.setUp();
    sql = new Client({ connectionString: study.ground.databaseUrl });
    await sql.connect();
  });

  afterAll(async () => {
    await sql?.end();
    await study?.tearDown();
    await Promise.all([database?.close(), broker?.close()]);
  });

  const storeA = () => study.shop.stores[0]!;
  const storeB = () => study.shop.stores[1]!;

  /** What store A would send, signed as it signs unless a signature is given. Returns the status. */
  async function deliver(body: string, { topic = 'orders/create', signature = '' } = {}): Promise<number> {
    const secret = study.shop.secrets.STORE_A_CLIENT_SECRET!;
    const state = (await storeA().twin.state()) as { subscriptions?: { topic: string; uri: string }[] };
    const { uri } = state.subscriptions!.find((subscription) => /orders.create/i.test(subscription.topic))!;
    const response = await fetch(uri, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-shopify-topic': topic,
        'x-shopify-shop-domain': 'acme-a.myshopify.com',
        'x-shopify-api-version': '2026-07',
        'x-shopify-webhook-id': randomUUID(),
        'x-shopify-event-id': randomUUID(),
        'x-shopify-triggered-at': new Date().toISOString(),
        'x-shopify-hmac-sha256': signature || createHmac('sha256', secret).update(body).digest('base64'),
      },
      body,
    });
    await response.text();
    return response.status;
  }

  const available = async ({ twin }: { twin: ReturnType<typeof storeA>['twin'] }, sku: string) =>
    (await twin.state()).levels.find((row) => row.sku === sku)!.available;

  const orderInStoreA = async (sku: string) =>
    expect(await study.people.checkOut({ store: 0, sku, quantity: 1 })).toBe('accepted');

  /** An order in store A makes its way to store B. */
  async function orderReachesTheOtherStore(sku: string): Promise<void> {
    const before = await available(storeB(), sku);
    await orderInStoreA(sku);
    await eventually(async () => (await available(storeB(), sku)) === before - 1, noticed);
  }

  async function storedDeliveries(): Promise<number> {
    const { rows } = await sql.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM shopify_gateway.raw_delivery',
    );
    return rows[0]!.count;
  }

  const intake = () =>
    study.bridge.ask<{ rejected: number; deliveries: { topic: string }[] }>('shopify-gateway', '/intake/parked');

  it('refuses a wrong signature with 401, counts it and stores nothing', async () => {
    await study.rest();
    const [stored, { rejected }] = [await storedDeliveries(), await intake()];
    expect(await deliver('{"id":1}', { signature: 'bm90IHRoZSBzaWduYXR1cmU=' })).toBe(401);
    expect(await storedDeliveries()).toBe(stored);
    expect((await intake()).rejected).toBe(rejected + 1);
  });

  it('says 503 while the database is away, so that the vendor tries again, and recovers by itself', async () => {
    const before = await available(storeB(), 'SOAP-OAK');
    database.cut();
    await orderInStoreA('SOAP-OAK');
    expect(await deliver('{"id":1}')).toBe(503);
    await pause(firstTryMs);
    expect((await storeA().twin.webhooks()).pending).toBeGreaterThan(0);
    database.mend();
    await eventually(async () => (await available(storeB(), 'SOAP-OAK')) === before - 1, noticed);
    await orderReachesTheOtherStore('SOAP-OAK');
  });

  it('says 200 while the broker is away, and tells the facts once it is back', async () => {
    const before = await available(storeB(), 'TEA-MINT');
    broker.cut();
    await orderInStoreA('TEA-MINT');
    await eventually(async () => {
      const { pending, failed } = await storeA().twin.webhooks();
      return pending === 0 && failed === 0;
    }, noticed);
    expect(await available(storeB(), 'TEA-MINT')).toBe(before);
    broker.mend();
    await eventually(async () => (await available(storeB(), 'TEA-MINT')) === before - 1, noticed);
  });

  it('has lost, doubled and invented nothing when the weather has passed', async () => {
    await study.rest();
    const audit = await study.audit();
    const excused = ['late', 'fewSamples', 'stepMissed'];
    audit.findings = audit.findings.filter(({ kind }) => !excused.includes(kind));
    expect(audit.findings.length === 0 ? '' : explain(study, audit)).toBe('');
    // Two were open before, three came in bad weather.
    expect(audit.verdict.orders).toMatchObject({ accepted: 5, kept: 5 });
  });

  it('parks a signed delivery that nobody can read, and one of an unknown topic, with the reason, and serves their neighbours', async () => {
    const gibberish = `{"id": ${randomInt(1e9)}, "line_items": "none of your business`;
    expect(await deliver(gibberish)).toBe(200);
    expect(await deliver('{"id":1}', { topic: 'planets/align' })).toBe(200);
    await orderReachesTheOtherStore('BAG-JUTE');
    await eventually(async () => {
      const parked = await intake();
      expect(parked.deliveries).toEqual([
        expect.objectContaining({ channel: 'store-a', topic: 'orders/create', reason: expect.stringMatching(/\w/) }),
        expect.objectContaining({ topic: 'planets/align', reason: expect.stringContaining('planets/align') }),
      ]);
      expect(JSON.stringify(parked)).not.toContain('none of your business');
    });
    expect(await storedDeliveries()).toBeGreaterThanOrEqual(2);
  });

  it('names the variable that is missing or wrong, says what would be right and exits', async () => {
    const { fleet, bridge } = study;
    const program = { ...bridge.program('inventory-core'), name: 'misconfigured' };
    const { AMQP_URL: _, ...without } = bridge.environment('inventory-core');
    await expect(fleet.run({ ...program, env: without })).rejects.toThrow(
      /exit code 78[^]*AMQP_URL is not set[^]*Example/,
    );
    const wrong = { ...bridge.environment('inventory-core'), TILLBRIDGE_MASTER_KEY: 'short' };
    await expect(fleet.run({ ...program, env: wrong })).rejects.toThrow(/exit code 78[^]*TILLBRIDGE_MASTER_KEY/);
  });

  it('names the path in tillbridge.yaml that is missing or wrong and exits', async () => {
    const { shop } = study;
    const wrong = shop.configuration.replace(/storeLocation: .*/, 'storeLocation: the shop on the corner');
    const imported = study.importConfiguration(wrong, shop.secrets);
    await expect(imported).rejects.toThrow(/stores\[0\]\.locations\[0\]\.storeLocation/);
    await expect(study.importConfiguration(shop.configuration, {})).rejects.toThrow(/LIGHTSPEED_TOKEN/);
  });
});
