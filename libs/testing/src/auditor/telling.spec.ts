import { backorderedReason } from './evidence';
import { PaperShop } from './paper/paper-shop';
import { kindsOf } from './paper/served-well';

describe('telling a store that there is no unit', () => {
  /** One unit, and two buyers for it. */
  const oneMissing = () => {
    const shop = new PaperShop({ TEE: 1 });
    const orders = [shop.order('store-a', 'TEE'), shop.order('store-b', 'TEE')] as const;
    return { shop: shop.post('store-a', orders[0]).bridge('TEE', 0), orders };
  };

  it('is right once for each unit that was missing', () => {
    const { shop, orders } = oneMissing();
    expect(kindsOf(shop.hold('store-b', orders[1]))).toEqual([]);
    const other = oneMissing();
    expect(kindsOf(other.shop.cancel('store-b', other.orders[1], 'api').bridge('TEE', 0))).toEqual([]);
  });

  it('is needless where the shelf could serve every promise, by whatever word', () => {
    const plenty = () => {
      const shop = new PaperShop({ TEE: 2 });
      const order = shop.order('store-a', 'TEE');
      return { shop: shop.post('store-a', order).bridge('TEE', 1), order };
    };
    const [held, backordered, cancelled] = [plenty(), plenty(), plenty()];
    expect(kindsOf(held.shop.hold('store-a', held.order))).toEqual(['needlessHold']);
    expect(kindsOf(backordered.shop.hold('store-a', backordered.order, backorderedReason))).toEqual(['needlessHold']);
    cancelled.shop.cancel('store-a', cancelled.order, 'api').post('store-a', cancelled.order, -1).bridge('TEE', 2);
    expect(kindsOf(cancelled.shop)).toEqual(['needlessHold']);
  });

  it('is the customer own business when the customer cancels', () => {
    const shop = new PaperShop({ TEE: 2 });
    const order = shop.order('store-a', 'TEE');
    shop.post('store-a', order).bridge('TEE', 1).cancel('store-a', order).post('store-a', order, -1).bridge('TEE', 2);
    expect(kindsOf(shop)).toEqual([]);
  });

  it('is needless for the second of two buyers when one unit was missing', () => {
    const { shop, orders } = oneMissing();
    shop.hold('store-b', orders[1]).hold('store-a', orders[0]);
    expect(kindsOf(shop)).toContain('needlessHold');
  });

  it('is needless before the shortage that would have been a reason for it', () => {
    const shop = new PaperShop({ TEE: 1 });
    const order = shop.order('store-a', 'TEE');
    shop.post('store-a', order).bridge('TEE', 0).hold('store-a', order).tillSale('TEE');
    expect(kindsOf(shop)).toContain('needlessHold');
  });

  it('is needless for whom the shortage of another, which was over when they came, is given as the reason', () => {
    const { shop, orders } = oneMissing();
    shop.cancel('store-b', orders[1]).deliver('TEE', 5).bridge('TEE', 5);
    const late = shop.order('store-a', 'TEE');
    shop.post('store-a', late).bridge('TEE', 4).hold('store-a', late);
    expect(kindsOf(shop)).toContain('needlessHold');
  });

  it('is needless long after the shortage has ended', () => {
    const heldAfter = (ms: number) => {
      const { shop, orders } = oneMissing();
      return kindsOf(shop.deliver('TEE', 1).wait(ms).hold('store-b', orders[1]));
    };
    expect(heldAfter(290_000)).not.toContain('needlessHold');
    expect(heldAfter(310_000)).toContain('needlessHold');
  });

  it('is right for the next buyer too when the one before was told and then gave up', () => {
    const { shop, orders } = oneMissing();
    shop.hold('store-b', orders[1]).cancel('store-b', orders[1]).setLevel('store-b', 'TEE', 0);
    const late = shop.order('store-b', 'TEE');
    expect(kindsOf(shop.hold('store-b', late).bridge('TEE', 0))).toEqual([]);
  });

  it('is right again for another buyer once a hold was released', () => {
    const { shop, orders } = oneMissing();
    shop.hold('store-b', orders[1]).deliver('TEE', 1).release('store-b', orders[1]).post('store-b', orders[1]);
    const late = shop.order('store-a', 'TEE');
    expect(kindsOf(shop.hold('store-a', late).bridge('TEE', 0))).toEqual([]);
  });

  it('is right for the next buyer too when the one before was cancelled for want of a unit', () => {
    const { shop, orders } = oneMissing();
    shop.cancel('store-b', orders[1], 'api').setLevel('store-b', 'TEE', 0);
    const late = shop.order('store-b', 'TEE');
    expect(kindsOf(shop.cancel('store-b', late, 'api').bridge('TEE', 0))).toEqual([]);
  });
});
