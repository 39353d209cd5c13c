import { translateProduct, translateRow, translateSale } from './translate';
import { readJson, type VendorObject } from './vendor-json';

const locationOf = (outlet: string | null) => (outlet === 'outlet-1' ? 'main' : null);
const read = (text: string) => readJson(text) as VendorObject;

const sale = (more: object = {}, line: object = {}) =>
  read(
    JSON.stringify({
      id: 'sale-1',
      state: 'closed',
      attributes: [],
      date: '2026-11-23T10:00:00+00:00',
      updated_at: '2026-11-23T10:00:01+00:00',
      source: { outlet_id: 'outlet-1', type: null, id: null },
      line_items: [{ id: 'line-1', product: { id: 'product-1' }, quantity: 2, ...line }],
      _metadata: { version: 5303657190 },
      ...more,
    }),
  );
const effectOf = (more: object, line: object = {}) => translateSale(sale(more, line), locationOf).seen!.lines[0].effect;

describe('a sale of the till', () => {
  it('takes its units when closed', () => {
    expect(translateSale(sale(), locationOf)).toEqual({
      seen: {
        saleId: 'sale-1',
        version: '5303657190',
        at: '2026-11-23T10:00:01.000Z',
        location: 'main',
        lines: [{ lineId: 'line-1', externalId: 'product-1', kind: 'sale', effect: -2 }],
        ours: false,
        voided: false,
      },
      unreadable: [],
    });
  });

  it('keeps versions that a float cannot hold', () => {
    const text = JSON.stringify({ id: 'sale-1', state: 'closed', source: { outlet_id: 'outlet-1' }, line_items: [] });
    const big = read(text.replace(/}$/, ',"_metadata":{"version":9007199254740993}}'));
    expect(translateSale(big, locationOf).seen!.version).toBe('9007199254740993');
  });

  it.each([
    ['closed', [], -2],
    ['closed', ['delivery'], -2],
    ['pending', ['onaccount'], -2],
    ['pending', ['layby'], -2],
    ['pending', ['delivery'], -2],
    ['pending', ['pickup'], -2],
    ['pending', ['service'], 0],
    ['pending', [], 0],
    ['parked', [], 0],
    ['voided', [], 0],
  ])('%s with %j has an effect of %i', (state, attributes, effect) => {
    expect(effectOf({ state, attributes })).toBe(effect);
  });

  it('has no effect once deleted', () => {
    expect(effectOf({ deleted_at: '2026-11-23 10:00:00' })).toBe(0);
  });

  it('brings units back where its lines are negative', () => {
    const { lines } = translateSale(sale({}, { quantity: -1 }), locationOf).seen!;
    expect(lines).toMatchObject([{ kind: 'return', effect: 1 }]);
  });

  it('has no line at an outlet we keep no stock of', () => {
    const elsewhere = translateSale(sale({ source: { outlet_id: 'outlet-2' } }), locationOf);
    expect(elsewhere.seen).toMatchObject({ location: null, lines: [] });
  });

  it('is ours when it carries our mark', () => {
    expect(translateSale(sale({ source: { outlet_id: 'outlet-1', type: 'tillbridge' } }), locationOf).seen!.ours).toBe(
      true,
    );
  });

  it('parks a line of part of a unit, and keeps the others', () => {
    const lines = [
      { id: 'a', product: { id: 'p1' }, quantity: 0.5 },
      { id: 'b', product: { id: 'p2' }, quantity: 1 },
    ];
    const { seen, unreadable } = translateSale(sale({ line_items: lines }), locationOf);
    expect(seen!.lines).toMatchObject([{ lineId: 'b', effect: -1 }]);
    expect(unreadable).toMatchObject([{ id: 'sale sale-1@5303657190', reason: expect.stringContaining('0.5 units') }]);
  });

  it('is parked when its version is no number: nothing could be compared with it', () => {
    const translated = translateSale(sale({ version: 'soon', _metadata: { version: 'soon' } }), locationOf);
    expect(translated).toMatchObject({ seen: null, unreadable: [{ reason: 'a sale without id or version' }] });
  });

  it('is parked as a whole without an id, under a stable name', () => {
    const [first, again] = [
      translateSale(sale({ id: null }), locationOf),
      translateSale(sale({ id: null }), locationOf),
    ];
    expect(first.seen).toBeNull();
    expect(first.unreadable[0].id).toBe(again.unreadable[0].id);
  });
});

