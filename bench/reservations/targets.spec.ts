import { missedBy } from './targets';

const target = { perSec: 1_000, p99Ms: 20 };
const figures = (perSec: number, p99Ms: number) => ({ perSec, p50Ms: 5, p99Ms, spread: [perSec, perSec] as const });

describe('the targets of the reservations bench', () => {
  it('are met by just as many a second, and by waiting a little less than the bound', () => {
    expect(missedBy('hot', figures(1_000, 19.9), target)).toEqual([]);
  });

  it.each([
    ['too few a second', figures(999, 1), 'hot: 999 reservations a second; at least 1000 are wanted.'],
    ['waiting for the bound itself', figures(1_000, 20), 'waited up to 20 ms; less than 20 ms is wanted.'],
    ['figures that are none', figures(NaN, 1), 'NaN reservations a second'],
  ])('are missed by %s', (_what, found, says) => {
    expect(missedBy('hot', found, target)).toEqual([expect.stringContaining(says)]);
  });

  it('are told one by one', () => {
    expect(missedBy('hot', figures(1, 1_000), target)).toHaveLength(2);
  });
});
