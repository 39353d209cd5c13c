import type { Tx } from '@tillbridge/persistence';
import { handleFacts } from '../use-cases/handle-facts';
import { linkListing } from '../use-cases/link-listing';
import { noReferences, type Loaded, type References } from './ledger';
import { paperDeps, type LedgerWorld } from './ledger.contract';
import { TypeOrmLedger } from './ledger.typeorm';
import { listed, ordered, tillShows } from './paper-core';
import { openLedgerWorld } from './spec-typeorm-world';

const pairs = 8;

/** An item that the till lists, and for each of `pairs` stores' listings an order that comes at the same moment. */
async function race(world: LedgerWorld): Promise<{ waiting: number; promised: number }> {
  const take = (...facts: Parameters<typeof handleFacts>[1]) => handleFacts(paperDeps(world), facts);
  for (let index = 0; index < pairs; index += 1)
    await take(listed('till', `till-${index}`, `SKU-${index}`), tillShows(`till-${index}`, 5, 0));
  await Promise.all(
    Array.from({ length: pairs }, (_, index) => [
      take(listed('store-a', `a-${index}`, `SKU-${index}`)),
      take(ordered('store-a', String(index), [{ line: '1', externalId: `a-${index}` }])),
    ]).flat(),
  );
  const promised = (await world.items()).flatMap((item) => item.promises).length;
  return { promised, waiting: pairs - promised };
}

/** Each pair has looked before either of the two writes. */
class LooksFirst extends TypeOrmLedger {
  private looked = 0;
  private release = (): void => undefined;
  private readonly all = new Promise<void>((resolve) => (this.release = resolve));

  override async load(tx: Tx, references: References): Promise<Loaded> {
    const loaded = await super.load(tx, references);
    if (!references.externals.some(({ channel }) => channel === 'store-a')) return loaded;
    this.looked += 1;
    if (this.looked === 2 * pairs) this.release();
    await this.all;
    return loaded;
  }

  protected override async lockLinks(): Promise<boolean> {
    return false;
  }
}

describe('a listing and an order for it that two cores take in at the same moment', () => {
  let world: LedgerWorld;
  beforeEach(async () => {
    world = await openLedgerWorld();
  });
  afterEach(() => world.close());

  it('find each other, whoever commits first', async () => {
    expect(await race(world)).toEqual({ promised: pairs, waiting: 0 });
  });

  it('miss each other when neither waits for the other', async () => {
    expect((await race({ ...world, ledger: new LooksFirst() })).waiting).toBe(pairs);
  });
});

describe('a person who links a listing and an order for it that come at the same moment', () => {
  let world: LedgerWorld;
  beforeEach(async () => {
    world = await openLedgerWorld();
  });
  afterEach(() => world.close());

  it('find each other, whoever commits first, and count it once', async () => {
    const deps = paperDeps(world);
    const names = Array.from({ length: pairs }, (_, index) => String(index));
    for (const name of names)
      await handleFacts(deps, [
        listed('till', `till-${name}`, `SKU-${name}`),
        tillShows(`till-${name}`, 5, 0),
        listed('store-a', `a-${name}`, 'no label that fits'),
      ]);
    const keys = names.map((name) => ({ channel: 'till', externalId: `till-${name}` }));
    const { listings } = await world.uow.run((tx) => world.ledger.load(tx, { ...noReferences, externals: keys }));
    const itemOf = (name: string) =>
      [...listings.values()].find(({ externalId }) => externalId === `till-${name}`)!.itemId;
    const outcomes = await Promise.all(
      names.flatMap((name) => [
        linkListing(deps, { channel: 'store-a', externalId: `a-${name}` }, itemOf(name)),
        handleFacts(deps, [ordered('store-a', name, [{ line: '1', externalId: `a-${name}` }])]),
      ]),
    );
    expect(outcomes.filter(Boolean)).toEqual(names.map(() => ({ kind: 'done' })));
    const items = await world.items();
    expect(items.flatMap(({ promises }) => promises)).toHaveLength(pairs);
    const views = items.flatMap((item) => item.views.filter(({ channel }) => channel === 'store-a'));
    expect(views.map(({ ordersCounted }) => ordersCounted)).toEqual(names.map(() => 1));
  });
});

describe('two listings that carry one label, taken in at the same moment', () => {
  let world: LedgerWorld;
  beforeEach(async () => {
    world = await openLedgerWorld();
  });
  afterEach(() => world.close());

  it('are linked to one item, whoever commits first', async () => {
    const skus = Array.from({ length: pairs }, (_, index) => `TEE-${index}`);
    await Promise.all(
      skus.flatMap((sku) => [
        handleFacts(paperDeps(world), [listed('till', `till-${sku}`, sku)]),
        handleFacts(paperDeps(world), [listed('store-a', `a-${sku}`, sku)]),
      ]),
    );
    const { listings } = await world.uow.run((tx) =>
      world.ledger.load(tx, {
        ...noReferences,
        externals: skus.map((sku) => ({ channel: 'store-a', externalId: `a-${sku}` })),
      }),
    );
    const ofStore = [...listings.values()].filter(({ channel }) => channel === 'store-a');
    expect(ofStore.map(({ linkedBy }) => linkedBy)).toEqual(skus.map(() => 'sku'));
  });
});
