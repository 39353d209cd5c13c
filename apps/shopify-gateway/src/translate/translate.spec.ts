import { orderObserved } from '@tillbridge/contracts';
import { PermanentError } from '@tillbridge/persistence';
import { orderFact, type StoreOrder } from './order-facts';
import { translate, type StoreFacts } from './translate';

const store: StoreFacts = { channel: 'store-a', storeLocations: ['655441491'] };

function delivery(topic: string, body: object | string, headers = {}) {
  return { topic, headers, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) };
}

const order = {
  id: 5551,
  name: '#1015',
  created_at: '2026-11-23T05:00:00-05:00',
  updated_at: '2026-11-23T05:00:01-05:00',
  cancelled_at: null,
  financial_status: 'paid',
  currency: 'EUR',
  cart_token: 'cart-token-of-a-shopper',
  email: 'zelda@example.org',
  customer: { first_name: 'Zelda', last_name: 'Fitzgerald' },
  shipping_address: { address1: '599 Summit Avenue' },
  line_items: [
    { id: 9001, variant_id: 43729076, quantity: 2, current_quantity: 2, price: '19.90' },
    { id: 9002, variant_id: null, quantity: 1, current_quantity: 1, price: '1.00' },
  ],
  refunds: [],
  fulfillments: [],
};

describe('translating an order', () => {
  const [found] = translate(store, delivery('orders/create', order));
  const fact = found?.kind === 'order' ? found.order : null;

  it('is a valid fact with times in UTC, and leaves open from where it is served', () => {
    expect(orderObserved.payload.parse(fact)).toMatchObject({
      order: '5551',
      placedAt: '2026-11-23T10:00:00.000Z',
      updatedAt: '2026-11-23T10:00:01.000Z',
      paid: true,
      lines: [
        { line: '9001', externalId: '43729076', storeLocation: null, ordered: 2, current: 2, restocked: 0 },
        { line: '9002', externalId: null, storeLocation: null },
      ],
    });
  });

  it('carries nothing of the customer, and the cart only as a hash', () => {
    const text = JSON.stringify(fact);
    for (const planted of ['Zelda', 'Fitzgerald', 'example.org', 'Summit', 'cart-token'])
      expect(text).not.toContain(planted);
    expect(fact?.cart).toMatch(/^[0-9a-f]{64}$/);
  });

  it('hashes the same token differently for another store', () => {
    const [other] = translate({ ...store, channel: 'store-b' }, delivery('orders/create', order));
    expect(other?.kind === 'order' && other.order.cart).not.toBe(fact?.cart);
  });

  it('keeps ids that exceed what a number can hold', () => {
    const body = JSON.stringify(order).replace('5551', '271878346596884015');
    const [exact] = translate(store, delivery('orders/create', body));
    expect(exact).toMatchObject({ order: { order: '271878346596884015' } });
  });
});

describe('what of an order line is still wanted, shipped and put back', () => {
  type Parts = Pick<StoreOrder, 'refunded' | 'fulfilled'> & { currentQuantity: number };
  const lineOf = ({ currentQuantity, refunded, fulfilled }: Partial<Parts>) => {
    const [line] = orderFact(
      'store-a',
      {
        id: '1',
        name: '#1',
        createdAt: '2026-11-23T10:00:00Z',
        updatedAt: '2026-11-23T10:00:00Z',
        cancelledAt: null,
        financialStatus: 'paid',
        currency: 'EUR',
        cartToken: null,
        money: null,
        lines: [
          {
            id: '9',
            variant: '4',
            quantity: 2,
            currentQuantity: currentQuantity ?? 2,
            price: '1.00',
            discounts: [],
            taxes: [],
          },
        ],
        refunded: refunded ?? [],
        fulfilled: fulfilled ?? [],
        unshipped: [],
      },
      () => '655441491',
    ).lines;
    return [line!.current, line!.fulfilled, line!.restocked];
  };
  const back = (quantity: number, restockType: string) => [
    { line: '9', quantity, restockType, location: null, subtotal: '1.00', tax: '0' },
  ];
  const shipped = (quantity: number) => [{ line: '9', quantity }];

  it.each<[string, Partial<Parts>, number[]]>([
    ['as ordered', {}, [2, 0, 0]],
    ['cancelled with restock', { currentQuantity: 0, refunded: back(2, 'cancel') }, [0, 0, 2]],
    ['cancelled without restock', { currentQuantity: 0, refunded: back(2, 'no_restock') }, [0, 0, 0]],
    ['one unit taken off before shipping', { currentQuantity: 1, refunded: back(1, 'cancel') }, [1, 0, 1]],
    ['shipped', { fulfilled: shipped(2) }, [2, 2, 0]],
    [
      'shipped, then one came back',
      { currentQuantity: 1, fulfilled: shipped(2), refunded: back(1, 'return') },
      [2, 2, 1],
    ],
    [
      'one shipped and returned, the other still wanted',
      { currentQuantity: 1, fulfilled: shipped(1), refunded: back(1, 'return') },
      [2, 1, 1],
    ],
    [
      'one shipped, the other taken off',
      { currentQuantity: 1, fulfilled: shipped(1), refunded: back(1, 'cancel') },
      [1, 1, 1],
    ],
    [
      'shipped and refunded, kept by the customer',
      { currentQuantity: 0, fulfilled: shipped(2), refunded: back(2, 'no_restock') },
      [2, 2, 0],
    ],
    [
      'restocked long ago, by the word that Shopify used then',
      { currentQuantity: 1, refunded: back(1, 'legacy_restock') },
      [1, 0, 1],
    ],
    ['taken off by an edit, of which no refund tells', { currentQuantity: 0 }, [0, 0, 2]],
    ['one taken off by an edit, the other shipped', { currentQuantity: 1, fulfilled: shipped(1) }, [1, 1, 1]],
    [
      'one taken off by an edit, the other refunded without restock',
      { currentQuantity: 0, refunded: back(1, 'no_restock') },
      [0, 0, 1],
    ],
  ])('%s', (_what, parts, expected) => {
    expect(lineOf(parts)).toEqual(expected);
  });
});

