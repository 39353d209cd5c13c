import { openXSeriesWorld } from '../spec-kit/x-series-world';
import { XSeriesAdapter } from './adapter';

describe('the catalogue of an X-Series account', () => {
  let world: Awaited<ReturnType<typeof openXSeriesWorld>>;
  let item: string;

  beforeAll(async () => {
    world = await openXSeriesWorld();
    item = await world.addItem(10);
  });
  afterAll(() => world.close());

  const listedAt = async (outlet: string) => {
    const locations = [{ location: 'main', outlet: world.ids.outlets.find(({ name }) => name === outlet)!.id }];
    const adapter = new XSeriesAdapter({ ...world.settings, locations }, { token: world.token });
    const { found } = await adapter.pollItems(null);
    return found.find(({ externalId }) => externalId === item);
  };

  it.each([
    ['with tax where its outlet displays them so', 'Main', '22.89'],
    ['without tax where its outlet displays them so', 'Elsewhere', '19.9'],
  ])('has prices %s', async (_name, outlet, price) => {
    expect(await listedAt(outlet)).toMatchObject({ price });
  });

  it('shows the code that the maker printed on it, not the one of the shop', async () => {
    expect(await listedAt('Main')).toMatchObject({ sku: world.skuOf(item), barcode: '5012345678900' });
  });
});
