import { audit } from './audit';
import { backorderedReason } from './evidence';
import { PaperShop } from './paper/paper-shop';
import { verdictOf } from './paper/served-well';

describe('an accepted order', () => {
  const soldTwice = () => {
    const shop = new PaperShop({ TEE: 1 });
    const order = shop.order('store-a', 'TEE');
    shop.post('store-a', order).tillSale('TEE').bridge('TEE', 0);
    return { shop, order };
  };

  it('is oversold when its unit left over the counter', () => {
    expect(verdictOf(soldTwice().shop).oversold).toBe(1);
  });

  it('is not settled by a tag', () => {
    const { shop, order } = soldTwice();
    order.tags.push('out-of-stock');
    expect(verdictOf(shop).oversold).toBe(1);
  });

  it('is settled by a hold that says why, not by any other hold', () => {
    const told = soldTwice();
    told.shop.hold('store-a', told.order);
    expect(verdictOf(told.shop)).toMatchObject({ oversold: 0, orders: { held: 1, accepted: 1 } });
    const other = soldTwice();
    other.shop.hold('store-a', other.order, 'OTHER');
    expect(verdictOf(other.shop).oversold).toBe(1);
  });

  it('is settled by a hold of which its store heard only when new units had come: those are for whoever comes next', () => {
    const { shop, order } = soldTwice();
    shop.deliver('TEE', 1).hold('store-a', order).post('store-a', order, -1).bridge('TEE', 1);
    expect(verdictOf(shop)).toMatchObject({ driftUnits: 0, oversold: 0, orders: { held: 1 } });
  });

  it('keeps its unit through a hold for which nothing was missing since it was placed', () => {
    const shop = new PaperShop({ TEE: 1 });
    const early = shop.order('store-a', 'TEE');
    shop.post('store-a', early).tillSale('TEE').hold('store-a', early).deliver('TEE', 1).bridge('TEE', 1);
    const late = shop.order('store-a', 'TEE');
    shop.post('store-a', late).bridge('TEE', 0).hold('store-a', late).bridge('TEE', 1);
    expect(verdictOf(shop).driftUnits).toBe(2);
  });

  it('is oversold beyond the shelf, the earliest being served', () => {
    const shop = new PaperShop({ TEE: 1 });
    const orders = [shop.order('store-a', 'TEE'), shop.order('store-b', 'TEE')];
    const judged = audit(shop.evidence()).orders;
    expect(judged.map(({ orderId, outcome }) => [orderId, outcome])).toEqual([
      [orders[0]!.id, 'kept'],
      [orders[1]!.id, 'oversold'],
    ]);
  });

  it('is moved when another location ships it and backordered when it is on hold until units come', () => {
    const shop = new PaperShop({ TEE: 1 });
    const moved = shop.order('store-a', 'TEE');
    shop.store('store-a').outletOf['2'] = 'Main';
    moved.fulfillmentOrders[0]!.locationId = '2';
    shop.hold('store-a', shop.order('store-a', 'TEE'), backorderedReason);
    expect(verdictOf(shop).orders).toMatchObject({ moved: 1, backordered: 1 });
  });

  it('is not excused by a level that was below zero', () => {
    const shop = new PaperShop({ TEE: 0 });
    shop.order('store-a', 'TEE');
    expect(verdictOf(shop).oversold).toBe(1);
  });

  it('lets go of the units that a hold gave up, so that what comes later may be sold to others', () => {
    const { shop, order } = soldTwice();
    shop.hold('store-a', order).post('store-a', order, -1).deliver('TEE', 3).bridge('TEE', 3);
    expect(verdictOf(shop)).toMatchObject({ driftUnits: 0, oversold: 0, orders: { held: 1 } });
  });

  it('keeps those of its units that the till has recorded to the end, though it is on hold for the others', () => {
    const partly = (shown: number) => {
      const shop = new PaperShop({ TEE: 2 });
      const order = shop.order('store-a', 'TEE', 2);
      // Two are missing for a moment, then one comes back: one buyer of two is served, and keeps that unit.
      shop.post('store-a', order).tillSale('TEE', 2).takeBack('TEE').bridge('TEE', 0);
      return shop.hold('store-a', order).post('store-a', order, -1).bridge('TEE', shown);
    };
    expect(verdictOf(partly(0))).toMatchObject({ driftUnits: 0, orders: { held: 1 } });
    expect(verdictOf(partly(1)).driftUnits).toBe(2);
  });
});