describe('a line that one edit took off and another put in again', () => {
  const orderedAndBack = (lineItem: object, refunds: object[] = []) => {
    const line = { id: 9001, variant_id: 43729076, price: '19.90', ...lineItem };
    const [found] = translate(store, delivery('orders/updated', { ...order, line_items: [line], refunds }));
    const told = found?.kind === 'order' ? found.order.lines[0]! : null;
    return [told?.ordered, told?.current, told?.restocked];
  };
  const refund = {
    refund_line_items: [{ line_item_id: 9001, quantity: 2, restock_type: 'cancel', location_id: 655441491 }],
  };

  it('has left the shelf twice and come back once', () => {
    expect(orderedAndBack({ quantity: 2, current_quantity: 2 }, [refund])).toEqual([4, 2, 2]);
    expect(orderedAndBack({ quantity: 4, current_quantity: 2 }, [refund])).toEqual([4, 2, 2]);
    expect(orderedAndBack({ quantity: 4, current_quantity: 2 })).toEqual([4, 2, 2]);
  });

  it('is as its refunds say where the store tells no current quantity', () => {
    expect(orderedAndBack({ quantity: 2 }, [refund])).toEqual([2, 0, 2]);
    expect(orderedAndBack({ quantity: 2 })).toEqual([2, 2, 0]);
  });
});

describe('where the units of a line were put back', () => {
  const putBackAt = (lines: object[], fulfillments: object[] = []) => {
    const refunds = [{ refund_line_items: lines.map((line) => ({ line_item_id: 9001, quantity: 1, ...line })) }];
    const [found] = translate(store, delivery('orders/updated', { ...order, refunds, fulfillments }));
    return found?.kind === 'order' ? found.order.lines[0]!.putBackAt : null;
  };
  const shipped = [{ status: 'success', line_items: [{ id: 9001, quantity: 1 }] }];

  it('is told by place, with how many of them had left before', () => {
    const refunded = [
      { restock_type: 'return', location_id: 7 },
      { restock_type: 'cancel', location_id: 7 },
      { restock_type: 'cancel', location_id: 8 },
      { restock_type: 'no_restock', location_id: null },
    ];
    expect(putBackAt(refunded)).toEqual([
      { storeLocation: '7', units: 2, shipped: 1 },
      { storeLocation: '8', units: 1, shipped: 0 },
    ]);
  });

  it('is not told where the store does not say', () => {
    expect(putBackAt([{ restock_type: 'return' }])).toBeUndefined();
    expect(putBackAt([])).toBeUndefined();
  });

  it('takes a restock by the word of old for a return as far as so many have left', () => {
    const old = [{ restock_type: 'legacy_restock', location_id: 7 }];
    expect(putBackAt(old)).toEqual([{ storeLocation: '7', units: 1, shipped: 0 }]);
    expect(putBackAt(old, shipped)).toEqual([{ storeLocation: '7', units: 1, shipped: 1 }]);
  });
});

