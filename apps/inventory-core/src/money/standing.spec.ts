import { amountOf } from '@tillbridge/contracts';
import fc from 'fast-check';
import { bookedByCount, type Booked } from './booked';
import { standingOf, sumIn, takeBack, unitsIn } from './standing';

const booked = (postId: string, units: number, amount: string, location = 'main'): Booked => ({
  postId,
  line: '1',
  location,
  units,
  amount,
  tax: '0',
});
const amounts = (...all: Booked[]) => {
  const { sold, undone } = standingOf(all, 'EUR');
  return [sumIn(sold).amount, sumIn(undone).amount];
};
const back = (units: number, all: Booked[], location = 'main') =>
  takeBack(standingOf(all, 'EUR'), { location, units }, 'EUR');

describe('what stands at the till of a line', () => {
  const sale = booked('p1', 1, '17.90');

  it('keeps the money of units that a count found on the shelf, and has it again once they are sold again', () => {
    const undone = bookedByCount('1', 'main', -1);
    expect(amounts(sale, undone)).toEqual([0n, 17_900_000n]);
    expect(amounts(sale, undone, booked('p2', 1, '0'))).toEqual([17_900_000n, 0n]);
    expect(back(1, [sale, undone, booked('p2', 1, '0', 'soho')], 'soho').sum.amount).toBe(17_900_000n);
  });

  it('has no money of what a count sold, and takes that back first', () => {
    const all = [sale, bookedByCount('1', 'main', 1)];
    expect(back(1, all).sum.amount).toBe(0n);
    expect(back(2, all)).toEqual({ sum: { amount: 17_900_000n, tax: 0n }, missing: 0 });
  });

  it('gives back with the next units what a count found and nobody sold again, once', () => {
    const all = [booked('p1', 2, '20'), bookedByCount('1', 'main', -1)];
    expect(back(1, all).sum.amount).toBe(20_000_000n);
    expect(amounts(...all, booked('p2', -1, '-20'))).toEqual([0n, 0n]);
  });

  it('does not miss units that it has as undone', () => {
    expect(back(1, [sale, bookedByCount('1', 'main', -1)]).missing).toBe(0);
    expect(back(2, [sale]).missing).toBe(1);
  });

  it('never makes or loses money or units, whatever counts find', () => {
    const step = fc.record({
      what: fc.constantFrom('sell', 'take back', 'find'),
      units: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let all: Booked[] = [];
        for (const [index, { what, units }] of steps.entries()) {
          const { sold, undone } = standingOf(all, 'EUR');
          const some = Math.min(units, unitsIn(sold));
          if (what === 'sell') {
            const fresh = Math.max(0, units - unitsIn(undone));
            all = [...all, booked(`p${index}`, units, `${fresh * 7}.00`)];
          } else if (some > 0 && what === 'find') all = [...all, bookedByCount('1', 'main', -some)];
          else if (some > 0) {
            const { amount } = back(some, all).sum;
            all = [...all, booked(`p${index}`, -some, `-${amount / 1_000_000n}`)];
          }
          const after = standingOf(all, 'EUR');
          const total = all.reduce((sum, each) => sum + amountOf(each.amount), 0n);
          expect(sumIn(after.sold).amount + sumIn(after.undone).amount).toBe(total);
          expect(unitsIn(after.sold)).toBe(all.reduce((sum, each) => sum + each.units, 0));
        }
      }),
    );
  });
});
