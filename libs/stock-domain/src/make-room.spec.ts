import fc from 'fast-check';
import { decideOrderLine } from './decide-order';
import { levelAt, reservedAt } from './level';
import { servedAtOnce } from './max-flow';
import { claim, sell, show } from './paper-item';
import { setAside } from './parts';
import type { ItemState } from './item-state';
import type { ShopLayout } from './policy';
import { decided, shop } from './spec-claims';
import { atLocations, atThree, channels } from './spec-places';

// Who is short although somebody else could be served from elsewhere.

const of = (channel: string) => ({ channel, storeLocation: channel });
const layout = (splitLines = true): ShopLayout => ({ ...shop({ splitLines }), places: atThree });
const levels = ({ main = 0, depot = 0, attic = 0 }): ItemState => atLocations(main, depot, attic);
const take = (item: ItemState, channel: string, order: string, ordered = 1) =>
  decideOrderLine(item, claim(order, { ...of(channel), ordered }), layout());
const reserved = (item: ItemState) => ['main', 'depot', 'attic'].map((location) => reservedAt(item, location));

describe('room for who can be served from one location only', () => {
  it('is made by an accepted order that can be served from elsewhere', () => {
    const accepted = decided(take(levels({ main: 1, depot: 1 }), 'store-b', '1'), 0, layout()).item;
    expect(reserved(accepted)).toEqual([1, 0, 0]);
    const { item, losses } = decided(take(accepted, 'store-a', '2'), 0, layout());
    expect([losses, reserved(item)]).toEqual([[], [1, 1, 0]]);
  });

  it('is made at that other location in turn, where it is full', () => {
    let item = decided(take(levels({ main: 1, depot: 1, attic: 1 }), 'store-b', '1'), 0, layout()).item;
    item = decided(take(item, 'store-c', '2'), 0, layout()).item;
    expect(reserved(item)).toEqual([1, 1, 0]);
    const after = decided(take(item, 'store-a', '3'), 0, layout());
    expect([after.losses, reserved(after.item)]).toEqual([[], [1, 1, 1]]);
  });

  it('is made by a worse claim at another location, which loses its unit there', () => {
    const claims = [claim('1', of('store-b')), claim('2', of('store-c'))];
    const both = claims.reduce(
      (item, each) => decideOrderLine(item, each, layout()),
      levels({ main: 1, depot: 1, attic: 0 }),
    );
    expect(reserved(both)).toEqual([1, 1, 0]);
    const { item, losses } = decided(take(both, 'store-a', '3'), 0, layout());
    expect(losses).toMatchObject([{ order: '2', location: 'depot', units: 1 }]);
    expect(item.promises).toMatchObject([
      { order: '1', location: 'depot', short: 0 },
      { order: '2', short: 1 },
      { order: '3', location: 'main', short: 0 },
    ]);
  });

  it('is not made by a claim that still waits for rivals, and so has taken nothing from it', () => {
    const waiting = { ...shop({ arbitrationWindowMs: 5_000 }), places: atThree };
    let item = decided(take(levels({ main: 2, depot: 1 }), 'store-a', '1'), 0, layout()).item;
    item = decided(take(item, 'store-b', '2'), 0, waiting).item;
    expect(reserved(item)).toEqual([2, 0, 0]);
    const after = decided(sell(item, 2, 1), 1_000, waiting);
    expect(after.losses).toMatchObject([{ order: '1', units: 1 }]);
    expect(reserved(after.item)).toEqual([1, 0, 0]);
  });

  it('is not made by a part of a line that may not be divided', () => {
    const accepted = decided(take(levels({ main: 2, depot: 1 }), 'store-b', '1', 2), 0, layout(false)).item;
    const { losses } = decided(take(accepted, 'store-a', '2'), 0, layout(false));
    expect(losses).toMatchObject([{ order: '2', units: 1 }]);
  });

  it('is made by all of such a line, where all of it fits', () => {
    const accepted = decided(take(levels({ main: 2, depot: 2 }), 'store-b', '1', 2), 0, layout(false)).item;
    const { item, losses } = decided(take(accepted, 'store-a', '2'), 0, layout(false));
    expect([losses, reserved(item)]).toEqual([[], [1, 2, 0]]);
  });
});

describe('orders and till sales at three locations', () => {
  const act = fc.record({
    what: fc.constantFrom('order', 'order', 'order', 'cancel', 'sale'),
    channel: fc.constantFrom(...channels),
    units: fc.integer({ min: 1, max: 3 }),
    pick: fc.nat(9),
  });

  const stock = fc.record({ main: fc.nat(4), depot: fc.nat(3), attic: fc.nat(2) });
  const lives = fc.array(act, { maxLength: 14 });
  type Act = Parameters<Parameters<typeof lives.map>[0]>[0][number];

  /** Read once more, when the row is certain to hold the sale: what is in doubt serves nobody who is decided now. */
  function soldForSure(item: ItemState, seconds: number): ItemState {
    const sold = sell(item, 1, seconds);
    return show(sold, levelAt(sold, 'main').mirror.row!.level, seconds + 60);
  }

  /** What has happened is not decided yet. */
  function play(item: ItemState, { what, channel, units, pick }: Act, step: number): ItemState {
    if (what === 'order') return take(item, channel, String(step), units);
    if (what === 'sale') return soldForSure(item, step * 100);
    const known = item.promises[pick % item.promises.length];
    if (known === undefined) return item;
    const { channel: of, order, ordered } = known;
    const none = { channel: of, storeLocation: of, ordered, current: 0, restocked: ordered };
    return decideOrderLine(item, claim(order, none), layout());
  }

  it('leave no more units short than no assignment at all can serve', () => {
    fc.assert(
      fc.property(stock, lives, (units, life) => {
        let item = levels(units);
        let sold = 0;
        life.forEach((each, index) => {
          item = play(item, each, index + 1);
          sold += Number(each.what === 'sale');
          const unserved = unservedOf(item, { ...units, main: units.main - sold });
          const { item: after, losses } = decided(item, index * 1_000, layout());
          expect(losses.reduce((total, loss) => total + loss.units, 0)).toBe(unserved);
          item = after;
        });
      }),
      { numRuns: 500 },
    );
  });

  it('promise nothing twice, though some of the claims wait for others, and lines may not be divided', () => {
    fc.assert(
      fc.property(stock, lives, fc.boolean(), (units, life, splitLines) => {
        const waiting = { ...shop({ splitLines, arbitrationWindowMs: 2_500 }), places: atThree };
        let item = levels(units);
        life.forEach((each, index) => {
          item = decided(play(item, each, index + 1), index * 1_000, waiting).item;
        });
        const last = decided(item, 100_000, waiting).item;
        expect(last.promises.every(({ decideAt }) => decideAt === null)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

/** Units promised that the shelves cannot give, whoever is served from where. */
function unservedOf(item: ItemState, shelves: Readonly<Record<string, number>>): number {
  const takers = item.promises.map((promise) => {
    const { serves } = atThree.find(({ channel }) => channel === promise.channel)!;
    const from = serves.map((location) => [location, Number.MAX_SAFE_INTEGER] as const);
    return { name: promise.order, units: setAside(promise), from: new Map(from) };
  });
  const units = Object.entries(shelves).map(([location, each]) => [location, Math.max(0, each)] as const);
  const wanted = takers.reduce((total, { units }) => total + units, 0);
  return wanted - servedAtOnce(takers, new Map(units));
}
