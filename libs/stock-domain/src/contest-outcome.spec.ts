import fc from 'fast-check';
import { lostIn } from './contest-outcome';
import { claim, order, paperLayout, sell, stocked } from './paper-item';
import { settleShortage } from './settle-shortage';
import type { ItemState } from './item-state';
import type { ShopLayout } from './policy';

const layouts: readonly ShopLayout[] = [true, false].flatMap((splitLines) =>
  [true, false].map((moveLosers) => ({
    ...paperLayout,
    policy: { ...paperLayout.policy, splitLines, moveLosers },
    places: [...paperLayout.places, { channel: 'store-a', storeLocation: '9', serves: ['depot'] }],
  })),
);

describe('what came of a contest', () => {
  it('adds up, line by line, to what is told as lost', () => {
    let lossesSeen = 0;
    const orders = fc.array(fc.record({ ordered: fc.integer({ min: 1, max: 3 }), paid: fc.boolean() }), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(
        fc.nat(4),
        fc.nat(4),
        fc.nat(5),
        orders,
        fc.constantFrom(...layouts),
        (main, depot, sold, all, layout) => {
          const claims = all.map((more, index) => claim(String(index + 1), more));
          const item: ItemState = sell(
            order(stocked(depot, 'depot', stocked(main)), ...claims),
            1,
            Math.min(sold, main),
          );
          const { losses, contests } = settleShortage(item, layout, 0);
          const told = losses.reduce((total, { units }) => total + units, 0);
          const kept = contests.flatMap(({ outcomes }) => outcomes).reduce((total, each) => total + lostIn(each), 0);
          expect(kept).toBe(told);
          lossesSeen += told;
        },
      ),
    );
    expect(lossesSeen).toBeGreaterThan(0);
  });
});
