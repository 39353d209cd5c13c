import type { PaperShop } from '../auditor/paper/paper-shop';
import { servedWell } from '../auditor/paper/served-well';
import type { Struck } from './verdict';
import { judgeChaos } from './verdict';

const everyone = ['inventory-core', 'shopify-gateway'];
const struck: Struck = {
  kills: new Map([
    ['inventory-core', 2],
    ['shopify-gateway', 1],
  ]),
  restarts: new Map([
    ['database', 1],
    ['broker', 2],
  ]),
  accidents: [],
  returns: [{ of: 'inventory-core', at: 1_500 }],
};
const judge = (shop: PaperShop, how: Partial<Struck> = {}) =>
  judgeChaos(shop.evidence(), { ...struck, ...how }, everyone);

describe('the verdict on a storm', () => {
  it('is good where a shop was served well and everything was struck', () => {
    const { verdict, objections } = judge(servedWell());
    expect(objections).toEqual([]);
    expect(verdict).toEqual({
      ok: true,
      kills: 3,
      brokerRestarts: 2,
      dbRestarts: 1,
      effects: expect.any(Number),
      lostFacts: 0,
      duplicateEffects: 0,
      driftUnits: 0,
      recoverMsMax: expect.any(Number),
    });
    expect(verdict.effects).toBeGreaterThan(0);
    expect(verdict.recoverMsMax).toBeGreaterThan(0);
  });

  it('is bad where an order never came to the till', () => {
    const shop = servedWell();
    shop.order('store-a', 'MUG');
    shop.bridge('MUG', 9);
    expect(judge(shop).verdict).toMatchObject({ ok: false, lostFacts: 1 });
  });

  it('is bad where an order came to the till twice', () => {
    const shop = servedWell();
    const order = shop.order('store-a', 'MUG');
    shop.post('store-a', order).post('store-a', order).bridge('MUG', 9);
    expect(judge(shop).verdict).toMatchObject({ ok: false, duplicateEffects: 1 });
  });

  it('is bad where one was posted twice and one of the two taken back', () => {
    const shop = servedWell();
    const order = shop.order('store-a', 'MUG');
    shop.post('store-a', order).post('store-a', order).post('store-a', order, -1).bridge('MUG', 9);
    expect(judge(shop).verdict).toMatchObject({ ok: false, duplicateEffects: 1, driftUnits: 0 });
  });

  it('is bad where a sale came to other money than its order', () => {
    const shop = servedWell();
    shop.post('store-a', shop.order('store-a', 'MUG'), 1, 0).bridge('MUG', 9);
    const { verdict, objections } = judge(shop);
    expect(verdict).toMatchObject({ ok: false, lostFacts: 0, duplicateEffects: 0, driftUnits: 0 });
    expect(objections.join('\n')).toContain('came to 0.00 at the till');
  });

  it('is bad where a level is not what it should be', () => {
    expect(judge(servedWell().setLevel('store-b', 'MUG', 12)).verdict).toMatchObject({ ok: false, driftUnits: 2 });
  });

  it.each<[string, Partial<Struck>]>([
    ['kills is 0', { kills: new Map() }],
    ['brokerRestarts is 0', { restarts: new Map([['database', 1]]) }],
    ['dbRestarts is 0', { restarts: new Map([['broker', 1]]) }],
    ['shopify-gateway was never killed', { kills: new Map([['inventory-core', 3]]) }],
    ['reconciler ended by itself', { accidents: ['reconciler'] }],
    ['nothing passed through broker after one of its returns', { returns: [{ of: 'broker', at: 1e12 }] }],
  ])('is bad where %s', (objection, how) => {
    const { verdict, objections } = judge(servedWell(), how);
    expect(verdict.ok).toBe(false);
    expect(objections.join('\n')).toContain(objection);
  });
});
