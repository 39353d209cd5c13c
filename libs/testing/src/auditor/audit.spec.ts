import { audit } from './audit';
import { backorderedReason } from './evidence';
import { PaperShop } from './paper-shop';

/** The whole case study, served without a fault. */
function servedWell(): PaperShop {
  const shop = new PaperShop({ TEE: 3, MUG: 5, CAP: 4 });
  shop.tillSale('TEE').bridge('TEE', 2);
  shop.post('store-a', shop.order('store-a', 'TEE')).bridge('TEE', 1);
  const shipped = shop.order('store-b', 'TEE');
  shop.post('store-b', shipped).bridge('TEE', 0).refuse('store-a', 'TEE').ship('store-b', shipped);
  shop.deliver('MUG', 10).bridge('MUG', 15).count('MUG', 13).bridge('MUG', 13).takeBack('MUG').bridge('MUG', 14);
  shop
    .list('NEW', 6)
    .bridge('NEW', 6)
    .rename('CAP', 'CAP-2')
    .tillSale('CAP')
    .bridge('CAP', 3)
    .fillCart('store-a', 'CAP');
  const regretted = shop.order('store-a', 'CAP');
  shop.post('store-a', regretted).bridge('CAP', 2).cancel('store-a', regretted).post('store-a', regretted, -1);
  shop.bridge('CAP', 3).setLevel('store-b', 'TEE', 2, 'admin').bridge('TEE', 0);
  return shop;
}

const kindsOf = (shop: PaperShop) => {
  const missed = (kind: string) => kind !== 'stepMissed';
  return [...new Set(audit(shop.evidence()).findings.map(({ kind }) => kind))].filter(missed);
};

