import { PermanentError } from '@tillbridge/persistence';
import { aGrant } from '@tillbridge/testing';
import { openXSeriesWorld, type TwinState } from '../spec-kit/x-series-world';
import { XSeriesAdapter } from './adapter';

describe('recording web orders at X-Series', () => {
  let world: Awaited<ReturnType<typeof openXSeriesWorld>>;
  let item: string;

  beforeEach(async () => {
    world = await openXSeriesWorld();
    item = await world.addItem(10);
  });
  afterEach(() => world.close());

  const sale = async (id: string) => (await world.ask<TwinState>('/state')).sales.find((one) => one.id === id);
  const adapterWith = (webOrder: object) => {
    const webOrders = world.settings.webOrders.map((entry) => ({ ...entry, ...webOrder }));
    return new XSeriesAdapter({ ...world.settings, webOrders }, { token: world.token });
  };

  it('makes a closed sale under our id, marked as ours, paid in full', async () => {
    const lines = [{ lineId: '1', externalId: item, quantity: 3, unitPrice: '9.99', versionBefore: null }];
    const grant = aGrant(item, 'main', { lines });
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

  it('never takes the units from another outlet because the register stands there', async () => {
    const other = world.ids.registers.find(({ name }) => name === 'Other')!.id;
    const post = adapterWith({ register: other }).postSale(aGrant(item, 'main'));
    await expect(post).rejects.toThrow(/register .* stands in outlet/);
    expect(await world.level(item)).toBe(10);
  });

  it('refuses the order of a store that has no webOrders entry', async () => {
    await expect(world.adapter.postSale(aGrant(item, 'main', { channel: 'store-z' }))).rejects.toBeInstanceOf(
      PermanentError,
    );
  });

  it('takes a revoked token for weather, not for a refusal of the order', async () => {
    await world.ask('/faults', { revokeToken: true });
    await expect(world.adapter.postSale(aGrant(item, 'main'))).rejects.toMatchObject({ name: 'RetryableError' });
  });

  it('names every configured id that the account does not have', async () => {
    await expect(adapterWith({ tax: 'no-such-tax', paymentType: 'no-such-type' }).checkPlaces()).rejects.toThrow(
      /no-such-type.*no-such-tax/,
    );
    expect(await world.adapter.checkPlaces()).toEqual(['main: Main']);
  });

  it('subscribes once, and switches a subscription on again', async () => {
    const url = (type: string) => `http://127.0.0.1:9/${type}`;
    const types = ['sale.update', 'inventory.update', 'product.update'];
    expect((await world.adapter.subscribe(url)).created).toEqual(types);
    expect((await world.adapter.subscribe(url)).created).toEqual([]);
  });
});