describe('translating other deliveries', () => {
  it('adds up a cart and forgets what is no item', () => {
    const cart = {
      token: 'hush',
      updated_at: '2026-11-23T10:00:00Z',
      line_items: [
        { variant_id: 7, quantity: 1 },
        { variant_id: 7, quantity: 2 },
        { variant_id: null, quantity: 1 },
      ],
    };
    expect(translate(store, delivery('carts/update', cart))).toMatchObject([
      { kind: 'cart', cart: { lines: [{ externalId: '7', quantity: 3 }] } },
    ]);
  });

  const product = {
    id: 100,
    title: 'Tee',
    updated_at: '2026-11-23T10:00:00Z',
    variants: [
      { id: 7, title: 'M', sku: 'TEE-M', barcode: '', price: '19.90', inventory_item_id: 70 },
      { id: 8, title: 'Default Title', sku: null, barcode: '501', price: '9.90', inventory_item_id: 80 },
    ],
    variant_gids: [{}, {}],
  };

  it('lists the variants of a product, and that there are no others', () => {
    expect(translate(store, delivery('products/update', product))).toMatchObject([
      {
        kind: 'listings',
        listings: [
          {
            externalId: '7',
            levelRef: '70',
            groupRef: '100',
            sku: 'TEE-M',
            barcode: null,
            title: 'Tee - M',
            tracked: null,
          },
          { externalId: '8', sku: null, title: 'Tee' },
        ],
      },
      { kind: 'group', groupRef: '100', externalIds: ['7', '8'] },
    ]);
  });

  it.each([
    ['active', { standing: 'sells', removed: false }],
    ['draft', { standing: 'withdrawn', removed: false }],
    ['archived', { standing: 'withdrawn', removed: true }],
    // Whoever has the link can buy it.
    ['unlisted', { standing: 'sells', removed: false }],
    [undefined, { standing: null, removed: null }],
  ])('knows of a product that is %s whether anybody can buy it', (status, said) => {
    const [found] = translate(store, delivery('products/update', { ...product, status, published_at: null }));
    expect(found).toMatchObject({ kind: 'listings', listings: [said, said] });
  });

  it('asks for a product whose variants did not all fit into the delivery', () => {
    const cut = { ...product, variant_gids: [{}, {}, {}] };
    expect(translate(store, delivery('products/update', cut))).toEqual([{ kind: 'read-group', groupRef: '100' }]);
  });

  it('takes the word of a store that it has deleted an order', () => {
    expect(translate(store, delivery('orders/delete', { id: 5551 }))).toEqual([
      { kind: 'order-deleted', order: '5551' },
    ]);
  });

  it('takes a deleted product as a group without listings', () => {
    expect(translate(store, delivery('products/delete', { id: 100 }))).toEqual([
      { kind: 'group', groupRef: '100', externalIds: [] },
    ]);
  });

  it('takes a level only as a hint, and only at a location we know', () => {
    const level = { inventory_item_id: 70, location_id: 655441491, available: -1 };
    expect(translate(store, delivery('inventory_levels/update', level))).toEqual([
      { kind: 'level-hint', levelRef: '70', storeLocation: '655441491', available: -1 },
    ]);
    expect(translate(store, delivery('inventory_levels/update', { ...level, location_id: 1 }))).toEqual([]);
    const gone = { inventory_item_id: 70, location_id: 655441491 };
    expect(translate(store, delivery('inventory_levels/disconnect', gone))).toEqual([
      { kind: 'level-hint', levelRef: '70', storeLocation: '655441491', available: null },
    ]);
  });

  it.each(['locations/create', 'locations/activate'])('%s says that the store may serve from elsewhere', (topic) => {
    expect(translate(store, delivery(topic, { id: 1 }))).toEqual([{ kind: 'locations-changed' }]);
  });

  it.each(['orders/edited', 'refunds/create'])('%s is a reason to read the order', (topic) => {
    const body = { order_id: 5551, order_edit: { order_id: 5551 } };
    expect(translate(store, delivery(topic, body))).toEqual([{ kind: 'read-order', order: '5551' }]);
  });

  it.each([
    ['no JSON', delivery('orders/create', '{"id": 1, "email": "zelda@example.org"')],
    ['not the documented form', delivery('orders/create', { id: 'zelda@example.org' })],
    ['an unknown topic', delivery('shelves/update', { id: 1 })],
  ])('refuses %s for good, without telling what is in it', (_what, wrong) => {
    const refuse = () => translate(store, wrong);
    expect(refuse).toThrow(PermanentError);
    expect(refuse).not.toThrow(/zelda/);
  });
});
