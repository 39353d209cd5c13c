import { assertRaises } from './assert-raises';
import { decideAvailability } from './availability';
import { decideSettled, decideStoreReport } from './decide-store';
import { sellingAt, type Linked } from './escrow-mode';
import type { ItemState } from './item-state';
import { claim, fill, order, paperLayout, settled, stocked } from './paper-item';
import type { EscrowRules, ShopLayout } from './policy';
import { explainItem } from './why';

const layoutOf = (more: Partial<EscrowRules> = {}, safetyStock = 0): ShopLayout => ({
  ...paperLayout,
  policy: {
    ...paperLayout.policy,
    safetyStock: { units: safetyStock, rules: [] },
    escrow: { ...paperLayout.policy.escrow, enabled: true, floorUnits: 10, ...more },
  },
});
const linked = sellingAt(['store-a', 'store-b']);
const storeLocations: Record<string, string> = { 'store-a': '1', 'store-b': '2', 'store-c': '3' };

/** Decides, and lets every store do as it was told at once. */
function rested(start: ItemState, layout: ShopLayout, all: Linked = linked): ItemState {
  let item = start;
  for (let round = 1; round <= 4; round += 1) {
    const decision = decideAvailability({ ...item, version: item.version + 1 }, all, layout, 0);
    assertRaises(decision.item, decision.changed, all, layout, 0);
    item = decision.changed.reduce(
      (state, { channel, raiseTo, version }) => shows(state, channel, raiseTo, version),
      decision.item,
    );
  }
  return item;
}

function shows(item: ItemState, channel: string, shown: number, version = item.version): ItemState {
  const told = { version, shown, ordersSeen: 0, restocksSeen: 0, missing: 0, seq: version };
  return decideSettled(item, { ...told, channel, storeLocation: storeLocations[channel] }, 0);
}

const told = (item: ItemState) =>
  Object.fromEntries(item.published.map(({ channel, lowerTo, raiseTo }) => [channel, [lowerTo, raiseTo]]));
const whyOf = (item: ItemState, channel: string, layout: ShopLayout) =>
  explainItem(item, layout, 0, linked).find((place) => place.channel === channel)!;

