import fc from 'fast-check';
import { dealOut, type Dealt } from './deal';

const place = (name: string, more: Partial<Dealt> = {}): Dealt => ({
  name,
  rank: 1,
  kept: 0,
  floor: 0,
  weight: 1,
  present: 0,
  most: 100,
  ...more,
});
const dealt = (units: number, places: readonly Dealt[], hysteresis = 0.5) => {
  const shares = dealOut(units, places, hysteresis);
  return places.map(({ name }) => shares.get(name));
};

const anyPlaces = fc
  .array(
    fc.record({
      rank: fc.nat(2),
      kept: fc.constant(0),
      floor: fc.nat(2),
      weight: fc.integer({ min: 0, max: 9 }),
      present: fc.nat(6),
      most: fc.nat(8),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((all) => all.map((each, index) => place(String(index), each)));

describe('dealing units out', () => {
  it('deals every unit that anyone may have, and no more, in any order of the places', () => {
    fc.assert(
      fc.property(fc.nat(9), anyPlaces, (units, places) => {
        const shares = dealt(units, places) as number[];
        const most = places.reduce((total, each) => total + each.most, 0);
        expect(shares.reduce((total, each) => total + each, 0)).toBe(Math.min(units, most));
        places.forEach((each, index) => expect(shares[index]).toBeLessThanOrEqual(each.most));
        expect(dealt(units, [...places].reverse())).toEqual([...shares].reverse());
      }),
    );
  });

  it('follows the weights', () => {
    expect(dealt(9, [place('a', { weight: 2 }), place('b')])).toEqual([6, 3]);
    expect(dealt(4, [place('a'), place('b'), place('c', { weight: 2 })])).toEqual([1, 1, 2]);
  });

  it('fills floors first, by rank where there is too little', () => {
    const floors = [place('a', { floor: 2, rank: 2 }), place('b', { floor: 2, weight: 50 })];
    expect(dealt(3, floors)).toEqual([1, 2]);
    expect(dealt(9, floors)).toEqual([2, 7]);
  });

  it('leaves the last unit where it is, until another store is clearly more in demand', () => {
    const held = (weight: number) => [place('a', { present: 1, weight: 2 }), place('b', { weight })];
    expect(dealt(1, held(3))).toEqual([1, 0]);
    expect(dealt(1, held(3.1))).toEqual([0, 1]);
  });

  it('moves a unit to a store that has sold out from one that has two', () => {
    expect(dealt(2, [place('a', { present: 2 }), place('b')])).toEqual([1, 1]);
  });

  it('deals again as it has dealt: nothing moves twice', () => {
    fc.assert(
      fc.property(fc.nat(9), anyPlaces, fc.nat(2), (units, places, hysteresis) => {
        const first = dealOut(units, places, hysteresis);
        const again = places.map((each) => ({ ...each, present: first.get(each.name) ?? 0 }));
        expect(dealOut(units, again, hysteresis)).toEqual(first);
      }),
    );
  });

  it('takes a unit from nobody when there is one more', () => {
    fc.assert(
      fc.property(fc.nat(9), anyPlaces, (units, places) => {
        const fresh = places.map((each) => ({ ...each, present: 0 }));
        const [few, more] = [dealt(units, fresh) as number[], dealt(units + 1, fresh) as number[]];
        few.forEach((share, index) => expect(more[index]).toBeGreaterThanOrEqual(share));
      }),
    );
  });
});
