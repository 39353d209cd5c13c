import { audit } from '../auditor';
import { PaperShop } from '../auditor/paper-shop';
import { tablesOf, verdictLine } from './report';

const shop = new PaperShop({ TEE: 2 });
shop.post('store-a', shop.order('store-a', 'TEE')).bridge('TEE', 1, 500, ['store-b']);
const judged = audit(shop.evidence());

describe('the report', () => {
  it('ends in one line with exactly the agreed fields', () => {
    const line = JSON.parse(verdictLine(7, true, judged)) as Record<string, unknown>;
    expect(Object.keys(line)).toEqual([
      'ok',
      'seed',
      'oversold',
      'driftUnits',
      'lostFacts',
      'duplicateEffects',
      'unsoldWhileRefused',
      'orders',
      'steps',
      'twinLatencyMs',
      'samples',
      'latencyMs',
    ]);
    expect(line).toMatchObject({ ok: true, seed: 7, twinLatencyMs: [80, 250], orders: { accepted: 1, kept: 1 } });
  });

  it('shows each item at each place, and each order with its outcome', () => {
    const tables = tablesOf(judged, ['store-a', 'store-b'], { levels: new Map([['TEE', 1]]), reasons: new Map() });
    expect(tables).toMatch(/TEE +2 +1 +1 +1 +1/);
    expect(tables).toMatch(/store-a +#9001 +1 x TEE +kept +its units lie on the shelf/);
  });

  it('says beside a wrong level what would be right', () => {
    const evidence = shop.evidence();
    evidence.stores[1]!.state.levels[0]!.available = 5;
    expect(tablesOf(audit(evidence), ['store-a', 'store-b'], { levels: new Map(), reasons: new Map() })).toContain(
      '5 (not 1)',
    );
  });
});
