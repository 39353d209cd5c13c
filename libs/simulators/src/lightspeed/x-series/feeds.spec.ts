import { call, openShop, TOKEN, type Json, type Shop } from './spec-client';

describe('feeds of the X-Series twin', () => {
  let shop: Shop;
  beforeEach(async () => (shop = await openShop()));
  afterEach(() => shop.twin.close());

  const pages = async (path: string) => {
    const seen: Json[] = [];
    let after = '0';
    for (let page = 0; page < 20; page++) {
      const { body } = await shop.api('GET', `${path}${path.includes('?') ? '&' : '?'}after=${after}&page_size=1`);
      if (body.data.length === 0) return { seen, end: body.version };
      seen.push(...body.data);
      after = String(body.version.max);
    }
    throw new Error('the feed never ended');
  };

  it('pages upward with an exclusive cursor and ends on an empty page whose bounds are null', async () => {
    const { seen, end } = await pages('/products');
    expect(seen.map((product) => product.sku)).toEqual(['TEE', 'CAP']);
    expect(end).toEqual({ min: null, max: null });
  });

  it('numbers every change above 2^32, rising, with gaps, own writes included', async () => {
    const before = (await shop.api('GET', '/products')).body.data;
    await shop.api('PUT', `/products/${shop.productId('TEE')}`, { common: { name: 'Tee 2' } });
    const after = (await shop.api('GET', `/products?after=${before[1].version}`)).body.data;
    expect(after.map((product: Json) => product.name)).toEqual(['Tee 2']);
    expect(before[0].version).toBeGreaterThan(2 ** 32);
    expect(after[0].version).toBeGreaterThan(before[1].version);
  });

  it('keeps versions above 2^53 exact on the wire, out and in', async () => {
    const big = await openShop({ firstVersion: 2n ** 60n });
    const first = (await big.api('GET', '/products?page_size=1')).body;
    expect(first.version.max).toBeGreaterThan(2n ** 60n);
    const next = (await big.api('GET', `/products?after=${first.version.max}`)).body;
    expect(next.data.map((product: Json) => product.sku)).toEqual(['CAP']);
    const rows = (await big.api('POST', '/inventory', `{"after":${first.version.max},"sort_direction":"asc"}`)).body;
    expect(rows.map((row: Json) => row.version > first.version.max)).toEqual([true, true]);
    await big.twin.close();
  });

  it('shows an archived product only as a tombstone, and only to who asks', async () => {
    await shop.control('/product/TEE', { archived: true });
    expect((await pages('/products')).seen.map((product) => product.sku)).toEqual(['CAP']);
    const { seen } = await pages('/products?deleted=true');
    expect(seen.map((product) => [product.sku, product.deleted_at !== null])).toEqual([
      ['CAP', false],
      ['TEE', true],
    ]);
    expect((await shop.api('POST', '/inventory', {})).body).toHaveLength(1);
    expect((await shop.api('POST', '/inventory', { include_deleted: true })).body).toHaveLength(2);
  });

  it('lists inventory newest first unless told otherwise, so that a cursor loop that forgets it loses rows', async () => {
    const newest = (await shop.api('POST', '/inventory', { size: 1 })).body;
    expect(newest[0].product_id).toBe(shop.productId('CAP'));
    const oldest = (await shop.api('POST', '/inventory', { size: 1, sort_direction: 'asc' })).body;
    expect(oldest[0].product_id).toBe(shop.productId('TEE'));
    const skipped = (await shop.api('POST', '/inventory', { after: newest[0].version })).body;
    expect(skipped).toEqual([]);
  });

  it('answers all outlets of one product', async () => {
    const { body } = await shop.api('GET', `/inventory/${shop.productId('TEE')}`);
    expect(body).toMatchObject([{ outlet_id: shop.ids.outlet, current_inventory_level: 5, quantity_to_procure: 0 }]);
  });

  it('lets inventory reads lag, as from a replica, while sales do not', async () => {
    await shop.control('/faults', { settings: { lagMs: 60_000 } });
    await shop.control('/till/sale', { outlet: 'Main', lines: [{ sku: 'TEE', quantity: 1 }] });
    expect((await shop.api('GET', '/sales')).body.data).toHaveLength(1);
    expect((await shop.api('POST', '/inventory', {})).body).toEqual([]);
    await shop.control('/faults', { clear: true });
    expect((await shop.api('GET', `/inventory/${shop.productId('TEE')}`)).body[0].current_inventory_level).toBe(4);
  });

  it.each(['outlets', 'registers', 'users', 'payment_types', 'taxes'])('feeds %s', async (resource) => {
    const { body } = await shop.api('GET', `/${resource}`);
    expect(body.data.length).toBeGreaterThan(0);
    expect(body.version.max).toBe(body.data.at(-1).version);
  });

  it('serves dead versions from the oldest live one, with its inventory, and refuses versions that never were', async () => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    const dead = await call(`${shop.twin.url}/api/2025-10/inventory`, 'GET', undefined, headers);
    expect(dead.body.data[0]).toMatchObject({ inventory_level: 5 });
    expect((await shop.api('GET', '/inventory')).status).toBe(404);
    expect((await call(`${shop.twin.url}/api/2031-01/products`, 'GET', undefined, headers)).status).toBe(404);
  });
});
