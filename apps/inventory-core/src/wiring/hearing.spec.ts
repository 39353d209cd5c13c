import { Hearing } from './hearing';

const minute = 60_000;

describe('for how long the core has heard everything', () => {
  let now = 0;
  let waiting: number | null = null;
  let hearing: Hearing;
  const after = (ms: number, backlog: number | null) => {
    now += ms;
    waiting = backlog;
    return hearing.forMs();
  };

  beforeEach(() => {
    now = 0;
    hearing = new Hearing(
      async () => waiting,
      () => new Date(now),
    );
  });

  it('begins once what had waited is taken in, however long it has run', async () => {
    expect(await after(1_000, null)).toBe(0);
    expect(await after(minute, 500)).toBe(0);
    expect(await after(30 * minute, 0)).toBe(0);
    expect(await after(minute, 0)).toBe(minute);
  });

  it('is not said while anything waits, and goes on once that is taken in', async () => {
    await after(1_000, 0);
    expect(await after(minute, 3)).toBe(0);
    expect(await after(minute, 0)).toBe(2 * minute);
  });

  it.each([
    ['the broker was away', null],
    ['facts have waited', 9],
  ])('begins anew once %s for more than three minutes', async (_what, backlog) => {
    await after(1_000, 0);
    for (let each = 0; each < 4; each += 1) await after(minute, backlog);
    expect(await after(1_000, 0)).toBe(0);
    expect(await after(minute, 0)).toBe(minute);
  });

  it.each([
    ['the process stood still or its clock was put forward', 60 * minute],
    ['its clock was put back', -60 * minute],
  ])('begins anew once %s', async (_what, ms) => {
    await after(90 * minute, 0);
    expect(await after(minute, 0)).toBe(minute);
    expect(await after(ms, 0)).toBe(0);
    expect(await after(minute, 0)).toBe(minute);
  });
});
