import { writeScene, type Demand } from './buyers';

const demand: Demand = {
  skus: 200,
  stores: ['store-a', 'store-b'],
  units: [1, 5],
  buyersPerUnit: [3, 30],
  walkIns: 0.2,
  cancels: 0.1,
  deliveries: 0.3,
  durationMs: 120_000,
};

describe('a scene', () => {
  it('is the same again for the same seed, and another for another', () => {
    expect(writeScene(7, demand)).toEqual(writeScene(7, demand));
    expect(writeScene(8, demand)).not.toEqual(writeScene(7, demand));
  });

  it('has scarce units, and buyers for them in both stores and at the till, in the order in which they come', () => {
    const { stock, buyers } = writeScene(7, demand);
    expect([...new Set(stock.values())].sort()).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(buyers.map(({ where }) => where))).toEqual(new Set(['store-a', 'store-b', 'till']));
    const times = buyers.map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.every((at) => at > 0 && at < demand.durationMs)).toBe(true);
  });

  it('has as many cancellations and deliveries as were asked for', () => {
    const { buyers, deliveries } = writeScene(7, demand);
    const cancelling = buyers.filter(({ cancelsAtMs }) => cancelsAtMs !== null);
    expect(cancelling.length / buyers.length).toBeCloseTo(0.1, 1);
    expect(cancelling.every(({ atMs, cancelsAtMs }) => (cancelsAtMs as number) >= atMs)).toBe(true);
    expect(deliveries.length / 200).toBeCloseTo(0.3, 1);
    const calm = writeScene(7, { ...demand, cancels: 0, deliveries: 0 });
    expect(calm.deliveries).toEqual([]);
    expect(calm.buyers.every(({ cancelsAtMs }) => cancelsAtMs === null)).toBe(true);
  });

  it('has as many buyers as were asked for', () => {
    const scene = writeScene(7, { ...demand, buyersPerUnit: [10, 10] });
    const units = [...scene.stock.values()].reduce((sum, count) => sum + count, 0);
    const inStores = scene.buyers.filter(({ where }) => where !== 'till').length;
    expect(inStores / (10 * units)).toBeCloseTo(1, 1);
    expect((scene.buyers.length - inStores) / (2 * units)).toBeCloseTo(1, 0);
    expect(writeScene(7, { ...demand, walkIns: 0 }).buyers.some(({ where }) => where === 'till')).toBe(false);
  });
});
