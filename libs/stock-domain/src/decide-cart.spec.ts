import { decideAvailability } from './availability';
import { decideCart } from './decide-cart';
import { allChannels } from './escrow-mode';
import { paperLayout, show, stocked } from './paper-item';
import type { Policy, ShopLayout } from './policy';
import type { ItemState } from './item-state';

const rules = { ttlMs: 60_000, unitsPerCartMax: 5, unitsPerItemMax: 20 };

const layout = (policy: Partial<Policy> = {}): ShopLayout => ({
  ...paperLayout,
  policy: { ...paperLayout.policy, cartHolds: { 'store-b': rules }, ...policy },
});
const levels = (main: number, depot: number): ItemState => show(stocked(main), depot, 0, { location: 'depot' });

/** What a cart of store-b, which is served from main and from depot, holds when it wants `units`. */
const held = (item: ItemState, units: number, shop = layout()) =>
  decideCart(item, { channel: 'store-b', units, asOf: 0, held: null }, allChannels(shop), shop, 0).held;

describe('a cart at a place that is served from two locations', () => {
  it('holds units at the nearest one that has all of them', () => {
    expect(held(levels(2, 3), 2)).toMatchObject({ location: 'main', units: 2 });
    expect(held(levels(2, 3), 3)).toMatchObject({ location: 'depot', units: 3 });
  });

  it('holds as many as one of them has, where none has all', () => {
    expect(held(levels(2, 3), 4)).toMatchObject({ location: 'depot', units: 3 });
    expect(held(levels(0, 0), 1)).toBeNull();
  });

  it('holds none that its store is not offered', () => {
    const cautious = layout({ safetyStock: { units: 1, rules: [] } });
    expect(held(levels(1, 2), 2, cautious)).toMatchObject({ location: 'depot', units: 1 });
    expect(held(levels(1, 1), 1, cautious)).toBeNull();
  });

  it('holds no more with other carts of its store than that is offered', () => {
    const shop = layout();
    const first = decideCart(
      levels(2, 1),
      { channel: 'store-b', units: 2, asOf: 0, held: null },
      allChannels(shop),
      shop,
      0,
    );
    expect(held(first.item, 2)).toMatchObject({ location: 'depot', units: 1 });
  });
});

describe('a cart that is told late', () => {
  it('holds its units until a fixed time after it stood so, and none once that is over', () => {
    const shop = layout();
    const toldAt = (now: number) =>
      decideCart(levels(2, 0), { channel: 'store-b', units: 1, asOf: 0, held: null }, allChannels(shop), shop, now)
        .held;
    expect([0, 20_000].map((now) => toldAt(now)?.expiresAt)).toEqual([60_000, 60_000]);
    expect(toldAt(60_000)).toBeNull();
  });
});

describe('a cart that is told again', () => {
  it('keeps what it holds when the item was dealt out meanwhile', () => {
    const { escrow } = paperLayout.policy;
    const shop = layout({ escrow: { ...escrow, enabled: true, floorUnits: 5 } });
    const linked = allChannels(shop);
    const first = decideAvailability(levels(8, 0), linked, shop, 0).item;
    const claim = { channel: 'store-b', units: 4, asOf: 0 };
    const cart = decideCart(first, { ...claim, held: null }, linked, shop, 0);
    const dealt = decideAvailability(show(cart.item, 4, 10), linked, shop, 10_200).item;
    expect(dealt.levels.map((level) => level.dealt !== null)).toContain(true);
    expect(decideCart(dealt, { ...claim, held: cart.held }, linked, shop, 11_000).held).toMatchObject({ units: 4 });
  });
});
