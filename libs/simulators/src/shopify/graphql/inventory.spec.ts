import { closeAll, SET, setInput, SOHO, DEPOT, testTwin, type TestTwin } from '../testing/harness';

describe('inventory writes of the Shopify twin', () => {
  let twin: TestTwin;
  let tee: string;
  beforeEach(async () => {
    twin = await testTwin();
    tee = twin.itemId('TEE-M');
  });
  afterEach(closeAll);

  const set = async (variables: object, version?: string) => {
    const { body } = await twin.gql(SET, variables, version);
    return body.data.inventorySetQuantities;
  };
  const codes = (payload: { userErrors: { code: string }[] }) => payload.userErrors.map((error) => error.code);

  it('sets available, mirrors the change on on_hand and never says the quantity after it', async () => {
    const { body } = await twin.gql(SET, setInput([{ item: tee, quantity: 9, from: 5 }], 'k1'));
    const { inventoryAdjustmentGroup: group, userErrors } = body.data.inventorySetQuantities;
    expect(userErrors).toEqual([]);
    expect(group).toMatchObject({ reason: 'correction', referenceDocumentUri: 'tillbridge://test/1' });
    const shared = {
      delta: 4,
      quantityAfterChange: null,
      item: { id: tee },
      location: { id: `gid://shopify/Location/${SOHO}`, name: 'Soho' },
    };
    expect(group.changes).toEqual([
      { name: 'available', ...shared },
      { name: 'on_hand', ...shared },
    ]);
    expect(body.extensions.cost).toMatchObject({ requestedQueryCost: 13, actualQueryCost: 13 });
    expect(await twin.available('TEE-M')).toBe(9);
  });

  it('answers a value that is already there with success and no group', async () => {
    expect(await set(setInput([{ item: tee, quantity: 5, from: 5 }], 'k1'))).toEqual({
      inventoryAdjustmentGroup: null,
      userErrors: [],
    });
  });

  it('demands the @idempotent directive at runtime', async () => {
    const { status, body } = await twin.gql(
      SET.replace('@idempotent(key: $key)', '').replace(', $key: String!', ''),
      setInput([{ item: tee, quantity: 9, from: 5 }], 'k'),
    );
    expect(status).toBe(200);
    expect(body.errors).toEqual([
      {
        message: 'The @idempotent directive is required for this mutation but was not provided.',
        locations: [{ line: 2, column: 3 }],
        path: ['inventorySetQuantities'],
        extensions: { code: 'BAD_REQUEST' },
      },
    ]);
    expect(body.data).toEqual({ inventorySetQuantities: null });
    expect(await twin.available('TEE-M')).toBe(5);
  });

  it('demands changeFromQuantity at runtime, yet takes an explicit null as "do not compare"', async () => {
    const { body } = await twin.gql(SET, setInput([{ item: tee, quantity: 9 }], 'k1'));
    expect(body.errors[0]).toMatchObject({
      message: 'InventoryQuantityInput must include the following argument: changeFromQuantity.',
      path: ['inventorySetQuantities'],
      extensions: { code: 'INVALID_FIELD_ARGUMENTS' },
    });
    expect(body.errors[0].locations).toHaveLength(2);
    expect(body.data).toEqual({ inventorySetQuantities: null });
    expect((await set(setInput([{ item: tee, quantity: 9, from: null }], 'k1'))).userErrors).toEqual([]);
    expect(await twin.available('TEE-M')).toBe(9);
  });

  it('refuses a stale compare and changes nothing, not even the good lines beside it', async () => {
    const mug = twin.itemId('MUG');
    const payload = await set(
      setInput(
        [
          { item: mug, quantity: 4, from: 1 },
          { item: tee, quantity: 9, from: 4 },
        ],
        'k1',
      ),
    );
    expect(payload.inventoryAdjustmentGroup).toBeNull();
    expect(payload.userErrors).toEqual([
      expect.objectContaining({
        code: 'CHANGE_FROM_QUANTITY_STALE',
        field: ['input', 'quantities', '1', 'changeFromQuantity'],
      }),
    ]);
    expect(await twin.available('MUG')).toBe(1);
    expect(await twin.available('TEE-M')).toBe(5);
  });

  it('replays the stored answer for the same key and arguments, without doing it again', async () => {
    const first = await set(setInput([{ item: tee, quantity: 9, from: 5 }], 'k1'));
    await twin.control('admin/level', { sku: 'TEE-M', locationId: SOHO, available: 3 });
    const again = await set(setInput([{ item: tee, quantity: 9, from: 5 }], 'k1'));
    expect(again).toEqual(first);
    expect(await twin.available('TEE-M')).toBe(3);
  });

  it('refuses a known key with other arguments', async () => {
    await set(setInput([{ item: tee, quantity: 9, from: 5 }], 'k1'));
    expect(codes(await set(setInput([{ item: tee, quantity: 8, from: 9 }], 'k1')))).toEqual([
      'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
    ]);
    expect(await twin.available('TEE-M')).toBe(9);
  });

  it('forgets a key after its life', async () => {
    const forgetful = await testTwin({ idempotencyMs: 0 });
    const item = forgetful.itemId('TEE-M');
    await forgetful.gql(SET, setInput([{ item, quantity: 9, from: 5 }], 'k1'));
    const { body } = await forgetful.gql(SET, setInput([{ item, quantity: 9, from: 5 }], 'k1'));
    expect(codes(body.data.inventorySetQuantities)).toEqual(['CHANGE_FROM_QUANTITY_STALE']);
  });

  it('refuses a key that is still being worked on, and applies it once', async () => {
    const slow = await testTwin({ answerMs: { min: 60, max: 120 } });
    const variables = setInput([{ item: slow.itemId('TEE-M'), quantity: 9, from: 5 }], 'k1');
    const answers = await Promise.all(Array.from({ length: 6 }, () => slow.gql(SET, variables)));
    const seen = answers.flatMap(({ body }) => codes(body.data.inventorySetQuantities));
    expect(new Set(seen)).toEqual(new Set(['IDEMPOTENCY_CONCURRENT_REQUEST']));
    const { entries } = await slow.control('log');
    expect(entries.filter((entry: { kind: string }) => entry.kind === 'level_set')).toHaveLength(1);
  });

  it('lets available go below zero, but not on_hand', async () => {
    expect((await set(setInput([{ item: tee, quantity: -5, from: 5 }], 'k1'))).userErrors).toEqual([]);
    expect(await twin.available('TEE-M')).toBe(-5);
    expect(codes(await set(setInput([{ item: tee, quantity: -5, from: null }], 'k2', 'on_hand')))).toEqual([
      'INVALID_QUANTITY_NEGATIVE',
    ]);
  });

  it('answers each kind of wrong input with its code', async () => {
    const other = 'gid://shopify/InventoryItem/1';
    expect(codes(await set(setInput([{ item: other, quantity: 1, from: null }], 'a')))).toEqual([
      'INVALID_INVENTORY_ITEM',
    ]);
    expect(codes(await set(setInput([{ item: tee, location: '1', quantity: 1, from: null }], 'b')))).toEqual([
      'INVALID_LOCATION',
    ]);
    expect(codes(await set(setInput([{ item: tee, quantity: 1, from: null }], 'c', 'committed')))).toEqual([
      'INVALID_NAME',
    ]);
    expect(codes(await set(setInput([{ item: tee, quantity: 2e9, from: null }], 'd')))).toEqual([
      'INVALID_QUANTITY_TOO_HIGH',
    ]);
    const twice = [
      { item: tee, quantity: 1, from: null },
      { item: tee, quantity: 2, from: null },
    ];
    expect(codes(await set(setInput(twice, 'e')))).toEqual(['NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR']);
    const strange = setInput([{ item: tee, quantity: 1, from: null }], 'f');
    strange.input.reason = 'because';
    expect(codes(await set(strange))).toEqual(['INVALID_REASON']);
  });

  it('needs the item stocked at the location up to 2026-07, and stocks it from 2026-10 on', async () => {
    const mug = twin.itemId('MUG');
    const wanted = [{ item: mug, location: DEPOT, quantity: 3, from: null }];
    expect(codes(await set(setInput(wanted, 'a')))).toEqual(['ITEM_NOT_STOCKED_AT_LOCATION']);
    expect(codes(await set(setInput(wanted, 'b'), '2026-10'))).toEqual([]);
    expect(await twin.available('MUG', DEPOT)).toBe(3);
  });

  it('takes 250 quantities in a call and refuses 251 before looking at them', async () => {
    const many = (size: number) => Array.from({ length: size }, () => ({ item: tee, quantity: 1, from: null }));
    const { body } = await twin.gql(SET, setInput(many(251), 'k1'));
    expect(body.errors[0]).toMatchObject({
      message: 'The input array size of 251 is greater than the maximum allowed of 250.',
      extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' },
    });
    expect(body).not.toHaveProperty('data');
    expect((await set(setInput(many(250), 'k2'))).userErrors.length).toBe(249);
  });

  it('words an unknown input field as INVALID_VARIABLE, without data', async () => {
    const variables = setInput([{ item: tee, quantity: 1, from: null }], 'k1');
    Object.assign(variables.input, { ignoreCompareQuantity: true });
    const { body } = await twin.gql(SET, variables);
    expect(body).not.toHaveProperty('data');
    expect(body.errors[0]).toMatchObject({
      message:
        'Variable $input of type InventorySetQuantitiesInput! was provided invalid value for ignoreCompareQuantity (Field is not defined on InventorySetQuantitiesInput)',
      extensions: {
        code: 'INVALID_VARIABLE',
        problems: [
          { path: ['ignoreCompareQuantity'], explanation: 'Field is not defined on InventorySetQuantitiesInput' },
        ],
      },
    });
  });

  it('adjusts by a delta, comparing first', async () => {
    const ADJUST = `mutation ($input: InventoryAdjustQuantitiesInput!, $key: String!) {
      inventoryAdjustQuantities(input: $input) @idempotent(key: $key) {
        inventoryAdjustmentGroup { changes { name delta } } userErrors { code field message } } }`;
    const change = {
      inventoryItemId: tee,
      locationId: `gid://shopify/Location/${SOHO}`,
      delta: -2,
      changeFromQuantity: 5,
    };
    const input = { name: 'available', reason: 'correction', changes: [change] };
    const { body } = await twin.gql(ADJUST, { input, key: 'a' });
    expect(body.data.inventoryAdjustQuantities.inventoryAdjustmentGroup.changes).toEqual([
      { name: 'available', delta: -2 },
      { name: 'on_hand', delta: -2 },
    ]);
    const stale = await twin.gql(ADJUST, { input, key: 'b' });
    expect(codes(stale.body.data.inventoryAdjustQuantities)).toEqual(['CHANGE_FROM_QUANTITY_STALE']);
    expect(await twin.available('TEE-M')).toBe(3);
  });

  it('activates an item at a location with its first stock, and refuses a stock for an active one', async () => {
    const ACTIVATE = `mutation ($item: ID!, $location: ID!, $available: Int, $key: String!) {
      inventoryActivate(inventoryItemId: $item, locationId: $location, available: $available) @idempotent(key: $key) {
        inventoryLevel { id isActive quantities(names: ["available", "on_hand"]) { name quantity updatedAt } }
        userErrors { field message } } }`;
    const variables = { item: twin.itemId('MUG'), location: `gid://shopify/Location/${DEPOT}`, available: 9 };
    const { body } = await twin.gql(ACTIVATE, { ...variables, key: 'a' });
    const level = body.data.inventoryActivate.inventoryLevel;
    expect(level.quantities).toEqual([
      { name: 'available', quantity: 9, updatedAt: expect.any(String) },
      { name: 'on_hand', quantity: 9, updatedAt: null },
    ]);
    const again = await twin.gql(ACTIVATE, { ...variables, available: 1, key: 'b' });
    expect(again.body.data.inventoryActivate.userErrors[0].field).toEqual(['available']);
    expect(await twin.available('MUG', DEPOT)).toBe(9);
  });

  it('shows totalInventory late after a write, inventoryQuantity at once', async () => {
    const lagging = await testTwin({ totalInventoryLagMs: 60_000 });
    await lagging.gql(SET, setInput([{ item: lagging.itemId('TEE-M'), quantity: 9, from: 5 }], 'k1'));
    const { body } = await lagging.gql(
      '{ productVariants(first: 1, query: "sku:TEE-M") { nodes { inventoryQuantity product { totalInventory } } } }',
    );
    expect(body.data.productVariants.nodes).toEqual([{ inventoryQuantity: 11, product: { totalInventory: 7 } }]);
  });
});
