import fc from 'fast-check';
import type { StorePlace } from './policy';
import { SpecHolders } from './spec-holders';
import { lives, play, type Act } from './spec-lives';
import { escrowLayout, seller, StoreWorld } from './spec-store-world';

// Stores that are dealt their units, while their shoppers' carts and a seller hold some of them. What is checked is worked
// out from what stores show, what is held and what lies on the shelves, and from nothing that the core decides by.

const place = (channel: string, ...serves: string[]): StorePlace => ({ channel, storeLocation: channel, serves });
const always = { floorUnits: 100 };

class HeldWorld {
  readonly stores: StoreWorld;
  readonly holders: SpecHolders;

  constructor(places: readonly StorePlace[], shelves: Readonly<Record<string, number>>, rules = always) {
    this.stores = new StoreWorld(escrowLayout(places, rules), new Map(Object.entries(shelves)));
    this.holders = new SpecHolders(this.stores);
    this.stores.quieten();
  }

  shown(): number[] {
    return this.stores.stores.map(({ shows }) => shows);
  }

  buy(channel: string, units = 1): void {
    this.stores.store(channel).buy(units);
    this.stores.quieten();
  }
}

const shops = {
  'one outlet': () =>
    new HeldWorld(
      [place('store-a', 'main'), place('store-b', 'main'), place('store-c', 'main'), place(seller, 'main')],
      {
        main: 4,
      },
    ),
  'two outlets': () =>
    new HeldWorld(
      [
        place('store-a', 'main'),
        place('store-b', 'main', 'depot'),
        place('store-c', 'depot', 'main'),
        place(seller, 'main', 'depot'),
      ],
      { main: 3, depot: 2 },
    ),
};

type Hold = readonly ['fillCart' | 'reserve' | 'release' | 'confirm', number, number];
const holds = fc.tuple(fc.constantFrom('fillCart', 'reserve', 'reserve', 'release', 'confirm'), fc.nat(2), fc.nat(20));
const livesWithHolds = fc
  .tuple(lives, fc.array(fc.tuple(fc.nat(80), holds), { maxLength: 20, size: 'max' }))
  .map(([life, held]) =>
    held.reduce<readonly (Act | Hold)[]>((all, [at, hold]) => all.toSpliced(at % (all.length + 1), 0, hold), life),
  );

function act({ stores, holders }: HeldWorld, each: Act | Hold): void {
  const [name, which, pick] = each;
  const store = stores.stores[which % stores.stores.length]!;
  if (name === 'fillCart') holders.fillCart(store.place.channel, 1 + (pick % 2));
  else if (name === 'reserve') holders.reserve(1 + (pick % 2));
  else if (name === 'release') holders.release(pick);
  else if (name === 'confirm') holders.confirm(pick);
  else play(stores, [name, which, pick]);
}

describe.each(Object.entries(shops))('units of %s that are dealt out and held', (_, open) => {
  it('are never shown to anybody while a seller holds them, and leave no order without one', () => {
    fc.assert(
      fc.property(livesWithHolds, (life) => {
        const world = open();
        return life.every((each) => {
          act(world, each);
          const { stores } = world;
          return stores.oversold() === 0 && (stores.lost === 0 || stores.hasPutBack());
        });
      }),
      { numRuns: 120 },
    );
  });

  it('stay with the seller that holds them, whatever carts and orders come', () => {
    fc.assert(
      fc.property(livesWithHolds, (life) => {
        const world = open();
        return life.every((each) => {
          act(world, each);
          const { stores } = world;
          const lost = stores.item.holds.filter(({ channel, yielded }) => channel === seller && yielded > 0);
          return lost.length === 0 || stores.hasPutBack();
        });
      }),
      { numRuns: 120 },
    );
  });

  it('are shown or held once, when everything has come to rest', () => {
    fc.assert(
      fc.property(livesWithHolds, (life) => {
        const world = open();
        for (const each of life) act(world, each);
        const { stores } = world;
        stores.decide();
        stores.quieten();
        const told = (channel: string) => stores.item.published.find((each) => each.channel === channel)!;
        const levels = [
          stores.twiceGiven(({ shows }) => shows),
          stores.twiceGiven(({ place: { channel } }) => told(channel).lowerTo),
          stores.twiceGiven(({ place: { channel } }) => told(channel).raiseTo),
        ];
        expect(levels).toEqual([0, 0, 0]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a unit that is held', () => {
  const three = [place('store-b', 'main'), place('store-c', 'main'), place('store-a', 'main')];

  it('is dealt to no store, however few are left beside it', () => {
    const world = new HeldWorld(
      [place('store-a', 'main'), place('store-b', 'main'), place(seller, 'main')],
      { main: 10 },
      {
        floorUnits: 2,
      },
    );
    expect(world.holders.reserve(9)).toBe(true);
    world.stores.decide();
    world.stores.quieten();
    expect(world.shown()).toEqual([1, 0]);
    world.holders.confirm(0);
    world.buy('store-a');
    expect(world.stores.lost).toBe(0);
  });

  it('by the cart of a store, is part of what that store shows, and no more than that', () => {
    const world = new HeldWorld(three, { main: 2 });
    expect(world.shown()).toEqual([1, 1, 0]);
    world.holders.fillCart('store-b', 2);
    world.holders.fillCart('store-a', 1);
    world.stores.quieten();
    expect(world.stores.item.holds).toMatchObject([{ channel: 'store-b', units: 1 }]);
    expect(world.shown()).toEqual([1, 1, 0]);
  });
});

describe('where a seller may have a unit of either outlet', () => {
  it('it holds the one that no store shows', () => {
    const world = new HeldWorld([place('store-a', 'main'), place(seller, 'main', 'depot')], { main: 1, depot: 1 });
    expect(world.shown()).toEqual([1]);
    expect(world.holders.reserve(1)).toBe(true);
    expect(world.stores.item.holds).toEqual([expect.objectContaining({ location: 'depot', units: 1 })]);
    world.holders.confirm(0);
    world.buy('store-a');
    expect(world.stores.lost).toBe(0);
  });
});
