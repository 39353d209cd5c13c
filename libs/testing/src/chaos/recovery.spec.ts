import { PaperShop } from '../auditor/paper/paper-shop';
import { effectsIn, recoveries } from './recovery';

describe('recovery', () => {
  const shop = new PaperShop({ TEE: 9 });
  const before = shop.order('store-a', 'TEE');
  const returnedAt = shop.now + 1;
  shop.wait(10).post('store-a', before);
  const after = shop.wait(90).order('store-b', 'TEE');
  const late = shop.order('store-a', 'TEE');
  shop.wait(500).post('store-a', late).wait(100).post('store-b', after).setLevel('store-a', 'TEE', 6);
  const firstPostAt = shop.now - 100 - 3;

  it('lasts until an order that was placed after the return stands at the till, whichever is first', () => {
    const [recovery] = recoveries(shop.evidence(), [{ of: 'broker', at: returnedAt }]);
    expect(recovery!.ms).toBeGreaterThan(500);
    expect(recovery!.ms).toBeLessThan(firstPostAt - returnedAt + 10);
  });

  it('is not taken from what was placed before, and is unknown where nothing came after', () => {
    expect(recoveries(shop.evidence(), [{ of: 'broker', at: shop.now }])).toEqual([{ of: 'broker', ms: null }]);
  });

  it('is what was seen where no vendor writes of it', () => {
    expect(recoveries(shop.evidence(), [{ of: 'reconciler', at: 5, effectAt: 12 }])).toEqual([
      { of: 'reconciler', ms: 7 },
    ]);
  });

  it('counts as effects what programs did at the vendors, and nothing that people did', () => {
    expect(effectsIn(shop.evidence())).toBe(4);
    shop.tillSale('TEE').setLevel('store-b', 'TEE', 7, 'admin').cancel('store-a', late);
    expect(effectsIn(shop.evidence())).toBe(4);
    shop.hold('store-b', after);
    expect(effectsIn(shop.evidence())).toBe(5);
  });
});
