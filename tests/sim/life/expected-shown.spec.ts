import { policyDefaults } from '@tillbridge/stock-domain';
import { unitsOff, type Quiet } from './expected-shown';

const quiet = (tillLevels: number[], shown: number[], missing = 0): Quiet => ({ tillLevels, shown, missing });
const kept = (mode: 'shared' | 'escrow' | 'asShipped') => ({
  mode,
  policy: { ...policyDefaults, version: 1, tillSettleMs: 5_000 },
});

describe('what stores have to show when all is quiet', () => {
  it.each<[string, Quiet, number]>([
    ['all that is there, in each store', quiet([3, 4], [7, 7]), 0],
    ['one unit less in one store', quiet([3, 4], [7, 6]), 1],
    ['a unit more than there is', quiet([3, 4], [7, 8]), 1],
    ['what is missing taken off once', quiet([7], [5, 5], 2), 0],
    ['what is missing taken off at both outlets', quiet([3, 4], [3, 3], 2), 0],
    ['what is missing not taken off', quiet([3, 4], [7, 7], 2), 4],
  ])('is, where units are shared, %s', (_, each, units) => {
    expect(unitsOff(each, kept('shared'))).toBe(units);
  });

  it('is, where units are dealt out, each unit once', () => {
    expect([quiet([5], [5, 0]), quiet([5], [2, 3]), quiet([5], [2, 2]), quiet([5], [5, 1])].map(escrow)).toEqual([
      0, 0, 1, 1,
    ]);
  });

  it('is, where that depends on how few there are, shared at one outlet and dealt out at the other', () => {
    const some = [quiet([6, 1], [7, 6]), quiet([6, 1], [7, 7]), quiet([6, 1], [6, 6]), quiet([6, 1], [8, 6])];
    expect(some.map(asShipped)).toEqual([0, 0, 1, 1]);
  });

  const escrow = (each: Quiet) => unitsOff(each, kept('escrow'));
  const asShipped = (each: Quiet) => unitsOff(each, kept('asShipped'));
});