describe('the auditor', () => {
  it('finds nothing wrong with a shop that was served well', () => {
    const { findings, verdict } = audit(servedWell().evidence());
    expect(findings).toEqual([]);
    expect(verdict.orders).toEqual({
      attempted: 4,
      refusedAtCheckout: 1,
      accepted: 3,
      kept: 2,
      moved: 0,
      backordered: 0,
      held: 0,
      cancelled: 1,
    });
    expect(Object.values(verdict.steps)).toEqual(Array(8).fill(true));
    expect(verdict.samples).toBeGreaterThan(0);
  });

  describe('oversold', () => {
    const soldTwice = () => {
      const shop = new PaperShop({ TEE: 1 });
      const order = shop.order('store-a', 'TEE');
      shop.post('store-a', order).tillSale('TEE').bridge('TEE', 0);
      return { shop, order };
    };

    it('counts an accepted order whose unit left over the counter', () => {
      const { verdict } = audit(soldTwice().shop.evidence());
      expect(verdict.oversold).toBe(1);
    });

    it('is not settled by a tag', () => {
      const { shop, order } = soldTwice();
      order.tags.push('out-of-stock');
      expect(audit(shop.evidence()).verdict.oversold).toBe(1);
    });

    it('is settled by a hold that says why, not by any other hold', () => {
      const told = soldTwice();
      told.shop.hold('store-a', told.order);
      expect(audit(told.shop.evidence()).verdict).toMatchObject({ oversold: 0, orders: { held: 1, accepted: 1 } });
      const other = soldTwice();
      other.shop.hold('store-a', other.order, 'OTHER');
      expect(audit(other.shop.evidence()).verdict.oversold).toBe(1);
    });

    it('counts each order beyond the shelf, the earliest being served', () => {
      const shop = new PaperShop({ TEE: 1 });
      const orders = [shop.order('store-a', 'TEE'), shop.order('store-b', 'TEE')];
      const judged = audit(shop.evidence()).orders;
      expect(judged.map(({ orderId, outcome }) => [orderId, outcome])).toEqual([
        [orders[0]!.id, 'kept'],
        [orders[1]!.id, 'oversold'],
      ]);
    });

    it('calls an order moved when another location ships it and backordered when it is on hold until units come', () => {
      const shop = new PaperShop({ TEE: 1 });
      const moved = shop.order('store-a', 'TEE');
      shop.store('store-a').outletOf['2'] = 'Main';
      moved.fulfillmentOrders[0]!.locationId = '2';
      shop.hold('store-a', shop.order('store-a', 'TEE'), backorderedReason);
      expect(audit(shop.evidence()).verdict.orders).toMatchObject({ moved: 1, backordered: 1 });
    });

    it('excuses no order that was sold below zero without a word to its store', () => {
      const shop = new PaperShop({ TEE: 0 });
      shop.order('store-a', 'TEE');
      expect(audit(shop.evidence()).verdict).toMatchObject({ oversold: 1 });
    });
  });

  it('lets go of the units that a hold gave up, so that what comes later may be sold to others', () => {
    const shop = new PaperShop({ TEE: 1 });
    const order = shop.order('store-a', 'TEE');
    shop.tillSale('TEE').bridge('TEE', 0).hold('store-a', order).deliver('TEE', 3).bridge('TEE', 3);
    expect(audit(shop.evidence())).toMatchObject({ verdict: { driftUnits: 0, oversold: 0, orders: { held: 1 } } });
  });

  it('finds a level at the till that was overwritten', () => {
    const evidence = new PaperShop({ TEE: 1 }).evidence();
    const write = { kind: 'level_set' as const, sku: 'TEE', outlet: 'Main', from: 1, to: 1, by: 'api' as const };
    evidence.till.log.push({ seq: 1, at: 2_000, ...write });
    expect(audit(evidence).findings.map(({ kind }) => kind)).toContain('absoluteWrite');
  });

  it('finds a hold that nobody needed', () => {
    const shop = new PaperShop({ TEE: 2 });
    const order = shop.order('store-a', 'TEE');
    shop.post('store-a', order).bridge('TEE', 1).hold('store-a', order);
    expect(kindsOf(shop)).toEqual(['needlessHold']);
  });

  describe('drift', () => {
    it('finds a store that shows a unit too many, and one that shows too few', () => {
      const shop = servedWell().setLevel('store-a', 'MUG', 15).setLevel('store-b', 'MUG', 10);
      expect(audit(shop.evidence()).verdict.driftUnits).toBe(1 + 4);
    });

    it('finds a till whose level lost a unit', () => {
      const evidence = servedWell().evidence();
      evidence.till.state.levels[0]!.level -= 1;
      expect(audit(evidence).verdict.driftUnits).toBe(1);
    });

    it('finds a store that does not know an item at all', () => {
      const evidence = servedWell().evidence();
      const store = evidence.stores[1]!;
      store.state.levels = store.state.levels.filter(({ sku }) => sku !== 'NEW');
      const { verdict } = audit(evidence);
      expect(verdict.driftUnits).toBe(6);
      expect(verdict.steps.newSku).toBe(false);
    });
  });

  describe('lost facts', () => {
    it('finds an order that the till never heard of', () => {
      const shop = new PaperShop({ TEE: 2 });
      shop.order('store-a', 'TEE');
      shop.bridge('TEE', 1);
      const { verdict } = audit(shop.evidence());
      expect(verdict).toMatchObject({ lostFacts: 1, driftUnits: 1 });
    });

    it('finds a till sale that reached one store only', () => {
      const shop = new PaperShop({ TEE: 2 });
      shop.tillSale('TEE').bridge('TEE', 1, 500, ['store-a']);
      expect(audit(shop.evidence()).verdict.lostFacts).toBe(1);
    });

    it('does not take an order of another store for this one, nor one id inside another', () => {
      const shop = new PaperShop({ TEE: 2 });
      const order = shop.order('store-a', 'TEE');
      shop
        .post('store-b', order)
        .post('store-a', { ...order, id: `${order.id}7` })
        .bridge('TEE', 1);
      expect(audit(shop.evidence()).verdict).toMatchObject({ lostFacts: 1, duplicateEffects: 2 });
    });
  });

  describe('duplicate effects', () => {
    it('finds an order that stands at the till twice', () => {
      const shop = new PaperShop({ TEE: 3 });
      const order = shop.order('store-a', 'TEE');
      shop.post('store-a', order).post('store-a', order).bridge('TEE', 2);
      expect(audit(shop.evidence()).verdict).toMatchObject({ duplicateEffects: 1, driftUnits: 1 });
    });

    it('finds a cancelled order that still stands at the till', () => {
      const shop = new PaperShop({ TEE: 3 });
      const order = shop.order('store-a', 'TEE');
      shop.post('store-a', order).bridge('TEE', 2).cancel('store-a', order).bridge('TEE', 3);
      expect(audit(shop.evidence()).verdict.duplicateEffects).toBe(1);
    });

    it('finds an order held twice and an item listed twice', () => {
      const shop = new PaperShop({ TEE: 0 });
      shop.setLevel('store-a', 'TEE', 1, 'admin');
      const order = shop.order('store-a', 'TEE');
      shop.hold('store-a', order).hold('store-a', order);
      shop.store('store-b').state.products.push({
        id: '2',
        title: 'again',
        status: 'ACTIVE',
        onSale: true,
        variants: [{ sku: 'TEE' }],
      });
      expect(audit(shop.evidence()).verdict.duplicateEffects).toBe(2);
    });
  });

  describe('unsold while refused', () => {
    it('finds a store that was kept at zero while units lay there', () => {
      const shop = new PaperShop({ TEE: 3 });
      shop.setLevel('store-a', 'TEE', 0).refuse('store-a', 'TEE').setLevel('store-a', 'TEE', 3);
      expect(audit(shop.evidence()).verdict.unsoldWhileRefused).toBe(3);
      expect(kindsOf(shop)).toEqual(['unsoldWhileRefused']);
    });

    it('forgives units that somebody bought in the end, or that came later', () => {
      const shop = new PaperShop({ TEE: 1 });
      shop.setLevel('store-a', 'TEE', 0).refuse('store-a', 'TEE').tillSale('TEE').bridge('TEE', 0);
      shop.refuse('store-b', 'TEE').deliver('TEE', 4).bridge('TEE', 4);
      expect(audit(shop.evidence()).verdict.unsoldWhileRefused).toBe(0);
    });

    it('forgives a refusal of more than lay there', () => {
      const shop = new PaperShop({ TEE: 1 });
      shop.refuse('store-a', 'TEE', 2);
      expect(audit(shop.evidence()).verdict.unsoldWhileRefused).toBe(0);
    });
  });

  describe('latency', () => {
    it('measures from the sale to each store that had something to learn', () => {
      const shop = new PaperShop({ TEE: 5 });
      shop.tillSale('TEE').bridge('TEE', 4, 700);
      expect(audit(shop.evidence()).verdict).toMatchObject({ samples: 2, latencyMs: { tillToStores: { p50: 701 } } });
      shop.post('store-a', shop.order('store-a', 'TEE')).bridge('TEE', 3, 900);
      expect(audit(shop.evidence()).verdict).toMatchObject({ samples: 3, latencyMs: { storeToStore: { p50: 902 } } });
    });

    it('finds a value that came late, and one that never came', () => {
      const shop = new PaperShop({ TEE: 5 });
      expect(kindsOf(shop.tillSale('TEE').bridge('TEE', 4, 2_100))).toEqual(['late']);
      const never = new PaperShop({ TEE: 5 });
      expect(kindsOf(never.tillSale('TEE').bridge('TEE', 4, 100, ['store-a']))).toContain('late');
    });

    it('takes no sample where the store sold its own units away in time, but does where it was too late by then', () => {
      const sold = (afterMs: number) => {
        const shop = new PaperShop({ TEE: 1 });
        shop.tillSale('TEE').wait(afterMs);
        shop.hold('store-a', shop.order('store-a', 'TEE')).bridge('TEE', 0, 1, ['store-b']);
        return audit(shop.evidence());
      };
      // Store B learns of both sales; store A of the till's, unless it has sold the unit itself.
      expect(sold(400).verdict.samples).toBe(2);
      expect(sold(2_500).verdict.samples).toBe(3);
      expect(sold(2_500).findings[0]!.text).toMatch(/2 above 2000 ms/);
    });

    it('lets a delivery in between excuse a store that shows the higher truth', () => {
      const shop = new PaperShop({ TEE: 5 });
      shop.tillSale('TEE').wait(100).deliver('TEE', 1).wait(5_000);
      expect(kindsOf(shop)).toEqual([]);
    });
  });

  describe('steps', () => {
    it('counts none of them in a run where nothing happened', () => {
      const { verdict } = audit(new PaperShop({ TEE: 1 }).evidence());
      expect(Object.values(verdict.steps)).toEqual(Array(8).fill(false));
    });

    it('misses a hand edit that was left standing', () => {
      const shop = new PaperShop({ TEE: 1 });
      shop.setLevel('store-a', 'TEE', 4, 'admin');
      expect(audit(shop.evidence()).verdict.steps.handEdit).toBe(false);
    });

    it('misses a new item that a store stocks and shows to nobody', () => {
      const shop = servedWell();
      expect(audit(shop.evidence()).verdict.steps.newSku).toBe(true);
      for (const product of shop.store('store-b').state.products) product.onSale = false;
      expect(audit(shop.evidence()).verdict.steps.newSku).toBe(false);
    });

    it('misses a rename after which the item was taken for a new one', () => {
      const shop = servedWell();
      shop
        .store('store-a')
        .state.products.push({ id: '3', title: 'CAP-2', status: 'ACTIVE', onSale: true, variants: [{ sku: 'CAP-2' }] });
      const { verdict } = audit(shop.evidence());
      expect(verdict.steps.rename).toBe(false);
    });
  });
});
