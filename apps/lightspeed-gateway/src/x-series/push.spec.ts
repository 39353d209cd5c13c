import { randomUUID } from 'node:crypto';
import { PermanentError } from '@tillbridge/persistence';
import { aGrant } from '@tillbridge/testing';
import { openXSeriesWorld, type TwinState } from '../spec-kit/x-series-world';
import { XSeriesAdapter } from './adapter';
import { buildSale } from './build-sale';
import { Unauthorized, XSeriesClient } from './client';
import { saleRequest } from './push';
import type { XSeriesSettings } from './settings';

const noCharges = { chargesProduct: null, currency: null };

describe('recording web orders at X-Series', () => {
  let world: Awaited<ReturnType<typeof openXSeriesWorld>>;
  let item: string;

  beforeEach(async () => {
    world = await openXSeriesWorld();
    item = await world.addItem(10);
  });
  afterEach(() => world.close());

  const otherRegister = () => world.ids.registers.find(({ name }) => name === 'Other')!.id;
  const sale = async (id: string) => (await world.ask<TwinState>('/state')).sales.find((one) => one.id === id);
  const adapterWith = (changes: Partial<XSeriesSettings>) =>
    new XSeriesAdapter({ ...world.settings, ...changes }, { token: world.token });
  const lines = (unitPrice: string) => [{ lineId: '1', externalId: item, quantity: 3, unitPrice, versionBefore: null }];

  it('makes a closed sale under our id, marked as ours, paid in full', async () => {
    const grant = aGrant(item, 'main', { lines: lines('9.99') });
    expect(await world.adapter.postSale(grant)).toEqual({ outcome: 'closed' });
    expect(await sale(grant.postId)).toMatchObject({
      state: 'closed',
      source: { type: 'tillbridge', id: 'store-a:5551' },
      note: '#1015',
      total: 29.97,
      outlet: 'Main',
    });
    expect(await world.adapter.findPost(grant.postId)).toBe('closed');
  });

  it("sells at the store's price where the till has another, which needs the override", async () => {
    const grant = aGrant(item, 'main', { lines: lines('12.34') });
    expect(await world.adapter.postSale(grant)).toEqual({ outcome: 'closed' });
    expect(await sale(grant.postId)).toMatchObject({ total: 37.02 });
    const copy = { ...grant, postId: randomUUID() };
    const built = buildSale(copy, { taxes: [{ id: world.settings.webOrders[0].tax, rate: 0n }], ...noCharges });
    const { line_items, ...plain } = saleRequest(copy, world.settings.webOrders[0], built);
    const withoutOverride = (line_items as object[]).map((line) => ({ ...line, _metadata: undefined }));
    const client = new XSeriesClient({ ...world.settings, token: world.token });
    const sent = client.post('post', '/sales', { ...plain, line_items: withoutOverride });
    await expect(sent).rejects.toThrow('payments of 37.02 do not equal the total of 59.70');
  });

  describe('under the taxes that the store charged', () => {
    const taxId = (wanted: string) => world.ids.taxes.find(({ name }) => name === wanted)!.id;
    const addCharges = async () =>
      (await world.ask<{ productId: string }>('/product', { sku: 'SHIP', name: 'Shipping', tracked: false })).productId;
    const worth = (amount: string, tax: string) => [{ ...lines('9.99')[0], worth: { amount, tax } }];
    const taxing = (chargesProduct: string | null = null) =>
      adapterWith({ chargesProduct, webOrders: [{ ...world.settings.webOrders[0], taxes: [taxId('GST')] }] });

    it('makes a sale that the till adds up to what the order comes to, shipping included', async () => {
      const grant = aGrant(item, 'main', {
        lines: worth('25', '3.26'),
        charges: { amount: '4.95', tax: '0.65' },
        total: '29.95',
      });
      expect(await taxing(await addCharges()).postSale(grant)).toEqual({ outcome: 'closed' });
      expect(await sale(grant.postId)).toMatchObject({ total: 29.95, paid: 29.95 });
      expect(await world.level(item)).toBe(7);
    });

    it('has no item of the product that charges are recorded under', async () => {
      const charges = await addCharges();
      const itemsOf = async (adapter: XSeriesAdapter) =>
        (await adapter.pollItems(null)).found.map(({ externalId }) => externalId);
      expect(await itemsOf(taxing())).toEqual([item, charges]);
      expect(await itemsOf(taxing(charges))).toEqual([item]);
    });

    it('sends nothing that would come to another sum, and says both', async () => {
      const grant = aGrant(item, 'main', { lines: worth('25', '3.26'), total: '25.01' });
      expect(await taxing().postSale(grant)).toEqual({
        outcome: 'refused',
        reason: 'the order comes to 25.01 here, the sale to 25 EUR',
        saleTotal: '25',
      });
      expect(await sale(grant.postId)).toBeUndefined();
    });

    it('takes back what it sold, to the cent', async () => {
      const sold = aGrant(item, 'main', { lines: worth('10', '1.30'), total: '10' });
      const back = aGrant(item, 'main', { ...sold, postId: randomUUID(), kind: 'reverse', reverses: sold.postId });
      await taxing().postSale(sold);
      expect(await taxing().reverseSale(back)).toEqual({ outcome: 'closed' });
      expect(await sale(back.postId)).toMatchObject({ total: -10, paid: -10 });
      expect(await world.level(item)).toBe(10);
    });

    it('moves stock and no money at zero value', async () => {
      const grant = aGrant(item, 'main', { lines: worth('0', '0'), total: '0' });
      expect(await taxing().postSale(grant)).toEqual({ outcome: 'closed' });
      expect(await sale(grant.postId)).toMatchObject({ total: 0, paid: 0 });
      expect(await world.level(item)).toBe(7);
    });
  });

  it('says which posts are absent and which were voided', async () => {
    const grant = aGrant(item, 'main');
    expect(await world.adapter.findPost(grant.postId)).toBe('absent');
    await world.adapter.postSale(grant);
    await world.voidSale(grant.postId);
    expect(await world.adapter.findPost(grant.postId)).toBe('voided');
  });

  it('hands on why the till refuses', async () => {
    const grant = aGrant('00000000-0000-4000-8000-000000000000', 'main');
    expect(await world.adapter.postSale(grant)).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('product'),
    });
  });

  it('takes the units of each location from its own outlet', async () => {
    const [main] = world.settings.webOrders;
    const elsewhere = world.ids.outlets.find(({ name }) => name === 'Elsewhere')!.id;
    const adapter = adapterWith({
      locations: [...world.settings.locations, { location: 'soho', outlet: elsewhere }],
      webOrders: [main, { ...main, location: 'soho', register: otherRegister() }],
    });
    for (const location of ['main', 'soho']) {
      const grant = aGrant(item, location);
      expect(await adapter.postSale(grant)).toEqual({ outcome: 'closed' });
      expect(await sale(grant.postId)).toMatchObject({ outlet: location === 'main' ? 'Main' : 'Elsewhere' });
    }
    expect(await world.level(item)).toBe(9);
  });

  it('never takes the units from another outlet because the register stands there', async () => {
    const [main] = world.settings.webOrders;
    const post = adapterWith({ webOrders: [{ ...main, register: otherRegister() }] }).postSale(aGrant(item, 'main'));
    await expect(post).rejects.toThrow(/till\.webOrders\[0\]\.register: .* stands in outlet .* location main/);
    expect(await world.level(item)).toBe(10);
  });

  it.each([
    ['a store', { channel: 'store-z' }],
    ['a location', { location: 'soho' }],
  ])('refuses the order of %s that has no webOrders entry', async (_name, grant) => {
    const post = world.adapter.postSale(aGrant(item, 'main', grant));
    await expect(post).rejects.toThrow(/till\.webOrders: there is no entry with .*add one/);
    await expect(post).rejects.toBeInstanceOf(PermanentError);
  });

  it('takes a revoked token for weather, not for a refusal of the order', async () => {
    await world.ask('/faults', { revokeToken: true });
    await expect(world.adapter.postSale(aGrant(item, 'main'))).rejects.toBeInstanceOf(Unauthorized);
  });

  it('subscribes once, and switches a subscription on again', async () => {
    const url = (type: string) => `http://127.0.0.1:9/${type}`;
    const types = ['sale.update', 'inventory.update', 'product.update', 'consignment.send', 'consignment.receive'];
    expect((await world.adapter.subscribe(url)).created).toEqual(types);
    expect((await world.adapter.subscribe(url)).created).toEqual([]);
  });
});
