import fc from 'fast-check';
import type { Linked } from './escrow-mode';
import type { StorePlace } from './policy';
import { lives, play, type Act } from './spec-lives';
import { escrowLayout, StoreWorld, type Worse } from './spec-store-world';

// A store takes an item off sale and puts it back on, as it likes and without asking: what its level shows then is on sale.

const a: StorePlace = { channel: 'store-a', storeLocation: '1', serves: ['main'] };
const b: StorePlace = { channel: 'store-b', storeLocation: '2', serves: ['main'] };
const both: StorePlace = { channel: 'store-b', storeLocation: '2', serves: ['main', 'depot'] };
const c: StorePlace = { channel: 'store-c', storeLocation: '3', serves: ['depot', 'main'] };

const opened = (places: readonly StorePlace[], shelves: Readonly<Record<string, number>>, worse: Worse = {}) => {
  const world = new StoreWorld(escrowLayout(places, { floorUnits: 100 }), new Map(Object.entries(shelves)), worse);
  world.quieten();
  return world;
};
const shops: Record<string, (worse?: Worse) => StoreWorld> = {
  'two stores': (worse) => opened([a, b], { main: 3 }, worse),
  'three stores, two outlets': (worse) => opened([a, both, c], { main: 2, depot: 2 }, worse),
};

type Turn = readonly ['withdraw' | 'reopen', number];
const turns = fc.tuple(fc.constantFrom('withdraw' as const, 'reopen' as const), fc.nat(2));
/** Every few acts some store changes its mind. */
const moodyLives = fc.array(fc.tuple(turns, lives), { minLength: 1, maxLength: 6, size: 'max' });

function turn(world: StoreWorld, [what, which]: Turn): void {
  world.stores[which % world.stores.length].put(what === 'withdraw' ? 'withdrawn' : 'sells');
}

const isSound = (world: StoreWorld): boolean =>
  world.oversold() === 0 && world.aboveCap() <= 0 && (world.lost === 0 || world.hasPutBack());

function survives(world: StoreWorld, moods: readonly (readonly [Turn, readonly Act[]])[]): boolean {
  return moods.every(([mood, life]) => {
    turn(world, mood);
    return life.slice(0, 25).every((act) => {
      play(world, act);
      return isSound(world);
    });
  });
}

const neverTwice = (open: (worse?: Worse) => StoreWorld, worse?: Worse) =>
  fc.property(moodyLives, (moods) => survives(open(worse), moods));

/** A core that takes what is withdrawn for what is gone. */
const hasty: Worse = {
  lists: (linked: Linked) => new Map([...linked].filter(([, standing]) => standing === 'sells')),
};

const shown = (world: StoreWorld) => world.stores.map(({ shows }) => shows);

describe.each(Object.entries(shops))('units dealt to %s that withdraw and reopen', (_, open) => {
  it('are never shown twice, not even by what is withdrawn, whatever arrives when', () => {
    fc.assert(neverTwice(open), { numRuns: 150 });
  });

  it('would be, if what is withdrawn counted for nothing before it was lowered', () => {
    expect(fc.check(neverTwice(open, hasty), { numRuns: 150, endOnFailure: true }).failed).toBe(true);
  });
});

describe('units dealt to stores', () => {
  it('are all on sale once everything has come to rest, and none of them where nobody can buy it', () => {
    fc.assert(
      fc.property(moodyLives, (moods) => {
        const world = shops['two stores']();
        survives(world, moods);
        world.quieten();
        const open = world.stores.filter(({ standing }) => standing === 'sells');
        const total = (stores: typeof open) => stores.reduce((sum, { shows }) => sum + shows, 0);
        expect(total(open)).toBe(open.length === 0 ? 0 : world.unsold());
        expect(total([...world.stores])).toBe(total(open));
      }),
      { numRuns: 60 },
    );
  });

  it('move from what is withdrawn only once it shows them no more', () => {
    const world = opened([a, b], { main: 3 });
    const [first, second] = world.stores;
    expect(shown(world)).toEqual([2, 1]);
    first.put('withdrawn');
    world.hearAll(first);
    world.tellAll();
    second.deliver();
    // Reopened now, the first would sell two of the three at once.
    expect(shown(world)).toEqual([2, 1]);
    world.quieten();
    expect(shown(world)).toEqual([0, 3]);
  });

  it('come back to what reopens, once another store has given them up', () => {
    const world = opened([a, b], { main: 3 });
    const [first, second] = world.stores;
    first.put('withdrawn');
    world.quieten();
    first.put('sells');
    world.hearAll(first);
    world.tellAll();
    first.deliver();
    expect(shown(world)).toEqual([0, 3]);
    second.deliver();
    second.look();
    world.hearAll(second);
    world.tellAll();
    first.deliver();
    expect(world.oversold()).toBe(0);
    world.quieten();
    expect(shown(world)).toEqual([1, 2]);
  });

  it('stay dealt out while only one store sells them, for the other may again at any moment', () => {
    const world = opened([a, b], { main: 2 });
    world.stores[1].put('withdrawn');
    world.quieten();
    expect(shown(world)).toEqual([2, 0]);
    expect(world.item.levels.map(({ dealt }) => dealt !== null)).toEqual([true]);
  });
});

describe('units that stores share', () => {
  it('are told to what is withdrawn as to everyone, so that it reopens with what there is', () => {
    const plenty = { floorUnits: 0, latencyFloorMs: 0 };
    const world = new StoreWorld(escrowLayout([a, b], plenty), new Map([['main', 50]]));
    world.quieten();
    world.stores[1].put('withdrawn');
    world.quieten();
    world.receive('main', 10);
    world.quieten();
    expect(shown(world)).toEqual([60, 60]);
  });
});
