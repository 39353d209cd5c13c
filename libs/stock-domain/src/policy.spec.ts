import { policyDefaults, safetyStockAt, type Policy, type SafetyStockRule } from './policy';

const rule = (units: number, named: Partial<SafetyStockRule>): SafetyStockRule => ({
  itemId: null,
  channel: null,
  location: null,
  ...named,
  units,
});
const policy = (...rules: SafetyStockRule[]): Policy => ({
  ...policyDefaults,
  version: 1,
  tillSettleMs: 0,
  safetyStock: { units: 1, rules },
});
const asked = { itemId: 'tee', channel: 'store-a', location: 'main' };

describe('safety stock', () => {
  it('is the general number where no exception fits', () => {
    expect(safetyStockAt(policy(rule(9, { channel: 'store-b' })), asked)).toBe(1);
  });

  it('is that of the exception which names most of the case, also when it is less', () => {
    const rules = policy(rule(5, { channel: 'store-a' }), rule(0, { channel: 'store-a', itemId: 'tee' }));
    expect(safetyStockAt(rules, asked)).toBe(0);
    expect(safetyStockAt(rules, { ...asked, itemId: 'mug' })).toBe(5);
  });

  it('is the higher one of two exceptions that name equally much, whichever is written first', () => {
    const [a, b] = [rule(2, { channel: 'store-a' }), rule(3, { location: 'main' })];
    expect([safetyStockAt(policy(a, b), asked), safetyStockAt(policy(b, a), asked)]).toEqual([3, 3]);
  });
});
