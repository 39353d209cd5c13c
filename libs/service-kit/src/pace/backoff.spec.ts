import { backoffMs } from './backoff';

describe('backoff', () => {
  it('doubles from the first wait up to the cap and stays there', () => {
    const backoff = { firstMs: 200, capMs: 1_000 };
    expect([1, 2, 3, 4, 50, 5_000].map((attempt) => backoffMs(attempt, backoff))).toEqual([
      200, 400, 800, 1_000, 1_000, 1_000,
    ]);
  });
});
