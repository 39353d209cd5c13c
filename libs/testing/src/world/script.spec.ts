import { writeScript } from './script';

describe('the script of people', () => {
  it('is the same for the same seed and another for another seed', () => {
    expect(writeScript({ seed: 7, stores: 2 })).toEqual(writeScript({ seed: 7, stores: 2 }));
    expect(writeScript({ seed: 7, stores: 2 })).not.toEqual(writeScript({ seed: 8, stores: 2 }));
  });

  it('wants more in each rush than there is, at the till and in each store at once', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const { items, scenes } = writeScript({ seed, stores: 2 });
      const rushes = scenes.filter(({ name }) => name === 'rush');
      expect(rushes.length).toBeGreaterThanOrEqual(3);
      for (const { acts } of rushes) {
        const [first] = acts;
        const sku = 'sku' in first! ? first.sku : '';
        expect(acts.filter(({ does }) => does === 'buysAtTill')).toHaveLength(10);
        for (const store of [0, 1]) {
          expect(acts.filter((act) => act.does === 'checksOut' && act.store === store)).toHaveLength(5);
        }
        expect(items.find((item) => item.sku === sku)!.units).toBeLessThan(20);
        expect(Math.max(...acts.map(({ atMs }) => atMs))).toBeLessThanOrEqual(4_500);
      }
    }
  });

  it('contains every part of the case study', () => {
    const acts = writeScript({ seed: 1, stores: 2 }).scenes.flatMap(({ acts }) => acts.map(({ does }) => does));
    expect([...new Set(acts)].sort()).toEqual([
      'bringsBack',
      'buysAtTill',
      'cancelsOwnOrder',
      'checksOut',
      'counts',
      'delivers',
      'fillsCart',
      'lists',
      'raisesByHand',
      'renames',
    ]);
  });

  it('counts only an item that no web order has touched, because set-aside units would be counted or not at whim', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const acts = writeScript({ seed, stores: 2 }).scenes.flatMap(({ acts }) => acts);
      const counted = acts.flatMap((act) => (act.does === 'counts' ? [act.sku] : []));
      const ordered = acts.flatMap((act) => (act.does === 'checksOut' ? [act.sku, act.alsoSku] : []));
      expect(counted.filter((sku) => ordered.includes(sku))).toEqual([]);
    }
  });
});
