import fc from 'fast-check';
import { availabilityAt } from './availability';
import { freeAtMost, reservedAt } from './level';
import { claim, order, paperLayout, sell, show, stocked } from './paper-item';
import type { ShopLayout } from './policy';
import { decided, ofB, shop } from './spec-claims';

describe('a line that one location cannot serve', () => {
  const both = show(stocked(2, 'main'), 2, 0, { location: 'depot' });
  const three = claim('1', { ...ofB, ordered: 3 });

  it('is served from two where the policy allows it, nearest first', () => {
    const { item, losses } = decided(order(both, three), 0, shop({}));
    expect(losses).toEqual([]);
    expect([reservedAt(item, 'main'), reservedAt(item, 'depot')]).toEqual([2, 1]);
    expect(item.promises[0].posts).toMatchObject([
      { location: 'main', units: 2 },
      { location: 'depot', units: 1 },
    ]);
  });

  it('is offered whole only where the policy does not', () => {
    const [, placeB] = paperLayout.places;
    const offered = (splitLines: boolean) => availabilityAt(both, placeB, shop({ splitLines }), 0).lowerTo;
    expect([offered(true), offered(false)]).toEqual([4, 2]);
  });

  it('is short where the policy does not', () => {
    const { losses } = decided(order(both, three), 0, shop({ splitLines: false }));
    expect(losses).toMatchObject([{ order: '1', units: 1 }]);
  });

  it('moves as a whole, also without splitting, when its location loses units and another has enough', () => {
    const accepted = decided(order(both, claim('1', { ...ofB, ordered: 2 })), 0, shop({})).item;
    const { item, losses } = decided(sell(accepted, 1, 1), 1_000, shop({ splitLines: false }));
    expect(losses).toEqual([]);
    expect([reservedAt(item, 'main'), reservedAt(item, 'depot')]).toEqual([0, 2]);
  });

  it('gives back first what lies elsewhere, and everything when it is cancelled', () => {
    const split = decided(order(both, three), 0, shop({})).item;
    const fewer = order(split, { ...three, current: 2, restocked: 1 });
    expect([reservedAt(fewer, 'main'), reservedAt(fewer, 'depot')]).toEqual([2, 0]);
    const none = order(split, { ...three, current: 0, restocked: 3 });
    expect([reservedAt(none, 'main'), reservedAt(none, 'depot')]).toEqual([0, 0]);
  });

  it('takes a unit elsewhere from nobody who was promised it', () => {
    const taken = decided(order(both, claim('1', { ...ofB, ordered: 3 })), 0, shop({})).item;
    const { item, losses } = decided(order(taken, claim('2', { ...ofB, ordered: 2 })), 0, shop({}));
    expect(losses).toMatchObject([{ order: '2', units: 1 }]);
    expect([reservedAt(item, 'main'), reservedAt(item, 'depot')]).toEqual([2, 2]);
  });
});

describe('a life with two locations', () => {
  const act = fc.record({
    what: fc.constantFrom('order', 'cancel', 'edit', 'sale', 'count'),
    id: fc.integer({ min: 1, max: 5 }).map(String),
    units: fc.integer({ min: 1, max: 3 }),
    at: fc.constantFrom('main', 'depot'),
    store: fc.constantFrom('store-a', 'store-b'),
  });

  it('leaves nobody short while the place of the order has a unit left, and promises nothing twice', () => {
    fc.assert(
      fc.property(fc.nat(4), fc.nat(4), fc.array(act, { maxLength: 20 }), (main, depot, life) => {
        let item = show(stocked(main, 'main'), depot, 0, { location: 'depot' });
        const levels = { main, depot };
        life.forEach(({ what, id, units, at, store }, step) => {
          const name = `${store === 'store-a' ? 1 : 2}${id}`;
          const own = claim(name, { channel: store, storeLocation: store === 'store-a' ? '1' : '2', ordered: units });
          const known = item.promises.find((promise) => promise.order === name);
          if (what === 'order' && known === undefined) item = order(item, own);
          else if (what === 'cancel' && known !== undefined)
            item = order(item, { ...own, ordered: known.ordered, current: 0, restocked: known.ordered });
          else if (what === 'edit' && known !== undefined)
            item = order(item, { ...own, ordered: known.ordered + units, current: known.ordered + units });
          else if (what === 'sale' || what === 'count') {
            levels[at as 'main'] = Math.max(0, levels[at as 'main'] + (what === 'sale' ? -units : units));
            item = show(item, levels[at as 'main'], (step + 1) * 10, { location: at });
          }
          const before = item.promises.map(({ short }) => short);
          const { item: after, losses } = decided(item, (step + 1) * 10_000, shop({}));
          item = after;
          for (const loss of losses) {
            const serves = paperLayout.places.find(({ channel }) => channel === loss.channel)!.serves;
            for (const location of serves) expect(freeAtMost(item, location)).toBeLessThanOrEqual(0);
          }
          if (losses.length === 0) expect(item.promises.map(({ short }) => short)).toEqual(before);
        });
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a line that its place cannot serve and another place of its store can', () => {
  const layout: ShopLayout = {
    ...shop({ moveLosers: true }),
    places: [
      { channel: 'store-a', storeLocation: '1', serves: ['main'] },
      { channel: 'store-a', storeLocation: '9', serves: ['depot'] },
    ],
  };
  const both = show(stocked(1, 'main'), 3, 0, { location: 'depot' });

  it('is set aside there at once, and its store is asked to move it', () => {
    const { item, losses } = decided(order(both, claim('1', { ordered: 2 })), 0, layout);
    expect(losses).toMatchObject([{ order: '1', moveTo: '9' }]);
    expect([reservedAt(item, 'main'), reservedAt(item, 'depot')]).toEqual([0, 2]);
    expect(item.promises).toMatchObject([{ short: 0, movingTo: '9', storeLocation: '1' }]);
  });

  it('stays there while the store has not moved it yet, and is at home there once it has', () => {
    const moving = decided(order(both, claim('1', { ordered: 2 })), 0, layout).item;
    const again = decided(order(moving, claim('1', { ordered: 2 })), 0, layout).item;
    expect(again.promises).toMatchObject([{ location: 'depot', movingTo: '9' }]);
    const moved = decided(order(again, claim('1', { ordered: 2, storeLocation: '9' })), 0, layout).item;
    expect(moved.promises).toMatchObject([{ location: 'depot', movingTo: null, storeLocation: '9', short: 0 }]);
  });

  it('is not moved once a part of it has left', () => {
    const two = { ordered: 2 };
    const accepted = decided(order(show(both, 2, 1), claim('1', two)), 1_000, layout).item;
    const partly = order(accepted, claim('1', { ...two, fulfilled: 1 }));
    expect(decided(sell(partly, 1, 10), 10_000, layout).losses).toMatchObject([{ units: 1, moveTo: null }]);
  });

  it('is short where the policy does not move losers', () => {
    const stays = { ...layout, policy: { ...layout.policy, moveLosers: false } };
    expect(decided(order(both, claim('1', { ordered: 2 })), 0, stays).losses).toMatchObject([
      { units: 1, moveTo: null },
    ]);
  });
});
