import type { PaperShop } from '../auditor/paper/paper-shop';
import { servedWell } from '../auditor/paper/served-well';
import type { Stored } from './stored';
import { judgeWebhooks, type Sent } from './verdict';

const sent: Sent = {
  counts: { deliveries: 60, genuine: 3, copies: 50, dropped: 1, forged: 6, garbage: 3, huge: 1 },
  ids: {
    genuine: new Set(['g1', 'g2']),
    forged: new Set(['f1']),
    garbage: new Set(['x1']),
    huge: new Set(['h1']),
  },
  wrongAnswers: [],
  seconds: 9,
};
const stored: Stored[] = [
  { id: 'g1', state: 'translated', reason: null },
  { id: 'g2', state: 'translated', reason: null },
  { id: 'x1', state: 'parked', reason: 'the body is not JSON' },
];

const judge = (shop: PaperShop, how: Partial<Sent> = {}, rows = stored) =>
  judgeWebhooks(shop.evidence(), { ...sent, ...how }, rows);
const change = (id: string, to: Partial<Stored>) => stored.map((row) => (row.id === id ? { ...row, ...to } : row));

describe('the verdict on hostile webhooks', () => {
  it('is good where the shop was served well and every delivery was treated as it should be', () => {
    const { verdict, objections } = judge(servedWell());
    expect(objections).toEqual([]);
    const wrong = { lostFacts: 0, duplicateEffects: 0, driftUnits: 0 };
    expect(verdict).toEqual({ ok: true, ...sent.counts, ...wrong, seconds: 9 });
  });

  it('is bad where a genuine delivery was taken in and never told', () => {
    for (const rows of [change('g2', { state: 'parked', reason: 'odd' }), stored.filter(({ id }) => id !== 'g2')]) {
      expect(judge(servedWell(), {}, rows).verdict).toMatchObject({ ok: false, lostFacts: 1 });
    }
  });

  it('is bad where an order was lost, posted twice, or left a level wrong', () => {
    const lost = servedWell();
    lost.order('store-a', 'MUG');
    expect(judge(lost.bridge('MUG', 9)).verdict).toMatchObject({ ok: false, lostFacts: 1 });
    const doubled = servedWell();
    const order = doubled.order('store-a', 'MUG');
    doubled.post('store-a', order).post('store-a', order).bridge('MUG', 9);
    expect(judge(doubled).verdict).toMatchObject({ ok: false, duplicateEffects: 1 });
    expect(judge(servedWell().setLevel('store-a', 'MUG', 3)).verdict).toMatchObject({ ok: false, driftUnits: 7 });
  });

  it.each<[string, Partial<Sent>, Stored[]?]>([
    ['answered 200', { wrongAnswers: ['a forged letter was answered 200'] }],
    ['the refused delivery f1 was stored', {}, [...stored, { id: 'f1', state: 'translated', reason: null }]],
    ['the refused delivery h1 was stored', {}, [...stored, { id: 'h1', state: 'parked', reason: 'large' }]],
    ['the unreadable delivery x1 is waiting', {}, change('x1', { state: 'waiting' })],
    ['not parked with a reason', {}, change('x1', { reason: null })],
    ['dropped is 0', { counts: { ...sent.counts, dropped: 0 } }],
  ])('is bad where it has to say: %s', (says, how, rows = stored) => {
    const { verdict, objections } = judge(servedWell(), how, rows);
    expect(verdict.ok).toBe(false);
    expect(objections.join('\n')).toContain(says);
  });
});
