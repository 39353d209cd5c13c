import type { CatalogItemListed } from '@tillbridge/contracts';
import fc from 'fast-check';
import { HalfTold, unitsThere } from './world/half-told';
import type { MoodyStore } from './world/moody-store';

// Random lives of two stores that draft, archive, delete and re-activate what they list of one scarce item. Most of their messages are
// lost, late or there twice, and what gateway and core tell each other comes in any order; in the end each store is connected again.

const changes = ['draft', 'archive', 'activate', 'activate', 'delete', 'buy', 'wait'] as const;
const news = [
  'arrive',
  'arriveNow',
  'arriveLate',
  'ask',
  'recordAnswers',
  'hear',
  'tell',
  'look',
  'push',
  'connect',
] as const;
type Act = readonly [(typeof changes)[number] | (typeof news)[number], number];
const lives = fc.array(fc.tuple(fc.constantFrom(...changes, ...news, ...news), fc.nat(30)), {
  maxLength: 60,
  size: 'max',
});

async function play(world: HalfTold, [name, pick]: Act): Promise<void> {
  const store = world.stores[pick % 2]!;
  const steps: Record<Act[0], () => void | Promise<void>> = {
    draft: () => store.become('drafted'),
    archive: () => store.become('archived'),
    activate: () => store.become('sells'),
    // Rarely, for nothing happens to a store after that.
    delete: () => (pick < 6 ? store.become('deleted') : undefined),
    buy: () => store.buy(),
    wait: () => store.wait(),
    arrive: () => world.arrive(store, pick),
    arriveNow: () => world.arriveNow(store),
    arriveLate: () => world.arriveNow(store, 1),
    ask: () => world.ask(),
    recordAnswers: () => world.recordAnswers(),
    hear: () => world.hear(pick),
    tell: () => world.tell(pick),
    look: () => world.look(store),
    push: () => world.push(store),
    connect: () => world.connect(store),
  };
  await steps[name]();
}

type Garble = (listing: CatalogItemListed) => CatalogItemListed;

async function isNeverShownTwice(life: readonly Act[], garble?: Garble): Promise<HalfTold> {
  const world = new HalfTold(garble);
  await world.open();
  for (const act of life) {
    await play(world, act);
    expect(world.maySell).toBeLessThanOrEqual(world.left);
  }
  return world;
}

/** Every unit is on sale exactly once, and none of them where nobody can buy it while another store could sell it. */
async function comesToRest(life: readonly Act[], garble?: Garble): Promise<void> {
  const world = await isNeverShownTwice(life, garble);
  await world.quieten();
  const shown = (stores: readonly MoodyStore[]) => stores.reduce((sum, { shows }) => sum + shows, 0);
  const sellers = world.stores.filter(({ mood }) => mood === 'sells');
  const left = Math.max(0, world.left - (await world.missedForGood()));
  if (sellers.length > 0) expect([shown(sellers), world.maySell]).toEqual([left, left]);
  else expect(world.maySell).toBeLessThanOrEqual(world.left);
}

/** An act at a time, `buy 1` for `['buy', 1]`: an even number is the first store, an odd one the second. */
const acts = (text: string): Act[] =>
  text.split(', ').map((each) => {
    const [name, pick = '0'] = each.split(' ');
    return [name as Act[0], Number(pick)];
  });

const readIt = 'ask, recordAnswers';
const hearAndDo =
  'hear, hear, hear, tell, tell, tell, push, push 1, look, look 1, hear, hear, tell, tell, push, push 1';

describe('a scarce item that its stores take off sale and put back', () => {
  it('starts on sale, every unit once', async () => {
    const world = new HalfTold();
    await world.open();
    expect(world.stores.map(({ shows }) => shows).sort()).toEqual([1, unitsThere - 1]);
  });

  it.each<[string, string]>([
    ['is drafted, and the store next to it has its units', `draft, arriveNow, ${readIt}, ${hearAndDo}`],
    ['is archived while no message comes through', 'archive'],
    ['is deleted while no message comes through', 'delete, buy 1'],
    ['is drafted and active again, heard of in the other order', 'draft, wait, activate, arriveNow, arriveLate'],
    [
      'is drafted and active again within the second, in the middle of a read',
      `draft, arriveNow, ask, activate, arriveNow, recordAnswers`,
    ],
    [
      'is active again in the middle of a read, and its store is connected again',
      `draft, arriveNow, ask, activate, connect, recordAnswers`,
    ],
    ['reopens before it was lowered', `draft, arriveNow, ${readIt}, ${hearAndDo}, activate, buy, buy, buy 1, buy 1`],
    ['is taken off sale by both stores', `draft, archive 1, arriveNow, arriveNow 1, ${readIt}, ${hearAndDo}`],
  ])('%s: no unit is on sale twice, and each is on sale once all is quiet', async (_, life) => {
    await comesToRest(acts(life));
  });

  it('is never on sale twice, and once when all is quiet, whatever is lost or late', async () => {
    await fc.assert(
      fc.asyncProperty(lives, (life) => comesToRest(life)),
      { numRuns: 300 },
    );
  });

  it('would be on sale twice, if what is withdrawn counted as gone', async () => {
    const hasty: Garble = (listing) => ({ ...listing, standing: listing.standing === 'sells' ? 'sells' : 'gone' });
    const property = fc.asyncProperty(lives, async (life) => void (await isNeverShownTwice(life, hasty)));
    expect((await fc.check(property, { numRuns: 200, endOnFailure: true })).failed).toBe(true);
  });

  it('would stay off sale for ever, if the core could not tell two facts of one second apart', async () => {
    const uncounted: Garble = (listing) => ({ ...listing, seq: 0 });
    const property = fc.asyncProperty(lives, (life) => comesToRest(life, uncounted));
    expect((await fc.check(property, { numRuns: 200, endOnFailure: true })).failed).toBe(true);
  });
});
