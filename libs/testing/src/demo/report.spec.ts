import { audit } from '../auditor';
import { PaperShop } from '../auditor/paper/paper-shop';
import { servedWell } from '../auditor/paper/served-well';
import { failureLine, tablesOf, verdictLine, type CoreView } from './report';

const shop = new PaperShop({ TEE: 2 });
shop.post('store-a', shop.order('store-a', 'TEE')).bridge('TEE', 1, 500, ['store-b']);
const judged = audit(shop.evidence());
const channels = ['store-a', 'store-b'];
const core = (levels: Record<string, number>): CoreView => ({
  levels: new Map(Object.entries(levels)),
  reasons: new Map(),
});
const lineOf = (seed: number, of: typeof judged) => JSON.parse(verdictLine(seed, of)) as Record<string, unknown>;

describe('the report', () => {
  it('ends in one line with exactly the agreed fields', () => {
    const line = lineOf(7, judged);
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
    expect(line).toMatchObject({ seed: 7, twinLatencyMs: [80, 250], orders: { accepted: 1, kept: 1 } });
  });

  it('says ok of a run in which nothing was found, and of no other', () => {
    const good = audit(servedWell().evidence());
    expect(lineOf(1, good).ok).toBe(true);
    for (const kind of ['late', 'withheld', 'listingChanged', 'unaccounted'] as const) {
      expect(lineOf(1, { ...good, findings: [{ kind, units: 0, text: 'something' }] }).ok).toBe(false);
    }
  });

  it('ends in a line that says why when there was no verdict', () => {
    const line = failureLine(7, new Error('the core did not become ready\n--- the last lines of its log'));
    expect(JSON.parse(line)).toEqual({ ok: false, seed: 7, error: 'the core did not become ready' });
  });

  it('shows each item at each place, and each order with its outcome', () => {
    const tables = tablesOf(judged, channels, core({ TEE: 1 }));
    expect(tables).toMatch(/TEE +2 +1 +1 +1 +1\n/);
    expect(tables).toMatch(/store-a +#9001 +1 x TEE +kept +its units lie on the shelf/);
  });

  it('says beside a wrong level what would be right, the core not excepted', () => {
    const evidence = shop.evidence();
    evidence.stores[1]!.state.levels[0]!.available = 5;
    expect(tablesOf(audit(evidence), channels, core({}))).toContain('5 (not 1)');
    expect(tablesOf(judged, channels, core({ TEE: 2 }))).toContain('2 (not 1)');
  });

  it('does without the core where it does not answer', () => {
    expect(tablesOf(judged, channels, core({}))).toMatch(/TEE +2 +1 +1 +1 +-\n/);
  });
});
