import { decideCart } from './decide-cart';
import { Offers, reserveUnits } from './decide-reservation';
import { allChannels } from './escrow-mode';
import { backedUnits, giveBackUnits, takeOutUnits } from './holds';
import { heldFrom } from './level';
import { fill, paperLayout, show, stocked } from './paper-item';
import type { ShopLayout } from './policy';

const runsOutAt = 60_000;
const held = { channel: 'store-a', location: 'main', expiresAt: runsOutAt, units: 2 };
const item = fill(stocked(5), 'c', 2);

// Nothing has swept it: the bucket is still there.
describe('a hold that has run out', () => {
  it('keeps nothing from another channel, from that very moment on', () => {
    expect([runsOutAt - 1, runsOutAt].map((now) => heldFrom(item, 'store-b', 'main', now))).toEqual([2, 0]);
  });

  it('backs nobody who comes back for its units', () => {
    expect([runsOutAt - 1, runsOutAt].map((now) => backedUnits(item, held, now))).toEqual([2, 0]);
  });

  it('gives back, and lets go of, nothing', () => {
    expect([giveBackUnits(item, held, runsOutAt), takeOutUnits(item, held, runsOutAt)]).toEqual([item, item]);
    expect(giveBackUnits(item, held, runsOutAt - 1).holds).toEqual([]);
  });
});

/** 2 units at main whose sales could not be read, 3 at the depot that are certain. */
const doubted = show(stocked(3, 'depot', stocked(2)), 2, 10, { complete: false });

describe('units that may be gone already', () => {
  const place = paperLayout.places.find(({ channel }) => channel === 'store-b')!;
  const shop: ShopLayout = {
    ...paperLayout,
    policy: {
      ...paperLayout.policy,
      cartHolds: { 'store-b': { ttlMs: 60_000, unitsPerCartMax: 5, unitsPerItemMax: 20 } },
    },
  };
  const linked = allChannels(shop);

  it('are held for no cart, though their location is the nearer one', () => {
    const cart = { channel: 'store-b', units: 2, asOf: 0, held: null };
    expect(decideCart(doubted, cart, linked, shop, 0).held).toMatchObject({ location: 'depot', units: 2 });
  });

  it('are held for nobody who asks for them', () => {
    const wish = { place, units: 2, expiresAt: runsOutAt };
    const kept = reserveUnits(doubted, wish, shop, 0, new Offers(() => linked));
    expect(kept).toMatchObject({ kept: true, held: { location: 'depot', units: 2 } });
  });
});
