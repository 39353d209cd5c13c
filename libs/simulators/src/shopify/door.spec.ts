import { closeAll, SET, setInput, SOHO, testTwin, TOKEN, type TestTwin } from './testing/harness';

const NAME = '{ shop { name } }';

describe('the door of the Shopify twin', () => {
  let twin: TestTwin;
  beforeEach(async () => {
    twin = await testTwin();
  });
  afterEach(closeAll);

  const grant = (body: object) =>
    fetch(`${twin.url}/admin/oauth/access_token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const credentials = { client_id: 'client', client_secret: 'hush', grant_type: 'client_credentials' };

  it('answers 401 to an unknown token and says the version it served', async () => {
    expect((await twin.gql(NAME, {}, '2026-07', 'shpat_other')).status).toBe(401);
    const { headers, body } = await twin.gql(NAME);
    expect(headers.get('x-shopify-api-version')).toBe('2026-07');
    expect(body.data).toEqual({ shop: { name: 'acme-a' } });
  });

  it('serves both versions, lets older ones fall forward and knows no later one', async () => {
    expect((await twin.gql(NAME, {}, '2026-10')).headers.get('x-shopify-api-version')).toBe('2026-10');
    expect((await twin.gql(NAME, {}, '2025-07')).headers.get('x-shopify-api-version')).toBe('2026-07');
    expect((await twin.gql(NAME, {}, '2029-01')).status).toBe(404);
  });

  it('gives client-credentials tokens for a day and refuses wrong secrets', async () => {
    const response = await grant(credentials);
    const { access_token: token, expires_in: seconds, scope } = (await response.json()) as Record<string, string>;
    expect({ status: response.status, seconds }).toEqual({ status: 200, seconds: 86_399 });
    expect(scope).toContain('write_inventory');
    expect((await twin.gql(NAME, {}, '2026-07', token)).status).toBe(200);
    expect((await grant({ ...credentials, client_secret: 'wrong' })).status).toBe(400);
    expect((await grant({ ...credentials, client_id: 'other' })).status).toBe(400);
  });

  it('lets tokens expire and be revoked', async () => {
    const brief = await testTwin({ tokenSeconds: 0 });
    const response = await fetch(`${brief.url}/admin/oauth/access_token`, {
      method: 'POST',
      body: JSON.stringify(credentials),
    });
    const { access_token: token } = (await response.json()) as { access_token: string };
    expect((await brief.gql(NAME, {}, '2026-07', token)).status).toBe(401);
    await twin.control('faults', { revokeTokens: true });
    expect((await twin.gql(NAME, {}, '2026-07', TOKEN)).status).toBe(401);
    expect((await grant(credentials)).status).toBe(200);
  });

  it('rejects a document that the schema does not know, and fields it does not model', async () => {
    const invalid = await twin.gql('{ shop { nonsense } }');
    expect(invalid.body.errors[0].message).toContain('nonsense');
    expect(invalid.body).not.toHaveProperty('data');
    const unmodelled = await twin.gql('{ giftCards(first: 1) { nodes { id } } }');
    expect(unmodelled.body.errors[0].extensions.code).toBe('TWIN_UNMODELLED');
    const nullable = await twin.gql('{ products(first: 1) { nodes { title templateSuffix } } }');
    expect(nullable.body.data.products.nodes).toEqual([{ title: 'Tee', templateSuffix: null }]);
  });

  it('returns data and ACCESS_DENIED for fields beyond its scopes', async () => {
    const { body } = await twin.gql(
      SET.replace('id createdAt', 'id createdAt staffMember { id }'),
      setInput([{ item: twin.itemId('TEE-M'), quantity: 6, from: 5 }], 'k'),
    );
    expect(body.errors[0].extensions.code).toBe('ACCESS_DENIED');
    expect(body.data.inventorySetQuantities.inventoryAdjustmentGroup).toMatchObject({
      staffMember: null,
      reason: 'correction',
    });
  });

  describe('limits', () => {
    it('throttles when the requested cost exceeds the bucket: 200, no data, no Retry-After', async () => {
      const small = await testTwin({ limits: true, bucket: { maximum: 20, restorePerSecond: 0.001 } });
      const variables = (from: number) =>
        setInput([{ item: small.itemId('TEE-M'), quantity: from + 1, from }], `k${from}`);
      const first = await small.gql(SET, variables(5));
      expect(first.body.extensions.cost.throttleStatus).toEqual({
        maximumAvailable: 20,
        currentlyAvailable: 7,
        restoreRate: 0.001,
      });
      const second = await small.gql(SET, variables(6));
      expect(second.status).toBe(200);
      expect(second.headers.has('retry-after')).toBe(false);
      expect(second.body).toEqual({
        errors: [
          {
            message: 'Throttled',
            extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' },
          },
        ],
        extensions: {
          cost: {
            requestedQueryCost: 13,
            actualQueryCost: null,
            throttleStatus: { maximumAvailable: 20, currentlyAvailable: 7, restoreRate: 0.001 },
          },
        },
      });
      expect(await small.available('TEE-M')).toBe(6);
    });

    it('admits the same key after a throttled attempt, which ran nothing', async () => {
      const small = await testTwin({ limits: true, bucket: { maximum: 20, restorePerSecond: 0.001 } });
      const variables = setInput([{ item: small.itemId('TEE-M'), quantity: 6, from: 5 }], 'k');
      await small.control('faults', { answers: [{ kind: 'throttled' }] });
      expect((await small.gql(SET, variables)).body.errors[0].extensions.code).toBe('THROTTLED');
      expect((await small.gql(SET, variables)).body.data.inventorySetQuantities.userErrors).toEqual([]);
    });

    it('refuses a query above 1000 points for good', async () => {
      const strict = await testTwin({ limits: true });
      const { body } = await strict.gql(`{ products(first: 250) { nodes { variants(first: 250) { nodes { inventoryItem {
        inventoryLevels(first: 250) { nodes { item { variant { product { id } } } } } } } } } } }`);
      expect(body.errors[0].extensions).toMatchObject({ code: 'MAX_COST_EXCEEDED', maxCost: 1000 });
      expect(body).not.toHaveProperty('extensions');
      expect(body).not.toHaveProperty('data');
    });
  });

  describe('faults', () => {
    const variables = () => setInput([{ item: twin.itemId('TEE-M'), quantity: 9, from: 5 }], 'k1');

    it('fails before the write: nothing happened, the key is free', async () => {
      await twin.control('faults', { answers: [{ kind: 'status', status: 503, count: 1 }] });
      expect((await twin.gql(SET, variables())).status).toBe(503);
      expect(await twin.available('TEE-M')).toBe(5);
      expect((await twin.gql(SET, variables())).body.data.inventorySetQuantities.userErrors).toEqual([]);
    });

    it('loses the answer after the write: the same key then tells what happened, once', async () => {
      await twin.control('faults', { answers: [{ kind: 'timeout', when: 'after', match: 'inventorySetQuantities' }] });
      await expect(twin.gql(SET, variables())).rejects.toThrow();
      expect(await twin.available('TEE-M')).toBe(9);
      await twin.control('admin/level', { sku: 'TEE-M', locationId: SOHO, available: 4 });
      const { body } = await twin.gql(SET, variables());
      expect(body.data.inventorySetQuantities).toMatchObject({
        inventoryAdjustmentGroup: { changes: [{ delta: 4 }, { delta: 4 }] },
        userErrors: [],
      });
      expect(await twin.available('TEE-M')).toBe(4);
    });

    it('answers 500 after the write took effect', async () => {
      await twin.control('faults', { answers: [{ kind: 'status', status: 500, when: 'after' }] });
      expect((await twin.gql(SET, variables())).status).toBe(500);
      expect(await twin.available('TEE-M')).toBe(9);
    });

    it('burns a key whose attempt broke inside', async () => {
      await twin.control('faults', { answers: [{ kind: 'previous_failed' }] });
      expect((await twin.gql(SET, variables())).status).toBe(500);
      const { body } = await twin.gql(SET, variables());
      expect(body.data.inventorySetQuantities.userErrors).toMatchObject([
        { code: 'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED' },
      ]);
    });

    it('lets an admin edit in just before a write commits, which makes it stale', async () => {
      await twin.control('faults', { adminEdits: [{ sku: 'TEE-M', delta: 1 }] });
      const { body } = await twin.gql(SET, variables());
      expect(body.data.inventorySetQuantities.userErrors).toMatchObject([{ code: 'CHANGE_FROM_QUANTITY_STALE' }]);
      expect(await twin.available('TEE-M')).toBe(6);
      const { entries } = await twin.control('log');
      expect(entries).toContainEqual(expect.objectContaining({ kind: 'level_set', from: 5, to: 6, by: 'admin' }));
    });

    it('hides what is new from the search index, while the direct read shows it', async () => {
      await twin.control('faults', { switches: { searchLagMs: 60_000 } });
      const { orderId } = await twin.control('checkout', { lines: [{ sku: 'TEE-M', quantity: 1 }] });
      const { body } = await twin.gql(
        `query ($id: ID!) { orders(first: 5) { nodes { id } } order(id: $id) { name } }`,
        {
          id: `gid://shopify/Order/${orderId}`,
        },
      );
      expect(body.data).toEqual({ orders: { nodes: [] }, order: { name: '#1001' } });
    });

    it('refuses a fault it does not know', async () => {
      expect(await twin.control('faults', { answers: [{ kind: 'earthquake' }] })).toEqual({
        error: expect.stringContaining('kind must be'),
      });
    });
  });
});
