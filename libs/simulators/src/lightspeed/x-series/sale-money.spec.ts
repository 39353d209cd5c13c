import { openShop, type Json, type Shop } from './spec-client';

describe('the money of a sale at the X-Series twin', () => {
  let shop: Shop;
  beforeEach(async () => (shop = await openShop()));
  afterEach(() => shop.twin.close());

  it.each([
    ['payments below the total', { payments: [{ amount: 9.98 }] }],
    ['payments above the total', { payments: [{ amount: 10.01 }] }],
  ])('refuses %s', async (_, extra: Json) => {
    const payments = extra.payments.map((payment: Json) => ({ type: { config_id: shop.ids.cash }, ...payment }));
    const { status, body } = await shop.api('POST', '/sales', shop.sale('TEE', 1, { payments }));
    expect(status).toBe(422);
    expect(body).toEqual({ error: 'Unprocessable Entity', message: expect.stringContaining('do not equal') });
    expect(await shop.level('TEE')).toBe(5);
  });

  it('counts tax into the total to be paid', async () => {
    const sale = shop.sale('TEE', 2);
    sale.line_items[0].tax = { id: shop.ids.gst, amount: 1.5 };
    expect((await shop.api('POST', '/sales', sale)).status).toBe(422);
    sale.payments[0].amount = 23;
    expect((await shop.api('POST', '/sales', sale)).body.data.totals).toMatchObject({ tax: 3, price_incl_tax: 23 });
  });

  it('counts with its own price unless the line overrides it', async () => {
    const sale = shop.sale('TEE', 1, { payments: [{ type: { config_id: shop.ids.cash }, amount: 8 }] });
    sale.line_items[0].pricing.price = 8;
    expect((await shop.api('POST', '/sales', sale)).body.data.totals.price).toBe(8);
    delete sale.line_items[0]._metadata;
    const { status, body } = await shop.api('POST', '/sales', sale);
    expect([status, body.message]).toEqual([422, 'payments of 8.00 do not equal the total of 10.00']);
    sale.payments = [];
    expect((await shop.api('POST', '/sales', sale)).body.data.totals.price).toBe(10);
  });

  it('refuses a tax that does not fit its rate, unless told to take it as it was sent', async () => {
    const sale = shop.sale('TEE', 1);
    sale.line_items[0].tax = { id: shop.ids.gst, amount: 0 };
    const { status, body } = await shop.api('POST', '/sales', sale);
    expect([status, body.message]).toEqual([422, 'line_items[0].tax.amount of 0 does not fit the rate of 0.15: 1.5']);
    await shop.control('/faults', { settings: { lineTax: 'as-sent' } });
    expect((await shop.api('POST', '/sales', sale)).status).toBe(200);
  });
});
