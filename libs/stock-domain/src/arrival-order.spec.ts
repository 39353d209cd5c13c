import fc from 'fast-check';
import type { ItemState } from './item-state';
import { claim } from './paper-item';
import type { ShopLayout } from './policy';
import { arrive, servedUnits, type Arrival } from './spec-claims';
import { atThree, channels, oneItem, threeItems, threeLocations, windowed } from './spec-places';

// Whoever comes within one window gets the same, in whatever order the claims arrive.

/** An order with one line on each of some items; all its lines arrive together. */
interface Buyer {
  readonly channel: string;
  readonly paid: boolean;
  readonly placedAt: number;
  readonly lines: readonly { readonly item: number; readonly ordered: number }[];
}

const buyers = (items: number, most: number) =>
  fc.array(
    fc.record({
      channel: fc.constantFrom(...channels),
      paid: fc.boolean(),
      placedAt: fc.nat(3),
      lines: fc.uniqueArray(fc.record({ item: fc.nat(items - 1), ordered: fc.integer({ min: 1, max: most }) }), {
        minLength: 1,
        maxLength: items,
        selector: ({ item }) => item,
      }),
    }),
    { minLength: 2, maxLength: 7 },
  );

/** When each buyer comes, in steps of 60 ms: all before the window closes that the first of them opens. */
const moments = fc.array(fc.nat(4), { minLength: 7, maxLength: 7 });

function arrivals(all: readonly Buyer[], steps: readonly number[]): readonly Arrival[] {
  return all.flatMap(({ lines, channel, ...more }, index) =>
    lines.map(({ item, ordered }) => ({
      at: 1_000 + steps[index] * 60,
      item,
      claim: claim(String(index + 1), { ...more, channel, storeLocation: channel, line: String(item), ordered }),
    })),
  );
}

function sameForAll(
  stock: fc.Arbitrary<readonly ItemState[]>,
  all: fc.Arbitrary<readonly Buyer[]>,
  layout: ShopLayout,
) {
  return fc.property(stock, all, moments, moments, (items, claims, one, other) => {
    const first = arrive(items, arrivals(claims, one), layout);
    const second = arrive(items, arrivals(claims, other).toReversed(), layout);
    expect(servedUnits(second)).toEqual(servedUnits(first));
  });
}

const named = (items: readonly ItemState[], index: number): readonly ItemState[] =>
  items.map((item) => ({ ...item, itemId: `item-${index}` }));

describe('claims that come within one window have the same winners in any order of arrival', () => {
  const runs = { numRuns: 1_000 };

  it('on one item, whether it was scarce when the first of them came or not', () => {
    fc.assert(sameForAll(oneItem(14), buyers(1, 6), windowed({})), runs);
  });

  it('on several items, where orders are served in parts', () => {
    fc.assert(sameForAll(threeItems(8), buyers(3, 4), windowed({})), runs);
  });

  it('on several items, where orders are served whole', () => {
    fc.assert(sameForAll(threeItems(8), buyers(3, 4), windowed({ orders: 'whole' })), runs);
  });

  it('at several locations of which each serves some of the stores', () => {
    fc.assert(sameForAll(threeLocations, buyers(1, 3), windowed({}, atThree)), runs);
  });

  it('at several locations, in lines of one unit, where lines may not be divided', () => {
    fc.assert(sameForAll(threeLocations, buyers(1, 1), windowed({ splitLines: false }, atThree)), runs);
  });

  it('at several locations, on several items, where orders are served whole', () => {
    const stock = fc.tuple(threeLocations, threeLocations).map((both) => both.flatMap(named));
    fc.assert(sameForAll(stock, buyers(2, 2), windowed({ orders: 'whole' }, atThree)), runs);
  });

  it.each([
    ['one item', sameForAll(oneItem(14), buyers(1, 6), windowed({ arbitrationWindowMs: 0 }))],
    [
      'orders served whole',
      sameForAll(threeItems(8), buyers(3, 4), windowed({ arbitrationWindowMs: 0, orders: 'whole' })),
    ],
  ])('but not without the window: %s', (_, property) => {
    expect(fc.check(property, { seed: 1, numRuns: 500 }).failed).toBe(true);
  });
});
