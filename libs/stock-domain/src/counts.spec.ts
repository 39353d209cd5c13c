import fc from 'fast-check';
import type { SetAside } from './item-state';
import { freeAtMost, freeForSure } from './level';
import { CountWorld } from './spec-count-world';

// Random lives of one item whose shelf is counted while people buy, cancel, ship and sell at the till, and while posts,
// answers, levels and news of the count arrive late or in another order. A failing run prints the shortest life that fails.

const acts = [
  'sell',
  'place',
  'cancel',
  'send',
  'poll',
  'deliver',
  'deliver',
  'open',
  'complete',
  'give up',
  'hear',
] as const;
const more = ['ship', 'receive', 'add', 'take back', 'answer', 'count unseen'] as const;
/** What is told only later. */
const late = ['place unheard', 'ship unheard', 'cancel unheard', 'hear of orders'] as const;
type Act = readonly [(typeof acts)[number] | (typeof more)[number] | (typeof late)[number], number];

/** Longer than clocks may differ, so that what is in doubt is in doubt for a reason. */
const stepMs = 5_100;

function play(world: CountWorld, [name, pick]: Act): void {
  world.now += stepMs;
  const steps: Record<Act[0], () => void> = {
    sell: () => world.sellAtTill(),
    receive: () => world.receive(1 + (pick % 3)),
    place: () => world.place(1 + (pick % 2)),
    cancel: () => world.cancel(pick),
    ship: () => world.ship(pick),
    send: () => world.sendPosts(false),
    poll: () => world.poll(true),
    deliver: () => world.deliver(pick),
    open: () => world.openCount(),
    complete: () => world.completeCount(),
    add: () => world.addUnit(pick),
    'take back': () => world.takeBack(pick),
    answer: () => world.answer(),
    'count unseen': () => world.countUnseen(),
    'place unheard': () => world.placeUnheard(1 + (pick % 2)),
    'ship unheard': () => world.endUnheard(pick, true),
    'cancel unheard': () => world.endUnheard(pick, false),
    'hear of orders': () => world.hearOfOrders(),
    'give up': () => world.giveUpCount(),
    hear: () => world.hearOfCounts(pick),
  };
  steps[name]();
}

const lives = (...names: Act[0][]) =>
  fc.array(fc.tuple(fc.constantFrom(...names), fc.nat(20)), { maxLength: 30, size: 'max' });
const practices = fc.constantFrom<SetAside>('counted', 'notCounted');
const units = fc.integer({ min: 1, max: 4 });
const runs = { numRuns: 1_500 };

/** Whether nothing is raised that does not lie there, as far as the till has told. */
function raisesNothing(world: CountWorld, life: readonly Act[]): boolean {
  return life.every((act) => {
    play(world, act);
    if (act[0] !== 'poll') return true;
    world.deliver(world.newest());
    return freeForSure(world.item, 'main') <= world.shelf + world.leftUnheard() - world.promised();
  });
}

/** Whether all comes to rest at what lies there and is promised to nobody. */
function comesToRest(world: CountWorld, life: readonly Act[]): boolean {
  for (const act of life) play(world, act);
  world.quieten();
  return world.asked.size > 0 || isAtRest(world);
}

function isAtRest(world: CountWorld): boolean {
  const free = world.shelf - world.promised();
  return freeAtMost(world.item, 'main') === free && freeForSure(world.item, 'main') === free;
}

// Lives that went wrong once.

const shortWhileCounted: readonly Act[] = [
  ['place', 0],
  ['send', 0],
  ['receive', 0],
  ['deliver', 0],
  ['place', 0],
  ['sell', 0],
  ['open', 0],
  ['complete', 0],
  ['poll', 0],
  ['deliver', 7],
];
const cancelledUnheard: readonly Act[] = [
  ['place', 0],
  ['send', 0],
  ['deliver', 0],
  ['place', 0],
  ['open', 0],
  ['complete', 0],
  ['cancel', 1],
];
const reversedMeanwhile: readonly Act[] = [
  ['place', 0],
  ['send', 0],
  ['deliver', 0],
  ['sell', 0],
  ['poll', 0],
  ['open', 0],
  ['complete', 0],
  ['send', 0],
  ['deliver', 9],
  ['poll', 0],
];

