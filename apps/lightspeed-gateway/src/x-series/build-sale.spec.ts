import { smallestOf, type TillPostGranted } from '@tillbridge/contracts';
import { aGrant } from '@tillbridge/testing';
import fc from 'fast-check';
import { buildSale, type SaleRules } from './build-sale';

const plain = { id: 'no-tax', rate: 0n };
const vat = { id: 'vat', rate: 200_000n };
const reduced = { id: 'reduced', rate: 50_000n };
const rules: SaleRules = { taxes: [plain], chargesProduct: 'charges', currency: null };
const taxed: SaleRules = { ...rules, taxes: [plain, vat, reduced] };

type Line = { quantity: number; amount: string; tax?: string };

function grantOf(lines: Line[], more: Partial<TillPostGranted> = {}): TillPostGranted {
  return aGrant('p', 'main', {
    lines: lines.map(({ quantity, amount, tax = '0' }, index) => ({
      lineId: String(index),
      externalId: `p${index}`,
      quantity,
      unitPrice: '99',
      worth: { amount, tax },
      versionBefore: null,
    })),
    ...more,
  });
}

/** The lines, as text that a person reads: 2 x 3.34 + 0.00. */
const shown = (grant: TillPostGranted, by: SaleRules) =>
  buildSale(grant, by).lines.map(
    ({ quantity, price, tax, taxId }) => `${quantity} x ${Number(price) / 1e6} + ${Number(tax) / 1e6} ${taxId}`,
  );

describe('a web order as a sale', () => {
  it('splits a line whose price does not divide evenly, so that the cents add up', () => {
    expect(shown(grantOf([{ quantity: 3, amount: '10' }]), rules)).toEqual([
      '1 x 3.34 + 0 no-tax',
      '2 x 3.33 + 0 no-tax',
    ]);
  });

  it('has the tax beside the price, under the tax that makes what the store charged', () => {
    const lines = [
      { quantity: 2, amount: '24', tax: '4' },
      { quantity: 1, amount: '10.50', tax: '0.5' },
      { quantity: 1, amount: '7', tax: '0' },
    ];
    expect(shown(grantOf(lines), taxed)).toEqual(['2 x 10 + 2 vat', '1 x 10 + 0.5 reduced', '1 x 7 + 0 no-tax']);
    expect(buildSale(grantOf(lines), taxed).problem).toBeNull();
  });

  it('has everything without tax where the shop names no taxes', () => {
    expect(shown(grantOf([{ quantity: 2, amount: '24', tax: '4' }]), rules)).toEqual(['2 x 12 + 0 no-tax']);
  });

  it('has shipping and the like as one unit of the product for them, and leaves them out without one', () => {
    const grant = grantOf([{ quantity: 1, amount: '5' }], { charges: { amount: '4.95', tax: '0' }, total: '9.95' });
    expect(buildSale(grant, rules)).toMatchObject({ total: 9_950_000n, problem: null });
    const goods = { ...grant, charges: undefined, total: '5' };
    expect(buildSale(goods, { ...rules, chargesProduct: null })).toMatchObject({ total: 5_000_000n, problem: null });
  });

  it('costs nothing at zero value', () => {
    const grant = grantOf([{ quantity: 2, amount: '0' }], { total: '0' });
    expect([shown(grant, taxed), buildSale(grant, taxed).problem]).toEqual([['2 x 0 + 0 no-tax'], null]);
  });

  it('is as it was before its worth was told: the unit price each', () => {
    const [line] = grantOf([{ quantity: 2, amount: '0' }]).lines;
    const grant = aGrant('p', 'main', { lines: [{ ...line, unitPrice: '9.99', worth: undefined }] });
    expect(shown(grant, rules)).toEqual(['2 x 9.99 + 0 no-tax']);
  });

  it.each<[string, TillPostGranted, SaleRules, string]>([
    [
      'the store counts a cent more',
      grantOf([{ quantity: 1, amount: '5' }], { total: '5.01' }),
      rules,
      'the order comes to 5.01 here, the sale to 5 EUR',
    ],
    [
      'its shipping has nowhere to go',
      grantOf([{ quantity: 1, amount: '5' }], { charges: { amount: '1', tax: '0' }, total: '6' }),
      { ...rules, chargesProduct: null },
      'the order comes to 6 here, the sale to 5 EUR',
    ],
    [
      'no tax of the till makes the tax that was charged',
      grantOf([{ quantity: 1, amount: '12', tax: '1.50' }]),
      taxed,
      'no tax of till.webOrders[].taxes makes 1.5 of the 12 paid for product p0',
    ],
    [
      'the till counts in another currency',
      grantOf([{ quantity: 1, amount: '5' }]),
      { ...rules, currency: 'USD' },
      'the order is in EUR, the till counts in USD',
    ],
    [
      'a part of a cent is left over',
      grantOf([{ quantity: 1, amount: '5.005' }]),
      rules,
      'the order comes to 5.005 here, the sale to 5 EUR',
    ],
    [
      'something would cost less than nothing',
      grantOf([{ quantity: 1, amount: '-1' }]),
      rules,
      'product p0 would cost -1',
    ],
  ])('is not recorded when %s', (_why, grant, by, problem) => {
    expect(buildSale(grant, by).problem).toBe(problem);
  });
});

