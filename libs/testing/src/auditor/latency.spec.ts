import { audit } from './audit';
import { PaperShop } from './paper/paper-shop';
import { kindsOf, verdictOf } from './paper/served-well';

describe('latency', () => {
  it('is measured from the sale to each store that had something to learn', () => {
    const shop = new PaperShop({ TEE: 5 });
    shop.tillSale('TEE').bridge('TEE', 4, 700);
    expect(verdictOf(shop)).toMatchObject({ samples: 2, latencyMs: { tillToStores: { p50: 701 } } });
    shop.post('store-a', shop.order('store-a', 'TEE')).bridge('TEE', 3, 900);
    expect(verdictOf(shop)).toMatchObject({ samples: 3, latencyMs: { storeToStore: { p50: 902 } } });
  });

  it('is found too long from the till when a value came late, and when it never came', () => {
    expect(kindsOf(new PaperShop({ TEE: 5 }).tillSale('TEE').bridge('TEE', 4, 2_100))).toEqual(['late']);
    const never = new PaperShop({ TEE: 5 }).tillSale('TEE').bridge('TEE', 4, 100, ['store-a']);
    expect(kindsOf(never)).toContain('late');
  });

  it('is found too long from store to store', () => {
    const shop = new PaperShop({ TEE: 5 });
    shop.post('store-a', shop.order('store-a', 'TEE')).bridge('TEE', 4, 3_000);
    expect(kindsOf(shop)).toEqual(['late']);
  });

  it('may be exactly the limit and not a millisecond more', () => {
    const toldAfter = (ms: number) =>
      new PaperShop({ TEE: 5 })
        .tillSale('TEE')
        .bridge('TEE', 4, ms - 1, ['store-b'])
        .bridge('TEE', 4, -1, ['store-a']);
    const [exact, over] = [toldAfter(2_000), toldAfter(2_001)];
    expect(verdictOf(exact).latencyMs.tillToStores.p99).toBe(2_000);
    expect(kindsOf(exact)).toEqual([]);
    expect(kindsOf(over)).toEqual(['late']);
  });

  it('is not called short when next to nothing was measured', () => {
    const shop = new PaperShop({ TEE: 5 }).tillSale('TEE').bridge('TEE', 4);
    const texts = audit(shop.evidence()).findings.flatMap(({ kind, text }) => (kind === 'fewSamples' ? [text] : []));
    expect(texts).toEqual([
      expect.stringContaining('till to stores: only 2 samples'),
      expect.stringContaining('store to store: only 0 samples'),
    ]);
  });

  it('has no sample where the store sold its own units away in time, but has one where it was too late by then', () => {
    const sold = (afterMs: number) => {
      const shop = new PaperShop({ TEE: 1 });
      shop.tillSale('TEE').wait(afterMs);
      shop.hold('store-a', shop.order('store-a', 'TEE')).bridge('TEE', 0, 1, ['store-b']);
      return audit(shop.evidence());
    };
    // Store B learns of both sales; store A of the till's, unless it has sold the unit itself.
    expect(sold(400).verdict.samples).toBe(2);
    expect(sold(2_500).verdict.samples).toBe(3);
    expect(sold(2_500).findings.map(({ text }) => text)).toContainEqual(expect.stringMatching(/2 above 2000 ms/));
  });

  it('is excused by a delivery in between where a store shows the higher truth', () => {
    const shop = new PaperShop({ TEE: 5 });
    shop.tillSale('TEE').wait(100).deliver('TEE', 1).wait(5_000);
    expect(kindsOf(shop)).toEqual([]);
  });
});
