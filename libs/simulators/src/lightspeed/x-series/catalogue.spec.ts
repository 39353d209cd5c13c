import { openShop, type Json, type Shop } from './spec-client';

describe('the catalogue of the X-Series twin', () => {
  let shop: Shop;
  beforeEach(async () => {
    const taxes = ['No Tax', { name: 'GST', rate: 0.15, isDefault: true }];
    shop = await openShop({}, { outlets: ['Main', { name: 'Kiosk', displayPrices: 'inclusive' }], taxes });
  });
  afterEach(() => shop.twin.close());

  const tee = async () => (await shop.api('GET', `/products/${shop.productId('TEE')}`)).body.data;

  it('shows a price with and one without tax, and which of them each outlet displays', async () => {
    expect(await tee()).toMatchObject({ price_excluding_tax: 10, price_including_tax: 11.5 });
    const outlets = (await shop.api('GET', '/outlets')).body.data;
    expect(outlets.map((outlet: Json) => [outlet.name, outlet.display_prices])).toEqual([
      ['Main', 'exclusive'],
      ['Kiosk', 'inclusive'],
    ]);
    const taxes = (await shop.api('GET', '/taxes')).body.data;
    expect(taxes.map((tax: Json) => [tax.name, tax.is_default])).toEqual([
      ['No Tax', false],
      ['GST', true],
    ]);
  });

  it('takes a price with tax and keeps it without', async () => {
    await shop.api('PUT', `/products/${shop.productId('TEE')}`, { details: { price_including_tax: 23 } });
    expect(await tee()).toMatchObject({ price_excluding_tax: 20, price_including_tax: 23 });
  });

  it('lists the SKU as a code of the shop, in lower case, before the barcode', async () => {
    expect((await tee()).product_codes).toEqual([
      { type: 'custom', code: 'TEE' },
      { type: 'EAN', code: '0012345678905' },
    ]);
  });

  it('taxes what a cashier sells with the default tax', async () => {
    const { saleId } = await shop.control('/till/sale', { outlet: 'Main', lines: [{ sku: 'TEE', quantity: 2 }] });
    const { totals } = (await shop.api('GET', `/sales/${saleId}`)).body.data;
    expect(totals).toMatchObject({ price: 20, tax: 3, price_incl_tax: 23 });
  });
});
