import fc from 'fast-check';
import { amountOf, amountText, shareOf, smallestOf, sumOf } from './amounts';

describe('an amount', () => {
  it.each(['0', '19.9', '-19.9', '0.000001', '10.000002', '123456789012345678.05'])('of %s is kept exactly', (text) => {
    expect(amountText(amountOf(text))).toBe(text);
  });

  it.each(['1e3', '', '1.', '0.0000001', ' 1', '1,5'])('is not read from %j', (text) => {
    expect(() => amountOf(text)).toThrow('not an amount of money');
  });

  it('adds up where floats do not', () => {
    expect(amountText(sumOf([amountOf('0.1'), amountOf('0.2')]))).toBe('0.3');
  });

  it.each([
    ['EUR', '0.01'],
    ['JPY', '1'],
    ['KWD', '0.001'],
  ])('of %s is counted in steps of %s', (currency, smallest) => {
    expect(amountText(smallestOf(currency))).toBe(smallest);
  });
});

describe('the share of some units', () => {
  it('gives the larger pieces to the first units', () => {
    const firsts = [0, 1, 2, 3].map((units) => amountText(shareOf(amountOf('10'), units, 3, smallestOf('EUR'))));
    expect(firsts).toEqual(['0', '3.34', '6.67', '10']);
  });

  it('comes to the total for all of them, in whole smallest sums before, each unit within one of the others', () => {
    const currency = fc.constantFrom('EUR', 'JPY', 'KWD');
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({ min: 1, max: 60 }), currency, (count, of, iso) => {
        const smallest = smallestOf(iso);
        const total = BigInt(count) * smallest;
        const firsts = Array.from({ length: of + 1 }, (_, units) => shareOf(total, units, of, smallest));
        const each = firsts.slice(1).map((share, index) => share - firsts[index]!);
        expect(firsts[of]).toBe(total);
        expect(each.every((piece) => piece % smallest === 0n)).toBe(true);
        const sorted = [...each].sort((a, b) => (a < b ? -1 : 1));
        expect(sorted.at(-1)! - sorted[0]! <= smallest).toBe(true);
      }),
    );
  });
});
