import { audit } from './audit';
import type { TillEntry } from './evidence';
import { PaperShop } from './paper/paper-shop';
import { kindsOf } from './paper/served-well';
import { shelfMoves } from './till-moves';

const about = { seq: 1, at: 2_000, sku: 'TEE', outlet: 'Main' };

describe('what a program writes at the till', () => {
  const writes: TillEntry[] = [
    { ...about, kind: 'count', from: 1, to: 0, by: 'api' },
    { ...about, kind: 'delivery', quantity: 2, by: 'api' },
    { ...about, kind: 'transfer', quantity: 1, from: 'Main', to: 'Soho', by: 'api' },
    { ...about, kind: 'level_set', from: 1, to: 0, by: 'api' },
    { ...about, kind: 'adjustment', quantity: -1 },
  ];

  it.each(writes)('moves no unit on the shelf: $kind', (entry) => {
    expect(shelfMoves(entry)).toEqual([]);
  });

  it.each(writes)('is found, because it erases what people did in between: $kind', (entry) => {
    const evidence = new PaperShop({ TEE: 1 }).evidence();
    evidence.till.log.push(entry);
    expect(audit(evidence).findings.map(({ kind }) => kind)).toContain('absoluteWrite');
  });

  it('cannot bend the truth: a level that a program brought down to hide a lost sale is drift', () => {
    const shop = new PaperShop({ TEE: 2 });
    shop.order('store-a', 'TEE');
    shop.bridge('TEE', 1).atTill({ kind: 'count', sku: 'TEE', outlet: 'Main', from: 2, to: 1, by: 'api' });
    const evidence = shop.evidence();
    evidence.till.state.levels[0]!.level = 1;
    const { verdict, findings } = audit(evidence);
    expect(verdict.lostFacts).toBe(1);
    expect(findings.map(({ kind }) => kind)).toContain('absoluteWrite');
  });

  it('is right when people do it: a count, a delivery, a transfer', () => {
    const shop = new PaperShop({ TEE: 2 }).count('TEE', 3).bridge('TEE', 3).deliver('TEE', 1).bridge('TEE', 4);
    expect(kindsOf(shop)).toEqual([]);
    const carried: TillEntry = { ...about, kind: 'transfer', quantity: 1, from: 'Main', to: 'Soho', by: 'till' };
    expect(shelfMoves(carried).map(({ outlet, units }) => [outlet, units])).toEqual([
      ['Main', -1],
      ['Soho', 1],
    ]);
  });
});

describe('orders at the till', () => {
  it('are lost when the till never heard of them', () => {
    const shop = new PaperShop({ TEE: 2 });
    shop.order('store-a', 'TEE');
    shop.bridge('TEE', 1);
    expect(audit(shop.evidence()).verdict).toMatchObject({ lostFacts: 1, driftUnits: 1 });
  });

  it('are not found under another store, nor under an id that contains theirs', () => {
    const shop = new PaperShop({ TEE: 2 });
    const order = shop.order('store-a', 'TEE');
    shop
      .post('store-b', order)
      .post('store-a', { ...order, id: `${order.id}7` })
      .bridge('TEE', 1);
    expect(audit(shop.evidence()).verdict).toMatchObject({ lostFacts: 1, duplicateEffects: 2 });
  });

  it('stand there once: not twice', () => {
    const shop = new PaperShop({ TEE: 3 });
    const order = shop.order('store-a', 'TEE');
    shop.post('store-a', order).post('store-a', order).bridge('TEE', 2);
    expect(audit(shop.evidence()).verdict).toMatchObject({ duplicateEffects: 1, driftUnits: 1 });
  });

  it('stand there once: not twice with one of the two taken back', () => {
    const shop = new PaperShop({ TEE: 3 });
    const order = shop.order('store-a', 'TEE');
    shop.post('store-a', order).post('store-a', order).post('store-a', order, -1).bridge('TEE', 2);
    expect(audit(shop.evidence()).verdict).toMatchObject({ duplicateEffects: 1, driftUnits: 0 });
  });

  it('do not stand there any more once they are cancelled', () => {
    const shop = new PaperShop({ TEE: 3 });
    const order = shop.order('store-a', 'TEE');
    shop.post('store-a', order).bridge('TEE', 2).cancel('store-a', order).bridge('TEE', 3);
    expect(audit(shop.evidence()).verdict.duplicateEffects).toBe(1);
  });
});
