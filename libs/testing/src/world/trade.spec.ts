import { tradeOpening, tradeScene } from './trade';

const how = { seed: 7, stores: 2, actsPerSecond: 2, lastsMs: 5_000 };

describe('steady trade', () => {
  it('is the same for the same seed and number, and another for another', () => {
    expect(tradeScene(3, how)).toEqual(tradeScene(3, how));
    expect(tradeScene(4, how)).not.toEqual(tradeScene(3, how));
    expect(tradeScene(3, { ...how, seed: 8 })).not.toEqual(tradeScene(3, how));
  });

  it('holds as many acts as it should, within its time, of things that there are', () => {
    const items = tradeOpening(how).items.map(({ sku }) => sku);
    const { acts } = tradeScene(1, how);
    expect(acts).toHaveLength(10);
    for (const act of acts) {
      expect(items).toContain(act.sku);
      expect(act.atMs).toBeLessThanOrEqual(how.lastsMs);
    }
  });

  it('holds everything that people do, in the long run', () => {
    const acts = Array.from({ length: 50 }, (_, number) => tradeScene(number, how)).flatMap(({ acts }) => acts);
    expect([...new Set(acts.map(({ does }) => does))].sort()).toEqual([
      'bringsBack',
      'buysAtTill',
      'cancelsOwnOrder',
      'checksOut',
      'delivers',
      'fillsCart',
      'refundsOwnOrder',
      'ships',
    ]);
  });
});
