import { Unavailable, type UnitOfWork } from '@tillbridge/persistence';
import { policyDefaults } from '@tillbridge/stock-domain';
import type { ImportedShop, ShopBook } from './shop';

export interface ShopWorld {
  uow: UnitOfWork;
  book: ShopBook;
  close(): Promise<void>;
}

/** What a book of this contract is opened with. */
export const tillSettleMs = 5_000;

const rules: ImportedShop['policy']['rules'] = {
  ...policyDefaults,
  safetyStock: { units: 1, rules: [{ sku: null, channel: 'store-a', location: 'cellar', units: 3 }] },
  cartHolds: { 'store-a': { ttlMs: 900_000, unitsPerCartMax: 5, unitsPerItemMax: 20 } },
};
const resolvedRules = {
  ...rules,
  safetyStock: { units: 1, rules: [{ itemId: null, channel: 'store-a', location: 'cellar', units: 3 }] },
};
const placeOfA = { channel: 'store-a', storeLocation: '2', serves: ['main', 'cellar'] };
const shop: ImportedShop = {
  till: 'till',
  takesCharges: true,
  stores: [
    { channel: 'store-a', rank: 1, zeroValue: false },
    { channel: 'store-b', rank: 2, zeroValue: true },
  ],
  sellers: [{ channel: 'headless', rank: 3, zeroValue: false, currency: 'EUR' }],
  places: [
    { channel: 'headless', storeLocation: 'headless', serves: ['main'] },
    { channel: 'store-b', storeLocation: '7', serves: ['main'] },
    placeOfA,
    { ...placeOfA, storeLocation: '1', serves: ['cellar'] },
  ],
  policy: { version: 3, rules },
};

/** What every book of the shop does. `open` gives an empty one. */
export function shopContract(open: () => Promise<ShopWorld>): void {
  let world: ShopWorld;
  beforeEach(async () => void (world = await open()));
  afterEach(() => world.close());

  const replace = (imported: ImportedShop) => world.uow.run((tx) => world.book.replace(tx, imported));
  const current = () => world.uow.run((tx) => world.book.current(tx));

  it('makes facts wait, whoever they are about, while nothing has been imported', async () => {
    await expect(current()).rejects.toThrow(Unavailable);
    await expect(current()).rejects.toThrow('no shop is configured yet: import a tillbridge.yaml first');
  });

  it('gives back what was imported: till, places in their order, ranks and policy', async () => {
    await replace(shop);
    expect(await current()).toEqual({
      till: 'till',
      edition: 1,
      sellers: new Map([['headless', { currency: 'EUR' }]]),
      zeroValue: new Set(['store-b']),
      takesCharges: true,
      layout: {
        policy: { ...resolvedRules, version: 3, tillSettleMs },
        places: [shop.places[0], shop.places[3], shop.places[2], shop.places[1]],
        sellers: new Set(['headless']),
        ranks: new Map([
          ['till', 0],
          ['store-a', 1],
          ['store-b', 2],
          ['headless', 3],
        ]),
      },
    });
  });

  it('counts the imports that changed something', async () => {
    const editionAfter = async (imported: ImportedShop) => {
      await replace(imported);
      return (await current()).edition;
    };
    const stricter = { ...shop, policy: { version: 4, rules: { ...rules, loser: 'cancel' as const } } };
    expect([await editionAfter(shop), await editionAfter(shop), await editionAfter(stricter)]).toEqual([1, 1, 2]);
  });

  it('changes nothing more when the same is imported again', async () => {
    await replace(shop);
    const before = await current();
    await replace(shop);
    expect(await current()).toEqual(before);
  });

  it('has the till and the places of the newest file only, and keeps the rank of a store or seller that left it', async () => {
    await replace(shop);
    await replace({
      ...shop,
      till: 'counter',
      stores: [{ channel: 'store-a', rank: 5, zeroValue: false }],
      places: [placeOfA],
    });
    const { till, layout, sellers } = await current();
    expect([till, layout.places]).toEqual(['counter', [placeOfA]]);
    expect(Object.fromEntries(layout.ranks)).toEqual({ counter: 0, 'store-a': 5, 'store-b': 2, headless: 3 });
    expect([...sellers]).toEqual([]);
  });

  it('has the policy of the highest version in force, numbers compared as numbers', async () => {
    await replace({ ...shop, policy: { version: 10, rules: { ...rules, loser: 'cancel' } } });
    await replace({ ...shop, policy: { version: 9, rules } });
    expect((await current()).layout.policy).toMatchObject({ version: 10, loser: 'cancel' });
  });

  it('takes over all of a file or nothing', async () => {
    await replace(shop);
    const before = await current();
    const failed = world.uow.run(async (tx) => {
      await world.book.replace(tx, { ...shop, till: 'counter', places: [] });
      throw new Error('the import broke off');
    });
    await expect(failed).rejects.toThrow('the import broke off');
    expect(await current()).toEqual(before);
  });
}
