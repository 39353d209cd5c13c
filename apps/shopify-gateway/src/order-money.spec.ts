import type { OrderObserved } from '@tillbridge/contracts';
import { AdminClient } from './admin/client';
import { StaticToken } from './admin/token';
import { channel, ShopifyWorld, storeLocation, token } from './spec-kit/shopify-world';
import { readOrder } from './store/orders';
import { translate } from './translate/translate';

describe('the money of an order', () => {
  let world: ShopifyWorld;
  beforeEach(async () => (world = await ShopifyWorld.open({ timeoutMs: 10_000 })));
  afterEach(() => world.close());

  const vat = { taxesIncluded: true, taxRate: 0.2, currency: 'EUR' };

  async function stock(more: object = vat): Promise<void> {
    const at = { [storeLocation]: 9 };
    await world.control('seed', {
      ...more,
      products: [
        { title: 'Tee', variants: [{ sku: 'TEE', price: '10.00', available: at }] },
        { title: 'Mug', variants: [{ sku: 'MUG', price: '5.05', available: at }] },
        { title: 'Card', giftCard: true, variants: [{ sku: 'CARD', price: '25.00', tracked: false }] },
      ],
    });
    await world.adapter.subscribe(world.address);
  }

  const buy = async (terms: object, lines = [{ sku: 'TEE', quantity: 3 }]) =>
    (await world.control<{ orderId: string }>('checkout', { lines, ...terms })).orderId;

  /** The newest state that a webhook told, and the one that the store answers when it is asked. */
  async function told(order: string): Promise<[OrderObserved, OrderObserved]> {
    const found = (await world.deliveries()).flatMap(({ headers, body }) => {
      const topic = String(headers['x-shopify-topic']);
      return /^orders\/(create|updated|cancelled)$/.test(topic)
        ? translate({ channel, storeLocations: [storeLocation] }, { topic, headers: {}, body })
        : [];
    });
    const orders = found.flatMap((one) => (one.kind === 'order' && one.order.order === order ? [one.order] : []));
    const [newest] = orders.sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
    const client = new AdminClient({ baseUrl: world.url, apiVersion: '2026-07', tokens: new StaticToken(token) });
    const asked = await readOrder(client, { channel, order, soleLocation: storeLocation });
    return [newest!, asked!.order];
  }

  async function moneyOf(order: string) {
    const [webhook, query] = await told(order);
    const moneyIn = ({ currency, money, lines }: OrderObserved) => ({
      currency,
      ...money,
      lines: lines.map(({ externalId, money: line }) => ({ isItem: externalId !== null, ...line })),
    });
    expect(moneyIn(webhook)).toEqual(moneyIn(query));
    return moneyIn(webhook);
  }

  const nothing = { price: '0', tax: '0' };

  it('takes discounts of the whole order off its lines, and keeps shipping, tax and tip apart', async () => {
    await stock();
    const lines = [
      { sku: 'TEE', quantity: 3 },
      { sku: 'MUG', quantity: 1 },
    ];
    const order = await buy(
      { discount: { code: 'TEN', amount: 10 }, shipping: { price: 6, discount: 1 }, tip: 2 },
      lines,
    );
    expect(await moneyOf(order)).toEqual({
      currency: 'EUR',
      taxIncluded: true,
      total: expect.stringMatching(/^32\.05$/),
      current: '32.05',
      adjusted: '0',
      charges: [
        { kind: 'shipping', price: '5', tax: '0.83', refunded: nothing },
        { kind: 'tip', price: '2', tax: '0', refunded: nothing },
      ],
      lines: [
        { isItem: true, units: 3, price: '21.45', tax: '3.58', refunded: { units: 0, ...nothing } },
        { isItem: true, units: 1, price: '3.6', tax: '0.6', refunded: { units: 0, ...nothing } },
      ],
    });
  });

  it('has the tax beside the prices where the store does not include it', async () => {
    await stock({ ...vat, taxesIncluded: false });
    const money = await moneyOf(await buy({ shipping: { price: 5 } }));
    expect(money).toMatchObject({ taxIncluded: false, total: '42.00', charges: [{ price: '5', tax: '1' }] });
    expect(money.lines).toMatchObject([{ price: '30', tax: '6' }]);
  });

  it('takes a gift card that pays for a payment, and one that is sold for no item', async () => {
    await stock();
    const lines = [
      { sku: 'TEE', quantity: 1 },
      { sku: 'CARD', quantity: 1 },
    ];
    const money = await moneyOf(await buy({ giftCard: 20, discount: { code: 'HALF', percent: 50 } }, lines));
    expect(money).toMatchObject({ total: '30.00', charges: [] });
    expect(money.lines).toMatchObject([
      { isItem: true, price: '5' },
      { isItem: false, price: '25', tax: '0' },
    ]);
  });

  it('says what was refunded of lines, of shipping and beyond them', async () => {
    await stock();
    const order = await buy({ discount: { code: 'OFF', amount: 10 }, shipping: { price: 6 } });
    const [{ lines }] = (await world.control<{ orders: { lines: { lineId: string }[] }[] }>('state')).orders as [
      { lines: { lineId: string }[] },
    ];
    const wish = { lineId: lines[0]!.lineId, quantity: 1, restockType: 'cancel' };
    await world.control(`orders/${order}/refund`, { lines: [wish], shipping: true, adjustment: 1.5 });
    const money = await moneyOf(order);
    expect(money).toMatchObject({ total: '26.00', current: '13.33', adjusted: '1.5' });
    expect(money.charges).toMatchObject([{ kind: 'shipping', price: '6', refunded: { price: '6', tax: '1' } }]);
    expect(money.lines).toMatchObject([{ price: '20', refunded: { units: 1, price: '6.67', tax: '1.11' } }]);
  });

  it("is in the shop's currency, with as many places as that has", async () => {
    await stock({ ...vat, currency: 'JPY' });
    const money = await moneyOf(await buy({ discount: { code: 'OFF', amount: 10 } }));
    expect(money).toMatchObject({ currency: 'JPY', lines: [{ price: '20', tax: '3' }] });
  });
});
