import { withPublished } from './availability';
import { withAcknowledgement, withGrant } from './cap';
import { viewOf, withView } from './decide-store';
import { sellingAt } from './escrow-mode';
import { emptyItem, type ItemState } from './item-state';
import { noteKept } from './keeps-units';
import { policyDefaults, type ShopLayout } from './policy';

const layout: ShopLayout = {
  policy: { ...policyDefaults, version: 1, tillSettleMs: 0 },
  places: [{ channel: 'store-a', storeLocation: '1', serves: ['main'] }],
  ranks: new Map(),
  sellers: new Set(),
};
const linked = sellingAt(['store-a']);

/** One store level, from its first acknowledgement on: it showed 5. Its life is told step by step, each at a time of its own. */
function storeLevel() {
  let item: ItemState = emptyItem('item');
  let seq = 0;
  const view = () => viewOf(item, 'store-a', '1');
  const note = (now: number, { listedBy = linked, shop = layout } = {}) => {
    item = noteKept(item, listedBy, shop, now);
    return view().keepsSince;
  };
  const level = {
    since: note,
    told: (version: number, units: number, dealt = true) => {
      const counted = { ordersSeen: 0, claim: 0, edits: 0 };
      const place = { channel: 'store-a', storeLocation: '1' };
      const told = { ...place, lowerTo: units, raiseTo: units, version, dealt, counted };
      item = withPublished(withView(item, withGrant(view(), told, version)), [told]);
      return note(version);
    },
    acknowledges: (version: number, shown: number, now: number) => {
      const counts = { ordersSeen: 0, restocksSeen: view().restocksCounted, missing: 0 };
      item = withView(item, withAcknowledgement(view(), { version, shown, seq: (seq += 1), ...counts }, now));
      return note(now);
    },
    putsBack: (units: number, now: number) => {
      item = withView(item, { ...view(), restocksCounted: view().restocksCounted + units });
      return note(now);
    },
  };
  level.told(1, 5, false);
  level.acknowledges(1, 5, 1);
  return level;
}

describe('since when a store keeps scarce units', () => {
  it('is since they became scarce, however long before it was told the number that it has not acknowledged', () => {
    const level = storeLevel();
    expect(level.told(10, 50, false)).toBeNull();
    expect(level.told(1_000, 2)).toBe(1_000);
    expect(level.acknowledges(1_000, 2, 1_001)).toBeNull();
  });

  it('does not begin anew with each number that it is told', () => {
    const level = storeLevel();
    level.told(10, 3);
    level.acknowledges(10, 3, 11);
    expect([20, 30, 40, 50].map((version, index) => level.told(version, index % 2))).toEqual([20, 20, 20, 20]);
  });

  it('does not begin with a raise that it has not acknowledged', () => {
    const level = storeLevel();
    level.told(10, 3);
    level.acknowledges(10, 3, 11);
    expect(level.told(20, 4)).toBeNull();
    expect(level.told(30, 2)).toBe(30);
  });

  it('begins with a unit that was put back where it was to show none, though it was told nothing since', () => {
    const level = storeLevel();
    level.told(10, 0);
    expect(level.acknowledges(10, 0, 11)).toBeNull();
    expect(level.putsBack(1, 20)).toBe(20);
    expect(level.since(30)).toBe(20);
    expect(level.acknowledges(10, 0, 31)).toBeNull();
  });

  it('of a store that answers, but too late for the newest number, is since the oldest lowering without an answer', () => {
    const level = storeLevel();
    level.told(10, 4);
    level.acknowledges(10, 4, 11);
    for (const [version, units] of [
      [20, 2],
      [30, 3],
      [40, 1],
      [50, 0],
    ])
      level.told(version, units);
    // What it was told second was no lowering any more: it allows all that the level may show.
    expect(level.acknowledges(20, 2, 51)).toBe(40);
    expect(level.acknowledges(40, 1, 52)).toBe(50);
    expect(level.acknowledges(50, 0, 53)).toBeNull();
  });

  it('is forgotten where the store does not list the item any more, or the shop has no place of it', () => {
    const level = storeLevel();
    level.told(10, 2);
    expect(level.since(20)).toBe(10);
    expect(level.since(30, { listedBy: sellingAt([]) })).toBeNull();
    expect(level.since(40)).toBe(40);
    expect(level.since(50, { shop: { ...layout, places: [] } })).toBeNull();
  });

  it('is known of nothing while there is plenty', () => {
    const level = storeLevel();
    level.told(10, 2);
    expect(level.told(20, 9, false)).toBeNull();
    expect(level.told(30, 3, false)).toBeNull();
  });
});
