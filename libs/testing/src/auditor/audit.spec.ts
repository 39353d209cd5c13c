import { audit } from './audit';
import { kindsOf, servedWell } from './paper/served-well';

describe('the auditor', () => {
  it('finds nothing wrong with a shop that was served well', () => {
    const { findings, verdict } = audit(servedWell().evidence());
    expect(findings).toEqual([]);
    expect(verdict.orders).toEqual({
      attempted: 7,
      refusedAtCheckout: 1,
      accepted: 6,
      kept: 4,
      moved: 0,
      backordered: 0,
      held: 1,
      cancelled: 1,
    });
    expect(Object.values(verdict.steps)).toEqual(Array(8).fill(true));
    expect(verdict.samples).toBeGreaterThan(0);
  });

  it('counts an order that was open before anybody looked, and expects it at the till', () => {
    const evidence = servedWell().evidence();
    evidence.till.log = evidence.till.log.filter((entry) => entry.kind !== 'api_sale' || entry.sku !== 'BAG');
    expect(audit(evidence).verdict.lostFacts).toBe(1);
  });

  it.each(['the till', 'a store'])('refuses a log of %s that holds something nobody taught it', (vendor) => {
    const evidence = servedWell().evidence();
    const log: object[] = vendor === 'the till' ? evidence.till.log : evidence.stores[0]!.log;
    log.push({ seq: 999, at: 2_000, kind: 'teleport' });
    expect(() => audit(evidence)).toThrow(/nobody taught the auditor.*teleport/);
  });

  describe('where vendors and people tell different stories', () => {
    it('finds units that people moved and no vendor wrote down', () => {
      const shop = servedWell();
      shop.shelf.set('MUG', shop.shelf.get('MUG')! - 2);
      expect(kindsOf(shop)).toEqual(['unaccounted']);
    });

    it('finds a checkout that left neither an order nor a refusal', () => {
      const shop = servedWell();
      shop.store('store-a').attempts += 1;
      expect(kindsOf(shop)).toEqual(['unaccounted']);
    });
  });
});
