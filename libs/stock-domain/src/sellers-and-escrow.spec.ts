import { decideAvailability, withPublished } from './availability';
import { Offers, reserveUnits } from './decide-reservation';
import { decideSettled } from './decide-store';
import { sellingAt, takingPart } from './escrow-mode';
import { paperLayout, stocked } from './paper-item';
import type { ItemState } from './item-state';
import { policyDefaults, type ShopLayout, type StorePlace } from './policy';

// Channels that ask for each unit, beside stores that show what they are dealt.

const seller: StorePlace = { channel: 'headless', storeLocation: 'headless', serves: ['main'] };
const places: readonly StorePlace[] = [
  { channel: 'store-a', storeLocation: '1', serves: ['main'] },
  { channel: 'store-b', storeLocation: '2', serves: ['main'] },
  seller,
];
const layout: ShopLayout = {
  ...paperLayout,
  places,
  sellers: new Set(['headless']),
  ranks: new Map(places.map(({ channel }, rank) => [channel, rank])),
  policy: { ...paperLayout.policy, escrow: { ...policyDefaults.escrow, floorUnits: 5 } },
};
const linked = takingPart(sellingAt(['store-a', 'store-b']), layout);

/** Decides, and lets every store show what it was told and say so, until nothing changes any more. */
function settledStores(item: ItemState): ItemState {
  let state = item;
  for (let round = 1; round < 10; round += 1) {
    const next = { ...state, version: state.version + 1 };
    const { item: decided, changed } = decideAvailability(next, linked, layout, 0);
    if (changed.length === 0) return state;
    state = changed.reduce(
      (each, { channel, storeLocation, raiseTo, version }) =>
        decideSettled(
          each,
          { channel, storeLocation, version, shown: raiseTo, ordersSeen: 0, restocksSeen: 0, missing: 0, seq: round },
          0,
        ),
      withPublished(decided, []),
    );
  }
  throw new Error('the stores never settled');
}

const shown = (item: ItemState) => Object.fromEntries(item.published.map(({ channel, raiseTo }) => [channel, raiseTo]));
const hold = (item: ItemState, units: number) =>
  reserveUnits(item, { place: seller, units, expiresAt: 60_000 }, layout, 0, new Offers(() => linked));

describe('a seller where units are dealt out', () => {
  it('is dealt its part, and nothing is told to it', () => {
    const item = settledStores(stocked(3));
    expect(shown(item)).toEqual({ 'store-a': 1, 'store-b': 1 });
    expect(hold(item, 1)).toMatchObject({ kept: true });
    expect(hold(item, 2)).toMatchObject({ kept: false, available: 1 });
  });

  it('gets no unit that a store may still sell', () => {
    const item = settledStores(stocked(2));
    expect(shown(item)).toEqual({ 'store-a': 1, 'store-b': 1 });
    expect(hold(item, 1)).toMatchObject({ kept: false, available: 0 });
  });

  it('keeps what it holds from every store, however many of them ask', () => {
    const kept = hold(settledStores(stocked(3)), 1);
    if (!kept.kept) throw new Error('nothing was held');
    const item = settledStores(kept.item);
    const all = Object.values(shown(item)).reduce((total, units) => total + units, 0);
    expect(all + 1).toBeLessThanOrEqual(3);
  });
});
