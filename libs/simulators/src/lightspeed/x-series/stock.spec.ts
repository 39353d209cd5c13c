import { openShop, until, type Json, type Shop } from './spec-client';

describe('stock changes without a sale in the X-Series twin', () => {
  let shop: Shop;
  beforeEach(async () => (shop = await openShop({}, { outlets: ['Main', 'Second'] })));
  afterEach(() => shop.twin.close());

  const adjust = (...items: object[]) =>
    shop.api('POST', '/stock_adjustments', {
      stock_adjustments: items.map((item) => ({
        product_id: shop.productId('TEE'),
        outlet_id: shop.ids.outlet,
        ...item,
      })),
    });
  const reason = (name: string, type: string) =>
    shop.api('POST', '/custom_inventory_adjustment_reasons', { name, type, enabled: true });
  const log = async (kind: string) => (await shop.control('/log')).entries.filter((entry: Json) => entry.kind === kind);
  const levelAt = async (sku: string, outlet: string) =>
    (await shop.control('/state')).levels.find((row: Json) => row.sku === sku && row.outlet === outlet).level;

  it('adjusts by deltas, answers 201 in the order asked and lists them', async () => {
    const { status, body } = await adjust(
      { quantity: '-2', reason: 'DAMAGE' },
      { product_id: shop.productId('CAP'), quantity: '4', reason: 'STOCK_FOUND' },
    );
    expect(status).toBe(201);
    expect(body.data).toMatchObject([{ quantity: '-2' }, { quantity: '4' }]);
    expect([await shop.level('TEE'), await shop.level('CAP')]).toEqual([3, 7]);
    expect((await shop.api('GET', `/stock_adjustments?after=${body.data[0].version}`)).body.data).toHaveLength(1);
  });

  it.each([
    ['a loss that adds', { quantity: '1', reason: 'THEFT' }],
    ['a find that takes', { quantity: '-1', reason: 'STOCK_FOUND' }],
    ['nothing', { quantity: '0', reason: 'THEFT' }],
    ['a number where a string is due', { quantity: -1, reason: 'THEFT' }],
    ['an unknown reason', { quantity: '-1', reason: 'BORED' }],
    ['a custom reason without its id', { quantity: '-1', reason: 'CUSTOM' }],
    ['an unknown product', { quantity: '-1', reason: 'THEFT', product_id: 'x' }],
    ['a field it does not know', { quantity: '-1', reason: 'THEFT', idempotency_key: 'x' }],
  ])('refuses %s, and with it the whole batch', async (_, item) => {
    expect((await adjust({ quantity: '-1', reason: 'DAMAGE' }, item)).status).toBe(422);
    expect(await shop.level('TEE')).toBe(5);
  });

  it('takes 1 to 1000 adjustments at once', async () => {
    const one = { quantity: '1', reason: 'STOCK_FOUND' };
    expect((await adjust()).status).toBe(422);
    expect((await adjust(...Array.from({ length: 1001 }, () => one))).status).toBe(422);
    expect((await adjust(...Array.from({ length: 1000 }, () => one))).status).toBe(201);
  });

  it('gives a custom reason its own sign and its name to nobody else', async () => {
    const minus = (await reason('Sync hub -', 'NEGATIVE')).body.data;
    expect((await reason('Sync hub -', 'POSITIVE')).status).toBe(409);
    expect((await reason('a name of far too many characters', 'POSITIVE')).status).toBe(422);
    const custom = { reason: 'CUSTOM', custom_inventory_adjustment_reason_id: minus.id };
    expect((await adjust({ ...custom, quantity: '1' })).status).toBe(422);
    expect((await adjust({ ...custom, quantity: '-1' })).status).toBe(201);
  });

  it('writes an absolute level over whatever the till sold meanwhile', async () => {
    await shop.control('/till/sale', { outlet: 'Main', lines: [{ sku: 'TEE', quantity: 1 }] });
    await shop.api('PUT', `/products/${shop.productId('TEE')}`, {
      details: { inventory: [{ outlet_id: shop.ids.outlet, current_amount: 5 }] },
    });
    expect(await shop.level('TEE')).toBe(5);
    expect(await log('level_set')).toMatchObject([{ sku: 'TEE', from: 4, to: 5, by: 'api' }]);
  });

  it('creates products with opening levels and answers their ids only', async () => {
    const inventory = [{ outlet_id: shop.ids.outlet, current_amount: 9 }];
    const { body } = await shop.api('POST', '/products', { name: 'Mug', sku: 'MUG', inventory });
    expect(body.data).toHaveLength(1);
    expect((await shop.api('GET', '/products?sku=MUG')).body.data[0].id).toBe(body.data[0]);
    expect(await shop.level('MUG')).toBe(9);
    expect((await shop.api('POST', '/products', { sku: 'NAMELESS' })).status).toBe(422);
  });

  it('receives, counts and transfers without a sale record', async () => {
    await shop.control('/delivery', { outlet: 'Main', lines: [{ sku: 'TEE', quantity: 4 }] });
    await shop.control('/count', { outlet: 'Main', sku: 'CAP', counted: 2 });
    await shop.control('/transfer', { from: 'Main', to: 'Second', lines: [{ sku: 'TEE', quantity: 3 }] });
    expect([await levelAt('TEE', 'Main'), await levelAt('TEE', 'Second')]).toEqual([6, 3]);
    expect((await shop.api('GET', '/sales')).body.data).toEqual([]);
    expect(await log('delivery')).toMatchObject([{ sku: 'TEE', quantity: 4, outlet: 'Main' }]);
    expect(await log('count')).toMatchObject([{ sku: 'CAP', outlet: 'Main', from: 3, to: 2 }]);
    expect(await log('transfer')).toMatchObject([{ sku: 'TEE', quantity: 3, from: 'Main', to: 'Second' }]);
    expect((await shop.api('GET', '/consignments?type=STOCKTAKE')).body.data).toMatchObject([
      { status: 'STOCKTAKE_COMPLETE' },
    ]);
  });

  it('leaves a transfer in transit until it is received', async () => {
    const order = { from: 'Main', to: 'Second', lines: [{ sku: 'TEE', quantity: 3 }], receive: false };
    const { consignmentId } = await shop.control('/transfer', order);
    expect([await levelAt('TEE', 'Main'), await levelAt('TEE', 'Second')]).toEqual([2, 0]);
    await shop.control(`/transfer/${consignmentId}/receive`, {});
    expect(await levelAt('TEE', 'Second')).toBe(3);
  });

  it('zeroes every product when a whole count is completed untouched', async () => {
    const { body } = await shop.api('POST', '/consignments', { type: 'STOCKTAKE', outlet_id: shop.ids.outlet });
    const path = `/consignments/${body.data.id}`;
    const status = async () => (await shop.api('GET', path)).body.data.status;
    expect((await shop.api('PUT', path, { status: 'STOCKTAKE_COMPLETE' })).status).toBe(422);
    await shop.api('PUT', path, { status: 'STOCKTAKE_IN_PROGRESS' });
    await until(async () => (await status()) === 'STOCKTAKE_IN_PROGRESS_PROCESSED');
    await shop.api('POST', `${path}/bulk`, [{ product_id: shop.productId('CAP'), received: '2' }]);
    await shop.api('PUT', path, { status: 'STOCKTAKE_COMPLETE' });
    expect([await shop.level('TEE'), await shop.level('CAP')]).toEqual([0, 2]);
  });

  it('walks a supplier order to its receipt, and no shorter way', async () => {
    const { body } = await shop.api('POST', '/consignments', { type: 'SUPPLIER', outlet_id: shop.ids.outlet });
    const path = `/consignments/${body.data.id}`;
    const to = async (status: string) => (await shop.api('PUT', path, { status })).status;
    expect(await to('RECEIVED')).toBe(422);
    expect(await to('SENT')).toBe(422);
    await shop.api('POST', `${path}/products`, { product_id: shop.productId('TEE'), count: '6' });
    expect(await to('SENT')).toBe(200);
    await shop.api('POST', `${path}/products`, { product_id: shop.productId('TEE'), received: '5' });
    expect(await shop.level('TEE')).toBe(5);
    expect(await to('RECEIVED')).toBe(200);
    expect(await shop.level('TEE')).toBe(10);
  });
});