const countedAgain: readonly Act[] = [
  ['count unseen', 0],
  ['place', 0],
  ['send', 0],
  ['deliver', 0],
  ['open', 0],
  ['complete', 0],
  ['poll', 0],
];
const addedMeanwhile: readonly Act[] = [
  ['open', 0],
  ['give up', 0],
  ['place', 0],
  ['open', 0],
  ['add', 0],
  ['complete', 0],
  ['hear', 0],
];
const recorded: readonly Act[] = [
  ['send', 0],
  ['deliver', 1],
  ['poll', 0],
  ['deliver', 1],
];
const reversedUnseen: readonly Act[] = [['place', 0], ...recorded, ['cancel', 0], ['count unseen', 0]];
const backSince: readonly Act[] = [
  ['place', 0],
  ...recorded,
  ['ship', 0],
  ['place', 0],
  ...recorded,
  ['count unseen', 0],
  ['take back', 0],
];

describe('a shelf that is counted', () => {
  it('raises nothing that does not lie there, whatever the policy says', () => {
    fc.assert(
      fc.property(units, practices, fc.boolean(), lives(...acts, ...more, ...late), (level, practice, known, life) =>
        raisesNothing(new CountWorld(level, practice, known ? practice : null), life),
      ),
      runs,
    );
  });

  it('comes to rest at what is free, where nobody had to be asked', () => {
    fc.assert(
      fc.property(units, practices, lives(...acts, ...more, ...late), (level, practice, life) =>
        comesToRest(new CountWorld(level, practice, practice), life),
      ),
      runs,
    );
  });

  it('comes to rest with no unit too many once a person has said, however late, what was counted', () => {
    fc.assert(
      fc.property(units, practices, lives(...acts, ...more, ...late), (level, practice, life) => {
        const world = new CountWorld(level, practice, null);
        for (const act of life) play(world, act);
        world.quieten();
        expect(freeAtMost(world.item, 'main')).toBeLessThanOrEqual(world.shelf - world.promised());
      }),
      runs,
    );
  });

  it('asks of a web order that was found short before anybody had heard that the count was over', () => {
    const world = new CountWorld(2, 'notCounted', 'notCounted');
    // The poll shows a sale, and nothing of what came in: that is as much as was put on the table for the second order.
    for (const act of shortWhileCounted) play(world, act);
    world.quieten();
    expect(world.asked).toEqual(new Set(['c1']));
    expect(isAtRest(world)).toBe(true);
  });

  it('asks of a web order that was cancelled before anybody had heard that the count was over', () => {
    const world = new CountWorld(2, 'notCounted', 'notCounted');
    for (const act of cancelledUnheard) play(world, act);
    world.quieten();
    expect(world.asked).toEqual(new Set(['c1']));
    expect(isAtRest(world)).toBe(true);
  });

  it('takes no surplus for a delivery that a reversal and the count may have made together', () => {
    expect(raisesNothing(new CountWorld(1, 'counted', null), reversedMeanwhile)).toBe(true);
  });

  it('is not taken over by its level while it is counted once more', () => {
    expect(raisesNothing(new CountWorld(1, 'counted', null), countedAgain)).toBe(true);
  });

  it('asks of units that were added to a web order while people counted', () => {
    const world = new CountWorld(2, 'notCounted', 'notCounted');
    for (const act of addedMeanwhile) play(world, act);
    world.quieten();
    expect(world.asked).toEqual(new Set(['c2']));
  });

  it.each<SetAside>(['counted', 'notCounted'])('has not taken in what came back since: %s', (practice) => {
    const world = new CountWorld(3, practice, null);
    for (const act of backSince) play(world, act);
    world.quieten();
    expect(world.asked).toEqual(new Set(['c1']));
    expect(isAtRest(world)).toBe(true);
  });

  it('holds a unit less at worst where a reversal was on its way as people counted', () => {
    const world = new CountWorld(1, 'counted', null);
    for (const act of reversedUnseen) play(world, act);
    world.quieten();
    expect(world.asked).toEqual(new Set(['c1']));
    expect(freeAtMost(world.item, 'main')).toBeLessThanOrEqual(world.shelf - world.promised());
  });

  it('lists units again that were set aside, if nobody hears of the count', () => {
    const deaf = fc.property(units, lives(...acts), (level, life) =>
      raisesNothing(new CountWorld(level, 'counted', 'counted', true), life),
    );
    expect(fc.check(deaf, { ...runs, numRuns: 5_000, seed: 1 }).failed).toBe(true);
  });

  it('loses units for ever that were set aside and not counted, if nobody hears of the count', () => {
    const deaf = fc.property(units, lives(...acts), (level, life) =>
      comesToRest(new CountWorld(level, 'notCounted', 'notCounted', true), life),
    );
    expect(fc.check(deaf, { ...runs, numRuns: 5_000, seed: 1 }).failed).toBe(true);
  });
});
