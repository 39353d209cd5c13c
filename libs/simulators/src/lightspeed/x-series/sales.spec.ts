import { openShop, until, type Json, type Shop } from './spec-client';

const OUR_ID = '5b1f3c9e-0000-4000-8000-00000000a001';

describe('sales of the X-Series twin', () => {
  let shop: Shop;
  beforeEach(async () => (shop = await openShop()));
  afterEach(() => shop.twin.close());

  const entries = async (...kinds: string[]) =>
    (await shop.control('/log')).entries.filter((entry: Json) => kinds.includes(entry.kind));
  const void_ = (id: string) => shop.api('PUT', `/sales/${id}`, { ...shop.sale('TEE', 1), state: 'voided' });

  it('takes stock for a closed sale and reads back what the client said of its origin', async () => {
    const { status, body } = await shop.api('POST', '/sales', shop.sale('TEE', 2, { id: OUR_ID, note: '#1015' }));
    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      id: OUR_ID,
      state: 'closed',
      note: '#1015',
      source: {
        author: { id: shop.ids.user },
        register_id: shop.ids.register,
        outlet_id: shop.ids.outlet,
        type: 'tillbridge',
        id: 'store-a:1',
      },
      totals: { price: 20, tax: 0, price_incl_tax: 20 },
      return: { is_return: false, original_sale_id: null },
    });
    expect(body.data._metadata.version).toBeGreaterThan(2 ** 32);
    expect(await shop.level('TEE')).toBe(3);
    expect(await entries('api_sale')).toMatchObject([
      { saleId: OUR_ID, sku: 'TEE', quantity: 2, outlet: 'Main', sourceId: 'store-a:1' },
    ]);
  });

  it('records the sale and moves its row in one commit, the row numbered after the sale', async () => {
    await shop.api('POST', '/sales', shop.sale('TEE', 1, { id: OUR_ID }));
    const sale = (await shop.api('GET', `/sales/${OUR_ID}`)).body.data;
    const [row] = (await shop.api('GET', `/inventory/${shop.productId('TEE')}`)).body;
    expect(row.version).toBeGreaterThan(sale._metadata.version);
  });

  it('can move the row some time after the record', async () => {
    await shop.control('/faults', { settings: { rowDelayMs: 40 } });
    await shop.api('POST', '/sales', shop.sale('TEE', 1));
    expect(await shop.level('TEE')).toBe(5);
    await until(async () => (await shop.level('TEE')) === 4);
  });

  it('sells the same id once: a second POST answers with the sale as it stands', async () => {
    const first = await shop.api('POST', '/sales', shop.sale('TEE', 1, { id: OUR_ID }));
    const second = await shop.api('POST', '/sales', shop.sale('TEE', 4, { id: OUR_ID }));
    expect(second).toMatchObject({ status: 200, body: first.body });
    expect(await shop.level('TEE')).toBe(4);
  });

  it.each(['409', '422'])('can refuse a second POST of an id with %s instead', async (saleRepost) => {
    await shop.control('/faults', { settings: { saleRepost } });
    await shop.api('POST', '/sales', shop.sale('TEE', 1, { id: OUR_ID }));
    expect((await shop.api('POST', '/sales', shop.sale('TEE', 1, { id: OUR_ID }))).status).toBe(Number(saleRepost));
    expect(await shop.level('TEE')).toBe(4);
  });

  it('can answer a POST with no more than the id of the sale', async () => {
    await shop.control('/faults', { settings: { saleRepost: 'id-only' } });
    const { status, body } = await shop.api('POST', '/sales', shop.sale('TEE', 1, { id: OUR_ID }));
    expect([status, body]).toEqual([200, { data: { id: OUR_ID } }]);
    expect(await shop.level('TEE')).toBe(4);
  });

  it('has no sale under an id that it was not given', async () => {
    expect((await shop.api('GET', `/sales/${OUR_ID}`)).status).toBe(404);
  });

  it('sells a product that was archived', async () => {
    await shop.control('/product/TEE', { archived: true });
    expect((await shop.api('POST', '/sales', shop.sale('TEE', 1))).body.data.state).toBe('closed');
  });

  it('brings units back by a closed sale of negative lines that no sale is behind', async () => {
    const { body } = await shop.api('POST', '/sales', shop.sale('TEE', -2));
    expect(body.data).toMatchObject({ state: 'closed', return: { is_return: false, original_sale_id: null } });
    expect(await shop.level('TEE')).toBe(7);
  });

  it('lets a level go below zero', async () => {
    await shop.api('POST', '/sales', shop.sale('TEE', 7));
    expect(await shop.level('TEE')).toBe(-2);
  });

  it.each([
    ['an author', { source: { register_id: undefined } }],
    ['a state', { state: undefined }],
    ['a known state', { state: 'CLOSED' }],
    ['a UUID for an id', { id: 'store-a:5551' }],
    ['an RFC3339 date', { date: '2026-11-23 10:00:00' }],
  ])('asks for %s', async (_, extra) => {
    expect((await shop.api('POST', '/sales', shop.sale('TEE', 1, extra))).status).toBe(422);
  });

  it.each([
    ['parked', [], 5],
    ['pending', [], 5],
    ['pending', ['service'], 5],
    ['pending', ['onaccount'], 3],
    ['pending', ['layby'], 3],
    ['pending', ['delivery'], 3],
    ['closed', ['pickup'], 3],
    ['voided', [], 5],
  ])('leaves the right level for %s %j', async (state, attributes, level) => {
    await shop.api('POST', '/sales', shop.sale('TEE', 2, { state, attributes }));
    expect(await shop.level('TEE')).toBe(level);
  });

  it('shows what fulfilments are owed beside the level, until they are handed over', async () => {
    await shop.api('POST', '/sales', shop.sale('TEE', 7, { id: OUR_ID, state: 'pending', attributes: ['delivery'] }));
    const row = async () => (await shop.api('GET', `/inventory/${shop.productId('TEE')}`)).body[0];
    expect(await row()).toMatchObject({ current_inventory_level: 0, quantity_to_procure: 2 });
    await shop.api('PUT', `/sales/${OUR_ID}`, { ...shop.sale('TEE', 7), line_items: undefined });
    expect(await row()).toMatchObject({ current_inventory_level: -2, quantity_to_procure: 0 });
    expect(await entries('api_sale')).toHaveLength(1);
  });

  it('gives the goods back and deletes the payments when voided, once', async () => {
    await shop.api('POST', '/sales', shop.sale('TEE', 2, { id: OUR_ID }));
    const { body } = await void_(OUR_ID);
    expect(body.data.state).toBe('voided');
    expect(body.data.payments[0].deleted_at).not.toBeNull();
    expect(await shop.level('TEE')).toBe(5);
    expect((await void_(OUR_ID)).status).toBe(422);
    expect(await shop.level('TEE')).toBe(5);
    expect(await entries('void')).toMatchObject([{ saleId: OUR_ID, quantity: 2, by: 'api' }]);
  });

  it('changes a closed sale into nothing but a voided one', async () => {
    await shop.api('POST', '/sales', shop.sale('TEE', 1, { id: OUR_ID }));
    expect((await shop.api('PUT', `/sales/${OUR_ID}`, shop.sale('TEE', 1, { state: 'parked' }))).status).toBe(422);
    expect((await void_('5b1f3c9e-0000-4000-8000-00000000ffff')).status).toBe(404);
  });

  it('returns a sale in two steps: parked and negative, then paid out and closed', async () => {
    await shop.api('POST', '/sales', shop.sale('TEE', 3, { id: OUR_ID }));
    const parked = (await shop.api('POST', `/sales/${OUR_ID}/actions/return`)).body.data;
    expect(parked).toMatchObject({ state: 'parked', return: { is_return: true, original_sale_id: OUR_ID } });
    expect(parked.line_items).toMatchObject([{ quantity: -3 }]);
    expect(await shop.level('TEE')).toBe(2);

    const one = shop.sale('TEE', -1);
    expect((await shop.api('PUT', `/sales/${parked.id}`, shop.sale('TEE', -4))).status).toBe(422);
    expect((await shop.api('PUT', `/sales/${parked.id}`, shop.sale('CAP', -1))).status).toBe(422);
    expect((await shop.api('PUT', `/sales/${parked.id}`, one)).status).toBe(200);
    expect(await shop.level('TEE')).toBe(3);

    const rest = (await shop.api('POST', `/sales/${OUR_ID}/actions/return`)).body.data;
    expect(rest.line_items).toMatchObject([{ quantity: -2 }]);
    expect((await void_(OUR_ID)).status).toBe(422);
  });

  it('keeps one parked return per sale since 2026-07', async () => {
    await shop.api('POST', '/sales', shop.sale('TEE', 1, { id: OUR_ID }));
    const first = (await shop.api('POST', `/sales/${OUR_ID}/actions/return`)).body.data;
    await shop.api('POST', `/sales/${OUR_ID}/actions/return`);
    expect((await shop.api('GET', `/sales/${first.id}`)).body.data.state).toBe('voided');
    expect(await shop.level('TEE')).toBe(4);
  });

  it('lets people sell, take back and void at the till, each in the log under its own name', async () => {
    const { saleId } = await shop.control('/till/sale', { outlet: 'Main', lines: [{ sku: 'TEE', quantity: 2 }] });
    await shop.control('/till/return', { outlet: 'Main', lines: [{ sku: 'CAP', quantity: 1 }] });
    await shop.control('/till/void', { saleId });
    expect(await entries('till_sale', 'till_return', 'void')).toMatchObject([
      { kind: 'till_sale', saleId, sku: 'TEE', quantity: 2, outlet: 'Main' },
      { kind: 'till_return', sku: 'CAP', quantity: 1 },
      { kind: 'void', saleId, sku: 'TEE', quantity: 2, by: 'till' },
    ]);
    expect([await shop.level('TEE'), await shop.level('CAP')]).toEqual([5, 4]);
  });
});