describe('any web order as a sale', () => {
  const line = fc.record({
    quantity: fc.integer({ min: 1, max: 40 }),
    count: fc.nat(2_000_000),
    rate: fc.constantFrom(plain, vat, reduced),
  });
  const order = fc.record({
    lines: fc.array(line, { minLength: 1, maxLength: 6 }),
    shipping: fc.nat(5_000),
    currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
  });
  type Order = typeof order extends fc.Arbitrary<infer Value> ? Value : never;

  const places = { EUR: 2, JPY: 0, KWD: 3 };
  const text = (count: number, currency: keyof typeof places) =>
    (count / 10 ** places[currency]).toFixed(places[currency]);

  function grantFor({ lines, shipping, currency }: Order) {
    const iso = currency as keyof typeof places;
    const taxOf = (count: number, rate: bigint) => Math.round((count * Number(rate)) / (1e6 + Number(rate)));
    const sum = lines.reduce((total, { count }) => total + count, shipping);
    const grant = grantOf(
      lines.map(({ quantity, count, rate }) => ({
        quantity,
        amount: text(count, iso),
        tax: text(taxOf(count, rate.rate), iso),
      })),
      { charges: { amount: text(shipping, iso), tax: text(0, iso) }, total: text(sum, iso), currency },
    );
    return { grant, sum, places: places[iso] };
  }

  /** As the till counts, in floats and rounded to its cents: none of our arithmetic. */
  const tillCounts = (lines: ReturnType<typeof buildSale>['lines'], decimals: number) => {
    const unit = 10 ** decimals;
    const total = (of: 'price' | 'tax') =>
      Math.round(lines.reduce((sum, each) => sum + (Number(each[of]) / 1e6) * each.quantity, 0) * unit);
    return total('price') + total('tax');
  };

  it('comes to the cent to what the order does, in whole cents, also with its taxes apart', () => {
    let recorded = 0;
    fc.assert(
      fc.property(order, (one) => {
        const { grant, sum, places: decimals } = grantFor(one);
        const { lines, problem } = buildSale(grant, taxed);
        if (problem !== null) return expect(problem).toContain('no tax of till.webOrders[].taxes makes');
        recorded += 1;
        expect(tillCounts(lines, decimals)).toBe(sum);
        const smallest = smallestOf(grant.currency as string);
        for (const { price, tax } of lines) expect([price % smallest, tax % smallest]).toEqual([0n, 0n]);
      }),
      { numRuns: 300 },
    );
    // The others are of so few cents a unit that their tax is rounded away.
    expect(recorded).toBeGreaterThan(200);
  });

  it('can always be recorded where the till keeps no taxes apart', () => {
    fc.assert(
      fc.property(order, (one) => {
        const { grant, sum, places: decimals } = grantFor(one);
        const { lines, problem } = buildSale(grant, rules);
        expect([problem, tillCounts(lines, decimals)]).toEqual([null, sum]);
      }),
    );
  });

  it('would not come to it by rounding the price of each unit, which is what the split is for', () => {
    const found = fc.check(
      fc.property(order, ({ lines }) => {
        const sold = lines.reduce((total, { quantity, count }) => total + Math.round(count / quantity) * quantity, 0);
        return sold === lines.reduce((total, { count }) => total + count, 0);
      }),
    );
    expect(found.failed).toBe(true);
  });
});
