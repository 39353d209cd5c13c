import type { OrderObserved } from '@tillbridge/contracts';
import fc from 'fast-check';
import { HalfHeard } from './world/half-heard';
import { places, unitsEach } from './world/moving-store';

// Random lives of orders whose store moves them between two places of ours and a third. The gateway hears some of their states, and the core some
// of what the gateway tells, in any order; in the end each hears how every order stands.

const changes = ['order', 'move', 'move', 'moveOut', 'ship', 'restock', 'cancel', 'wait'] as const;
const news = ['see', 'see', 'hear', 'passOver', 'look', 'push'] as const;
type Act = readonly [(typeof changes)[number] | (typeof news)[number], number];
const lives = fc.array(fc.tuple(fc.constantFrom(...changes, ...news, ...news), fc.nat(30)), {
  maxLength: 40,
  size: 'max',
});

async function play(world: HalfHeard, [name, pick]: Act): Promise<void> {
  const { store } = world;
  const isFull = store.orders().length >= 4;
  const copies = store.copies();
  const steps: Record<Act[0], () => void | Promise<void>> = {
    order: () => (isFull ? undefined : store.order(1 + (pick % 2), places[pick % 3 === 0 ? 1 : 0])),
    move: () => store.move(pick),
    moveOut: () => store.move(pick, false),
    ship: () => store.ship(pick),
    restock: () => store.restock(pick),
    cancel: () => store.cancel(pick),
    wait: () => store.wait(),
    see: () => world.see(copies[pick % Math.max(1, copies.length)]),
    hear: () => world.hear(pick),
    passOver: () => world.passOver(pick),
    look: () => world.look(),
    push: () => world.push(),
  };
  await steps[name]();
}

/** What every place comes to where nothing was missed: what is left is on sale, and nothing is taken for missing. */
async function comesToRest(life: readonly Act[], garble?: (order: OrderObserved) => OrderObserved): Promise<void> {
  const world = new HalfHeard(garble);
  await world.open();
  for (const act of life) await play(world, act);
  await world.quieten();
  for (const place of places) {
    const left = unitsEach - world.store.takenAt(place);
    const none = { ordered: 0, restocked: 0 };
    expect(await world.at(place)).toEqual({ shows: left, bound: left, uncounted: 0, apart: none });
  }
}

/** A core that hears where a line is, and never where it was. */
const withoutMoves = (order: OrderObserved): OrderObserved => ({
  ...order,
  lines: order.lines.map((line) => ({ ...line, movedFrom: undefined })),
});

/** An act at a time, `see 1` for `['see', 1]`. */
const acts = (text: string): Act[] =>
  text.split(', ').map((each) => {
    const [name, pick = '0'] = each.split(' ');
    return [name as Act[0], Number(pick)];
  });

const heardThereAlone = acts('order 1, see, passOver, wait, move, see 1');

describe('a line that its store moved to another place', () => {
  it.each<[string, Act[]]>([
    ['is heard of there alone', heardThereAlone],
    ['is heard of there, and then where it was', acts('order 1, see, wait, move, see 1, hear 1, hear')],
    ['was moved within the second', acts('order 1, see, move, see 1, hear 1, hear')],
    ['came back unheard', acts('order, see, passOver, wait, move, see 1, passOver, wait, move, see 2')],
    ['came back, and was heard of each time', acts('order 1, see, hear, wait, move, see 1, hear, wait, move, see 2')],
    ['went where nothing is ours, and is heard of there', acts('order 1, see, passOver, wait, moveOut, see 1')],
  ])('%s: its units are off sale where it is, and on sale where it was', async (_, life) => {
    await comesToRest(life);
  });

  it('is counted by gateway and core alike, whatever each of them has missed', async () => {
    await fc.assert(
      fc.asyncProperty(lives, (life) => comesToRest(life)),
      { numRuns: 300 },
    );
  });

  it('would keep a unit off sale for ever, if the core were not told where it had been', async () => {
    const property = fc.asyncProperty(lives, (life) => comesToRest(life, withoutMoves));
    await expect(comesToRest(heardThereAlone, withoutMoves)).rejects.toThrow('uncounted');
    expect((await fc.check(property, { numRuns: 300, endOnFailure: true })).failed).toBe(true);
  });
});
