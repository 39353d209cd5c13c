import { PermanentError } from '@tillbridge/persistence';
import { openXSeriesWorld } from '../spec-kit/x-series-world';
import { XSeriesAdapter } from './adapter';
import type { WebOrderSettings, XSeriesSettings } from './settings';

const nowhere = '00000000-0000-4000-8000-000000000000';

describe('checking the configured ids of an X-Series account', () => {
  let world: Awaited<ReturnType<typeof openXSeriesWorld>>;

  beforeAll(async () => {
    world = await openXSeriesWorld();
  });
  afterAll(() => world.close());

  const checking = (changes: Partial<XSeriesSettings>) =>
    new XSeriesAdapter({ ...world.settings, ...changes }, { token: world.token }).checkPlaces();
  const checkingWebOrder = (changes: Partial<WebOrderSettings>) =>
    checking({ webOrders: [{ ...world.settings.webOrders[0], ...changes }] });
  const idOf = (list: { id: string; name: string }[], wanted: string) => list.find(({ name }) => name === wanted)!.id;

  it('names the outlet of each location', async () => {
    expect(await world.adapter.checkPlaces()).toEqual(['main: Main']);
  });

  it.each([
    ['register', 'register', 'Web'],
    ['user', 'user', 'Cashier'],
    ['paymentType', 'payment type', 'Cash'],
    ['tax', 'tax', 'No Tax'],
  ])('refuses a %s that the account does not have, and says which it has', async (field, what, known) => {
    const problem = `till\\.webOrders\\[0\\]\\.${field}: ${nowhere} is no ${what} of this account; use one of: .*${known} \\(`;
    await expect(checkingWebOrder({ [field]: nowhere })).rejects.toThrow(new RegExp(problem));
  });

  it('refuses an outlet that the account does not have', async () => {
    const locations = [...world.settings.locations, { location: 'soho', outlet: nowhere }];
    const problem = /till\.locations\[1\]\.outlet: .* is no outlet of this account; use one of: Main \(.*Elsewhere \(/;
    await expect(checking({ locations })).rejects.toThrow(problem);
  });

  it('refuses a register of another outlet, and offers those of the right one', async () => {
    const register = idOf(world.ids.registers, 'Other');
    const problem =
      /webOrders\[0\]\.register: Other \(.*\) stands in Elsewhere, .* location main; use one of: Counter \(.*Web \(/;
    await expect(checkingWebOrder({ register })).rejects.toThrow(problem);
  });

  it('checks the register of each entry against the location of that entry', async () => {
    const [main] = world.settings.webOrders;
    const locations = [...world.settings.locations, { location: 'soho', outlet: idOf(world.ids.outlets, 'Elsewhere') }];
    const soho = { ...main, location: 'soho', register: idOf(world.ids.registers, 'Other') };
    expect(await checking({ locations, webOrders: [main, soho] })).toEqual(['main: Main', 'soho: Elsewhere']);
    const swapped = [
      { ...main, location: 'soho' },
      { ...soho, location: 'main' },
    ];
    await expect(checking({ locations, webOrders: swapped })).rejects.toThrow(
      /webOrders\[0\]\.register.*\n.*webOrders\[1\]\.register/,
    );
  });

  it('refuses a tax with a rate where one without is meant, and the other way round', async () => {
    const tax = idOf(world.ids.taxes, 'GST');
    const problem = /webOrders\[0\]\.tax: GST \(.*\) has a rate of 0\.15, .* use one of: No Tax \(/;
    await expect(checkingWebOrder({ tax })).rejects.toThrow(problem);
    const without = checkingWebOrder({ taxes: [tax, idOf(world.ids.taxes, 'No Tax')] });
    await expect(without).rejects.toThrow(
      /webOrders\[0\]\.taxes\[1\]: No Tax \(.*\) has no rate; .* use one of: GST \(/,
    );
  });

  it('refuses a product for charges that does not exist or keeps inventory', async () => {
    const problem = (kind: string) => new RegExp(`till\\.chargesProduct: .*${kind}`);
    await expect(checking({ chargesProduct: nowhere })).rejects.toThrow(problem('is no product of this account'));
    const chargesProduct = await world.addItem(1);
    await expect(checking({ chargesProduct })).rejects.toThrow(problem('keeps inventory'));
  });

  it('names everything that is wrong at once, for a person to mend', async () => {
    const check = checkingWebOrder({ user: nowhere, tax: nowhere });
    await expect(check).rejects.toBeInstanceOf(PermanentError);
    await expect(check).rejects.toThrow(/user: .*\n.*tax: /);
  });
});