describe('an inventory row', () => {
  const row = (more: object = {}) =>
    read(
      JSON.stringify({
        product_id: 'product-1',
        outlet_id: 'outlet-1',
        current_inventory_level: 7,
        quantity_to_procure: 0,
        version: 12,
        ...more,
      }),
    );

  it('is the level at one of our locations', () => {
    expect(translateRow(row(), locationOf).seen).toEqual({
      externalId: 'product-1',
      location: 'main',
      level: 7,
      version: '12',
      stampMs: null,
    });
  });

  it('counts what is owed to fulfilments as gone', () => {
    expect(translateRow(row({ quantity_to_procure: 2, current_inventory_level: 0 }), locationOf).seen!.level).toBe(-2);
  });

  it('takes whole units however they are written, and of parts of a unit what is certainly there, and tells of them', () => {
    expect(translateRow(row({ current_inventory_level: '-1.00000' }), locationOf).seen!.level).toBe(-1);
    const { seen, unreadable } = translateRow(row({ current_inventory_level: 2.5 }), locationOf);
    expect(seen).toMatchObject({ level: 2 });
    expect(unreadable).toMatchObject([{ reason: expect.stringContaining('2.5 units of product product-1 at main') }]);
    expect(translateRow(row({ current_inventory_level: '-0.5' }), locationOf).seen!.level).toBe(-1);
    expect(translateRow(row({ current_inventory_level: 'many' }), locationOf).seen).toBeNull();
  });

  it('says nothing at another outlet', () => {
    expect(translateRow(row({ outlet_id: 'outlet-2' }), locationOf)).toEqual({ seen: null, unreadable: [] });
  });
});

describe('a product', () => {
  const product = (more: object = {}) =>
    read(
      JSON.stringify({
        id: 'product-1',
        sku: '10107',
        name: 'Balm',
        variant_name: 'Balm / 50 ml',
        product_codes: [
          { type: 'CUSTOM', code: '10107' },
          { type: 'EAN', code: '5012345678900' },
        ],
        has_inventory: true,
        active: true,
        is_active: true,
        price_including_tax: 12.5,
        price_excluding_tax: 10,
        deleted_at: null,
        version: 3,
        ...more,
      }),
    );
  const seen = (more: object = {}, withTax = true) => translateProduct(product(more), withTax).seen!;

  it('is listed with its barcode, its price with tax and its full name', () => {
    expect(seen()).toEqual({
      externalId: 'product-1',
      sku: '10107',
      barcode: '5012345678900',
      title: 'Balm / 50 ml',
      price: '12.5',
      tracked: true,
      removed: false,
    });
  });

  it.each([
    [{ deleted_at: '2017-05-06 20:40:52' }, { removed: true }],
    [{ active: false }, { removed: true }],
    [{ has_inventory: false }, { tracked: false }],
    [{ is_composite: true }, { tracked: false }],
    [{ product_codes: [] }, { barcode: null }],
    [{ product_codes: [{ code: '5012345678900' }] }, { barcode: null }],
    [{ product_codes: [{ type: 'custom', code: 'OWN-1' }] }, { barcode: null }],
    [{ product_codes: [{ type: 'EAN', code: '10107' }] }, { barcode: null }],
    [{ price_including_tax: null }, { price: '10' }],
    [{ variant_name: null }, { title: 'Balm' }],
  ])('%j is told as %j', (vendor, told) => {
    expect(seen(vendor)).toMatchObject(told);
  });

  it.each([
    [{ sku: 'x'.repeat(256) }, 'sku has 256 characters'],
    [{ name: 'x'.repeat(1_025) }, 'name has 1025 characters'],
  ])('is parked when a label is longer than can be kept, so that it holds up no other', (vendor, reason) => {
    const translated = translateProduct(product(vendor), true);
    expect(translated.seen).toBeNull();
    expect(translated.unreadable).toMatchObject([{ reason: expect.stringContaining(reason) }]);
  });

  it('has its price without tax where that is what customers are shown', () => {
    expect(seen({}, false).price).toBe('10');
    expect(seen({ price_excluding_tax: null }, false).price).toBe('12.5');
  });
});
