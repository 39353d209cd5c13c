import fc from 'fast-check';
import { totalOf } from './money';

describe('a total', () => {
  it.each([
    [[{ unitPrice: '9.99', quantity: 3 }], '29.97'],
    [[{ unitPrice: '0.1', quantity: 3 }], '0.3'],
    [[{ unitPrice: '19.90', quantity: -1 }], '-19.9'],
    [
      [
        { unitPrice: '10', quantity: 1 },
        { unitPrice: '0.000001', quantity: 2 },
      ],
      '10.000002',
    ],
    [[], '0'],
  ])('of %j is %s', (lines, total) => {
    expect(totalOf(lines)).toBe(total);
  });

  it('is exact in cents, whatever the amounts', () => {
    const line = fc.record({ cents: fc.nat(1_000_000), quantity: fc.integer({ min: -50, max: 50 }) });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 10 }), (lines) => {
        const total = totalOf(lines.map(({ cents, quantity }) => ({ unitPrice: (cents / 100).toFixed(2), quantity })));
        const expected = lines.reduce((sum, { cents, quantity }) => sum + cents * quantity, 0);
        expect(Math.round(Number(total) * 100) || 0).toBe(expected || 0);
      }),
    );
  });

  it('refuses what is no amount', () => {
    expect(() => totalOf([{ unitPrice: '1e3', quantity: 1 }])).toThrow('1e3');
  });
});
