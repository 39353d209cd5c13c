import fc from 'fast-check';
import { decideAvailability } from './availability';
import { withSale } from './demand';
import { isDealt, sellingAt, type Linked } from './escrow-mode';
import { emptyItem, type ItemState, type StoreView } from './item-state';
import { levelAt, withLevel } from './level';
import { claim, order, paperLayout, settled, show, stocked } from './paper-item';
import type { EscrowRules, ShopLayout } from './policy';
import { revisitAt } from './revisit';
import { decideStoreReport, viewOf, withView } from './decide-store';

const rules: EscrowRules = { ...paperLayout.policy.escrow, enabled: true, tillBuffer: 0, shares: {} };
const layoutOf = (more: Partial<EscrowRules> = {}): ShopLayout => ({
  ...paperLayout,
  policy: { ...paperLayout.policy, escrow: { ...rules, ...more } },
});
const linked = sellingAt(['store-a', 'store-b']);
const decided = (item: ItemState, now = 0, layout = layoutOf(), stores: Linked = linked) =>
  decideAvailability(item, stores, layout, now).item;
const isDealtAt = (...args: Parameters<typeof decided>) => isDealt(decided(...args), 'main');
const withStore = (item: ItemState, more: Partial<StoreView>) =>
  withView(item, { ...viewOf(item, 'store-a', '1'), ...more });
const selling = (units: number) => ({ demand: { units, burst: 0, at: 0 }, latencyMs: 10_000 });

describe('free units are dealt out', () => {
  it('where no more is free than the policy says', () => {
    expect([isDealtAt(stocked(2)), isDealtAt(stocked(3))]).toEqual([true, false]);
  });

  it('only if there are two stores to deal them to, and a level to deal', () => {
    expect(isDealtAt(stocked(2), 0, layoutOf(), sellingAt(['store-a']))).toBe(false);
    expect(isDealt(decided(stocked(2)), 'depot')).toBe(false);
    expect(isDealtAt(stocked(2), 0, layoutOf({ enabled: false }))).toBe(false);
    expect(isDealtAt(emptyItem('item'))).toBe(false);
  });

  it('where less is free than is sold, twice over, while a number is on its way', () => {
    // 120 in 600 s are 2 while a number takes 10 s to arrive.
    expect(isDealtAt(withStore(stocked(5), selling(120)))).toBe(false);
    expect(isDealtAt(withStore(stocked(4), selling(120)))).toBe(true);
  });

  it('where the till sells as fast', () => {
    const busy = withLevel(stocked(4), { ...levelAt(stocked(4), 'main'), tillDemand: { units: 120, burst: 0, at: 0 } });
    expect(isDealtAt(withStore(busy, { latencyMs: 10_000 }))).toBe(true);
    expect(isDealtAt(withStore(stocked(4), { latencyMs: 10_000 }))).toBe(false);
  });

  it('at once when a rush begins, though little was sold over the whole window', () => {
    const rush = settled(order(stocked(9), ...['1', '2', '3'].map((id) => claim(id, { placedAt: 0 }))));
    expect(isDealtAt(withStore(rush, { latencyMs: 6_000 }))).toBe(true);
    expect(isDealtAt(withStore(rush, { latencyMs: 6_000 }), 30_000)).toBe(false);
  });

  it('where no more is free once what a store misses counts as gone', () => {
    const report = { channel: 'store-a', storeLocation: '1', claim: 1, edits: 0, ordersSeen: 0, seq: 1 };
    expect(isDealtAt(decideStoreReport(stocked(3), report))).toBe(true);
  });

  it('until more is free than the threshold and a half', () => {
    const scarce = decided(stocked(2));
    expect([3, 4].map((units) => isDealtAt(show(scarce, units, 60)))).toEqual([true, false]);
  });

  it('and are not switched to and fro by a sale and its return', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(fc.boolean(), { maxLength: 12 }), (units, turns) => {
        let item = decided(stocked(units));
        let switches = 0;
        for (const back of turns) {
          const before = isDealt(item, 'main');
          const change = back ? { current: 0, restocked: 1 } : {};
          item = decided(settled(order(item, claim('1', change))));
          if (isDealt(item, 'main') !== before) switches += 1;
        }
        expect(switches).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('again to all once demand has faded, at a time that is known before', () => {
    const busy = decided(withStore(stocked(4), selling(120)));
    const due = revisitAt(busy, 0)!;
    expect(isDealtAt(busy, due - 2_000)).toBe(true);
    expect(isDealtAt(busy, due)).toBe(false);
    expect(revisitAt(decided(busy, due), due)).toBeNull();
    expect(revisitAt(decided(stocked(2)), 0)).toBeNull();
  });
});

describe('demand', () => {
  it('is the same whatever order its sales come in', () => {
    const sales = fc.array(fc.record({ units: fc.integer({ min: 1, max: 3 }), at: fc.nat(600_000) }), { minLength: 1 });
    fc.assert(
      fc.property(sales, (all) => {
        const sum = (each: typeof all) =>
          each.reduce<ReturnType<typeof withSale>>((demand, sale) => withSale(demand, sale, rules), null)!;
        const [one, other] = [sum(all), sum([...all].reverse())];
        expect(other.units).toBeCloseTo(one.units, 8);
        expect(other.burst).toBeCloseTo(one.burst, 8);
      }),
    );
  });
});
