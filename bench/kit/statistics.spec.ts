import { percentile, repeat, summarize } from './statistics';

describe('a summary', () => {
  it('has the middle, the ends and how far they lie apart', () => {
    expect(summarize([30, 10, 20])).toEqual({ median: 20, min: 10, max: 30, spread: 1, runs: 3 });
    expect(summarize([4, 1, 3, 2]).median).toBe(2.5);
  });

  it('has no spread where nothing differs, also at nothing', () => {
    expect(summarize([0, 0]).spread).toBe(0);
    expect(summarize([7])).toEqual({ median: 7, min: 7, max: 7, spread: 0, runs: 1 });
  });

  it('takes more values than a call has room for', () => {
    expect(summarize(Array.from({ length: 500_000 }, (_, index) => index)).max).toBe(499_999);
  });

  it('is refused where nothing was measured', () => {
    expect(() => summarize([])).toThrow('nothing was measured');
    expect(() => percentile([], 50)).toThrow('nothing was measured');
  });
});

describe('a percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it.each([
    [50, 50],
    [99, 99],
    [99.1, 100],
    [100, 100],
    [0.5, 1],
  ])('%d is the value that as many do not exceed', (percent, value) => {
    expect(percentile(hundred, percent)).toBe(value);
  });

  it('sorts by size, not by spelling', () => {
    expect(percentile([9, 10, 100], 100)).toBe(100);
  });

  it.each([0, -1, 101, Number.NaN])('%d is none', (percent) => {
    expect(() => percentile(hundred, percent)).toThrow('a percentile is above 0');
  });
});

describe('repeated runs', () => {
  /** A clock that only the runs move. */
  const world = (tookMs: number[]) => {
    let clock = 0;
    let side = 0;
    const run = async (index: number) => {
      side += 1;
      await Promise.resolve();
      clock += tookMs[index];
      expect(side).toBe(1);
      side -= 1;
      return index;
    };
    return { run, now: () => clock };
  };

  it('are made one after the other', async () => {
    const { run, now } = world([5, 5, 5]);
    expect(await repeat({ runs: 3, withinMs: 1_000 }, run, now)).toEqual([0, 1, 2]);
  });

  it('end before one that would not end in time', async () => {
    const { run, now } = world([10, 40, 10, 10]);
    expect(await repeat({ runs: 4, withinMs: 89 }, run, now)).toEqual([0, 1]);
  });

  it('are one at least, however long it takes', async () => {
    const { run, now } = world([500]);
    expect(await repeat({ runs: 3, withinMs: 100 }, run, now)).toEqual([0]);
  });
});