describe('what stores are told of units that are dealt out', () => {
  it('is a share each, that may be raised once the others are known to show no more than theirs', () => {
    const first = decideAvailability(stocked(4), linked, layoutOf(), 0);
    expect(told(first.item)).toEqual({ 'store-a': [2, 0], 'store-b': [2, 0] });
    expect(told(rested(stocked(4), layoutOf()))).toEqual({ 'store-a': [2, 2], 'store-b': [2, 2] });
  });

  it('lets a store that is not linked have nothing, and wait for nobody', () => {
    const { changed } = decideAvailability(shows(stocked(4), 'store-a', 0, 0), sellingAt(['store-a']), layoutOf(), 0);
    expect(changed).toMatchObject([{ channel: 'store-a', lowerTo: 4, raiseTo: 4, dealt: false }]);
  });

  it('is nothing for what is withdrawn, whose carts keep what they hold', () => {
    const held = fill(stocked(4), 'c', 1, 0);
    const third = { channel: 'store-c', storeLocation: '3', serves: ['main'] };
    const layout = { ...layoutOf(), places: [...layoutOf().places, third] };
    const all = new Map([...sellingAt(['store-b', 'store-c']), ['store-a', 'withdrawn'] as const]);
    const { item } = decideAvailability(held, all, layout, 0);
    const shares = Object.entries(told(item)).map(([channel, [lowerTo]]) => [channel, lowerTo]);
    expect(Object.fromEntries(shares)).toEqual({ 'store-a': 0, 'store-b': 2, 'store-c': 1 });
  });

  it('keeps back the till buffer, and safety stock once and not for each store', () => {
    const item = rested(stocked(5), layoutOf({ tillBuffer: 1 }, 2));
    expect(told(item)).toEqual({ 'store-a': [1, 1], 'store-b': [1, 1] });
  });

  it('keeps back the safety stock of those that sell, whatever a store that has withdrawn it would keep', () => {
    const third = { channel: 'store-c', storeLocation: '3', serves: ['main'] };
    const kept = layoutOf({}, 2);
    const rules = [{ itemId: null, channel: 'store-c', location: null, units: 0 }];
    const policy = { ...kept.policy, safetyStock: { units: 2, rules } };
    const layout = { ...kept, places: [...kept.places, third], policy };
    const all = new Map([...linked, ['store-c', 'withdrawn'] as const]);
    expect(told(rested(shows(stocked(4), 'store-c', 0, 0), layout, all))).toEqual({
      'store-a': [1, 1],
      'store-b': [1, 1],
      'store-c': [0, 0],
    });
  });

  it('leaves what carts of one store hold to that store', () => {
    const item = rested(fill(stocked(2), 'c', 2, 0), layoutOf());
    expect(told(item)).toEqual({ 'store-a': [2, 2], 'store-b': [0, 0] });
  });

  it('follows weights and floors', () => {
    const shares = { 'store-a': { weight: 3, floorUnits: 0 }, 'store-b': { weight: 1, floorUnits: 1 } };
    expect(told(rested(stocked(4), layoutOf({ shares })))).toEqual({ 'store-a': [3, 3], 'store-b': [1, 1] });
  });

  it('takes units that a store misses from nobody but the pool', () => {
    const item = rested(stocked(4), layoutOf());
    const report = { channel: 'store-a', storeLocation: '1', claim: 1, edits: 0, ordersSeen: 0, seq: 1 };
    const { changed } = decideAvailability(decideStoreReport(item, report), linked, layoutOf(), 0);
    expect(changed).toMatchObject([{ channel: 'store-a', lowerTo: 1, counted: { claim: 1 } }]);
  });

  it('says nothing new to a store whose share an order elsewhere leaves alone', () => {
    const item = rested(stocked(4), layoutOf());
    const sold = settled(order(item, claim('1')));
    expect(decideAvailability(sold, linked, layoutOf(), 0).changed).toMatchObject([{ channel: 'store-a', lowerTo: 1 }]);
  });
});

describe('the units that a store is dealt', () => {
  const layout = layoutOf({ tillBuffer: 1, shares: { 'store-b': { weight: 50, floorUnits: 0 } } });

  it('are explained by what others were dealt and what the till keeps', () => {
    const place = whyOf(rested(stocked(4), layoutOf({ tillBuffer: 1 })), 'store-a', layoutOf({ tillBuffer: 1 }));
    expect(place.locations[0]).toMatchObject({
      dealt: true,
      offers: 2,
      steps: [
        { what: 'known units', units: 4 },
        { what: 'till buffer', units: -1 },
        { what: 'not dealt to it', units: -1 },
      ],
    });
  });

  it('are said to wait for the store that may still show them', () => {
    const item = rested(stocked(3), layoutOf());
    const { item: moved } = decideAvailability({ ...item, version: item.version + 1 }, linked, layout, 0);
    expect(whyOf(moved, 'store-b', layout)).toMatchObject({
      lowerTo: 2,
      notCertain: 0,
      waiting: 2,
      raiseTo: 0,
      waitsFor: [{ channel: 'store-a', storeLocation: '1', mayShow: 2, lowerTo: 0 }],
    });
  });
});

describe('a raise that does not wait', () => {
  it('breaks I7, and nothing is written', () => {
    const item = rested(stocked(2), layoutOf());
    const raised = { ...item.published.find(({ channel }) => channel === 'store-b')!, lowerTo: 2, raiseTo: 2 };
    expect(() => assertRaises(item, [raised], linked, layoutOf(), 0)).toThrow(
      'I7 broken for item item: store-b may come to show 2, and 1 is left for it',
    );
  });
});
