import { WakeLimiter } from './wake-limiter';

it('admits a burst, then so many a second', () => {
  let now = 0;
  const limiter = new WakeLimiter({ burst: 3, perSecond: 2 }, () => now);
  const admitted = (count: number) => Array.from({ length: count }, () => limiter.admit()).filter(Boolean).length;
  expect(admitted(10)).toBe(3);
  now += 1_000;
  expect(admitted(10)).toBe(2);
  now += 60_000;
  expect(admitted(10)).toBe(3);
});
