import { inTimeAfter, unexplainedByOutages } from './outages';

const sample = (soldAt: number, ms: number) => ({ soldAt, ms, item: 'TEE', channel: 'store-a' });
const samples = (...tillToStores: ReturnType<typeof sample>[]) => ({ tillToStores, storeToStore: [] });
const outage = { from: 10_000, to: 14_000 };

describe('an outage', () => {
  const unexplained = (soldAt: number, ms: number) =>
    unexplainedByOutages(samples(sample(soldAt, ms)), [outage]).length === 1;

  it('explains what was sold while it lasted, under way when it began, or crowded behind it', () => {
    expect(unexplained(11_000, 5_000)).toBe(false);
    expect(unexplained(8_500, 2_500)).toBe(false);
    expect(unexplained(15_500, 2_500)).toBe(false);
  });

  it('explains nothing of another time, nor what is late long after it', () => {
    expect(unexplained(7_000, 2_500)).toBe(true);
    expect(unexplained(16_000, 2_500)).toBe(true);
    expect(unexplained(11_000, 13_001)).toBe(true);
  });

  it('needs no explaining what was in time', () => {
    expect(unexplained(30_000, 2_000)).toBe(false);
    expect(unexplainedByOutages({ tillToStores: [], storeToStore: [sample(30_000, 3_000)] }, [])).toEqual([]);
    expect(unexplainedByOutages({ tillToStores: [], storeToStore: [sample(30_000, 3_001)] }, [])).toHaveLength(1);
  });

  it('is over when sales after it are told in time', () => {
    const after = samples(sample(13_000, 900), sample(20_000, 2_500), sample(30_000, 900));
    expect(inTimeAfter(after, outage.to)).toEqual([sample(30_000, 900)]);
  });
});
