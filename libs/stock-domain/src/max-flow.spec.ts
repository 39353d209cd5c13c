import fc from 'fast-check';
import { servedAtOnce, type Taker } from './max-flow';

const poolNames = ['x', 'y', 'z'];
const units = fc.nat(3);
const takers = fc.array(fc.record({ units, from: fc.tuple(units, units, units) }), { minLength: 1, maxLength: 3 });

const takerOf = ({ units: wanted, from }: { units: number; from: readonly number[] }, index: number): Taker => ({
  name: String(index),
  units: wanted,
  from: new Map(poolNames.map((pool, at) => [pool, from[at]])),
});

/** Tries every way to serve them. */
function bestOf(all: readonly Taker[], left: readonly number[]): number {
  const [taker, ...others] = all;
  if (taker === undefined) return 0;
  const most = poolNames.map((pool, at) => Math.min(taker.from.get(pool) ?? 0, left[at]));
  const ways: number[][] = [];
  for (let x = 0; x <= most[0]; x += 1)
    for (let y = 0; y <= most[1]; y += 1)
      for (let z = 0; z <= most[2]; z += 1) if (x + y + z <= taker.units) ways.push([x, y, z]);
  return Math.max(
    ...ways.map((way) => {
      const given = way.reduce((total, each) => total + each, 0);
      return (
        given +
        bestOf(
          others,
          left.map((each, at) => each - way[at]),
        )
      );
    }),
  );
}

describe('units served at once', () => {
  it('are as many as the best of all ways serves, whatever the order of the takers', () => {
    fc.assert(
      fc.property(takers, fc.tuple(units, units, units), (wanted, left) => {
        const all = wanted.map(takerOf);
        const pools = new Map(poolNames.map((pool, at) => [pool, left[at]]));
        const best = bestOf(all, left);
        expect([servedAtOnce(all, pools), servedAtOnce([...all].reverse(), pools)]).toEqual([best, best]);
      }),
      { numRuns: 500 },
    );
  });

  it('count a unit that two stores may have once, and let the one that has a choice make way', () => {
    const free = takerOf({ units: Number.POSITIVE_INFINITY, from: [9, 9, 0] }, 0);
    const bound = takerOf({ units: 2, from: [9, 0, 0] }, 1);
    expect(
      servedAtOnce(
        [free, bound],
        new Map([
          ['x', 2],
          ['y', 3],
        ]),
      ),
    ).toBe(5);
  });
});
