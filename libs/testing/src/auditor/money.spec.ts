import { audit } from './audit';
import { PaperShop } from './paper/paper-shop';
import { kindsOf, servedWell } from './paper/served-well';

const sumsOf = (shop: PaperShop) =>
  audit(shop.evidence()).findings.flatMap(({ kind, text }) => (kind === 'wrongSum' ? [text] : []));

describe('the money of an order at the till', () => {
  it('is what its store kept of it, in a shop that was served well', () => {
    expect(kindsOf(servedWell())).toEqual([]);
  });

  it('is found to be another, with both sums', () => {
    const shop = new PaperShop({ TEE: 2 });
    const order = shop.order('store-a', 'TEE', 2);
    shop.post('store-a', order, 2, 9.99).bridge('TEE', 0);
    expect(sumsOf(shop)).toEqual([`store-a ${order.name} came to 19.98 at the till, its store kept 20.00 of it`]);
  });

  it('is found to be left there when the units alone came back', () => {
    const shop = new PaperShop({ TEE: 2 });
    const order = shop.order('store-a', 'TEE');
    shop.post('store-a', order).bridge('TEE', 1).cancel('store-a', order).post('store-a', order, -1, 0);
    expect(sumsOf(shop.bridge('TEE', 2))).toEqual([expect.stringContaining('came to 10.00 at the till')]);
  });

  it('may differ by a cent for each unit that came back, and by no more', () => {
    const refunded = (price: number) => {
      const shop = new PaperShop({ TEE: 3 });
      const order = shop.order('store-a', 'TEE', 2);
      shop.post('store-a', order).post('store-a', order, -1, price).bridge('TEE', 2);
      Object.assign(order.lines[0]!, { current: 1 });
      order.kept = '10.00';
      return sumsOf(shop);
    };
    expect(refunded(9.99)).toEqual([]);
    expect(refunded(9.98)).toHaveLength(1);
  });

  it('is not asked for of an order that the till does not have: that is found by its units', () => {
    const shop = new PaperShop({ TEE: 2 });
    shop.hold('store-a', shop.order('store-a', 'TEE'));
    expect(sumsOf(shop.bridge('TEE', 1))).toEqual([]);
  });

  it('does not count a sale that was voided', () => {
    const shop = new PaperShop({ TEE: 2 });
    const order = shop.order('store-a', 'TEE');
    shop.post('store-a', order).bridge('TEE', 1);
    const evidence = shop.evidence();
    evidence.till.state.sales.push({ state: 'voided', source: { id: `store-a:${order.id}` }, total: 10 });
    expect(audit(evidence).findings.map(({ kind }) => kind)).not.toContain('wrongSum');
  });
});
