import { amountOf, amountText, smallestOf, type OrderMoney } from '@tillbridge/contracts';
import fc from 'fast-check';
import type { OrderLineState, OrderState } from '../ledger/ledger';
import { bookedByCount, type Booked } from './booked';
import { pricePost, type PricedPost, type Unpriced } from './price-post';

const nothing = { price: '0', tax: '0' };
const rules = { zeroValue: false, charges: true };

function lineOf(line: string, ordered: number, price: string, more: Partial<OrderLineState> = {}): OrderLineState {
  const counts = { ordered, current: ordered, fulfilled: 0, restocked: 0, short: 0, shortReason: null };
  const money = { units: ordered, price, tax: '0', refunded: { units: 0, ...nothing } };
  return { line, externalId: `v-${line}`, storeLocation: '1', unitPrice: '99', ...counts, money, ...more };
}

function orderOf(
  lines: OrderLineState[],
  money: Partial<OrderMoney> | null,
  more: Partial<OrderState> = {},
): OrderState {
  const sum = lines.reduce((total, line) => total + amountOf(line.money?.price ?? '0'), 0n);
  const charged = (money?.charges ?? []).reduce((total, { price }) => total + amountOf(price), sum);
  const total = amountText(charged);
  return {
    channel: 'store-a',
    order: '1',
    version: 1,
    name: '#1',
    placedAt: '2026-11-23T10:00:00.000Z',
    updatedAt: '2026-11-23T10:00:00.000Z',
    cancelledAt: null,
    paid: true,
    currency: 'EUR',
    cart: null,
    lines,
    waiting: [],
    postsGranted: 0,
    ...(money && { money: { taxIncluded: true, total, current: total, adjusted: '0', charges: [], ...money } }),
    booked: [],
    zeroValue: false,
    decision: 0,
    told: null,
    resolution: null,
    ...more,
  };
}

const postOf = (kind: Unpriced['kind'], units: Record<string, number>, location = 'main', postId = 'p'): Unpriced => ({
  postId,
  kind,
  location,
  lines: Object.entries(units).map(([line, count]) => ({ line, units: count })),
});

const texts = ({ lines, charges, total }: PricedPost) => ({
  lines: lines.map(({ amount }) => amountText(amount)),
  charges: charges && amountText(charges.amount),
  total: amountText(total),
});

const shipping = { kind: 'shipping' as const, price: '4.95', tax: '0.65', refunded: nothing };

describe('what a post comes to', () => {
  it('is what its units were bought for, after all discounts, and the shipping with the first', () => {
    const order = orderOf([lineOf('1', 3, '10'), lineOf('2', 1, '5')], { charges: [shipping] });
    const first = pricePost(order, postOf('sale', { 1: 1 }), rules);
    expect(texts(first)).toEqual({ lines: ['3.34'], charges: '4.95', total: '8.29' });
    const second = pricePost({ ...order, booked: first.booked }, postOf('sale', { 1: 2, 2: 1 }, 'soho'), rules);
    expect(texts(second)).toEqual({ lines: ['6.66', '5'], charges: null, total: '11.66' });
  });

  it('has the tax beside the price where the store does', () => {
    const money = { units: 2, price: '10', tax: '2', refunded: { units: 0, ...nothing } };
    const order = orderOf([lineOf('1', 2, '10', { money })], { taxIncluded: false, total: '12', current: '12' });
    const { lines, total } = pricePost(order, postOf('sale', { 1: 1 }), rules);
    expect([lines, total]).toEqual([[{ amount: 6_000_000n, tax: 1_000_000n }], 6_000_000n]);
  });

  it('has what is no item among the charges, and leaves them all out where the till has no product for them', () => {
    const order = orderOf([lineOf('1', 1, '5'), lineOf('2', 1, '25', { externalId: null })], { charges: [shipping] });
    expect(texts(pricePost(order, postOf('sale', { 1: 1 }), rules))).toMatchObject({
      charges: '29.95',
      total: '34.95',
    });
    const goodsOnly = pricePost(order, postOf('sale', { 1: 1 }), { ...rules, charges: false });
    expect(texts(goodsOnly)).toEqual({ lines: ['5'], charges: null, total: '5' });
  });

  it('has what nothing is set aside of among the charges, and more to come to than its parts where the till takes none', () => {
    const service = lineOf('2', 1, '30', { untracked: true });
    const order = orderOf([lineOf('1', 1, '20'), service], { charges: [shipping] });
    const first = pricePost(order, postOf('sale', { 1: 1 }), rules);
    expect(texts(first)).toEqual({ lines: ['20'], charges: '34.95', total: '54.95' });
    const goodsOnly = pricePost(order, postOf('sale', { 1: 1 }), { ...rules, charges: false });
    expect(texts(goodsOnly)).toEqual({ lines: ['20'], charges: null, total: '50' });
    const paidBack = { ...service, money: { ...service.money!, refunded: { units: 1, price: '30', tax: '0' } } };
    const returned = { ...order, booked: first.booked, lines: [order.lines[0], paidBack] };
    expect(texts(pricePost(returned, postOf('reverse', { 1: 1 }), rules))).toMatchObject({ charges: '30' });
  });

  it("says another total than its parts where the store's does not add up", () => {
    const order = orderOf([lineOf('1', 1, '5')], { total: '5.01', current: '5.01' });
    expect(texts(pricePost(order, postOf('sale', { 1: 1 }), rules))).toEqual({
      lines: ['5'],
      charges: null,
      total: '5.01',
    });
  });

  it.each([
    ['before', { total: '20', current: '99' }],
    ['after', { total: '99', current: '13.33' }],
    ['after, and what else was paid back,', { total: '99', current: '12.33', adjusted: '1' }],
  ])('adds up where the total is told as it was %s refunds', (_when, money) => {
    const refunded = { units: 1, price: '6.67', tax: '0' };
    const line = lineOf('1', 3, '20', { money: { units: 3, price: '20', tax: '0', refunded } });
    // What is left is what the store says is left, not our share of it.
    expect(texts(pricePost(orderOf([line], money), postOf('sale', { 1: 2 }), rules))).toMatchObject({ total: '13.33' });
  });

  it('is nothing for units that a count undid, and goes on with the others where those were', () => {
    const order = orderOf([lineOf('1', 3, '10')], {});
    const first = pricePost(order, postOf('sale', { 1: 2 }), rules);
    const counted = { ...order, booked: [...first.booked, bookedByCount('1', 'main', -2)] };
    const again = pricePost(counted, postOf('sale', { 1: 2 }), rules);
    expect(texts(again)).toMatchObject({ lines: ['0'] });
    const recorded = { ...counted, booked: [...counted.booked, ...again.booked] };
    expect(texts(pricePost(recorded, postOf('sale', { 1: 1 }), rules))).toMatchObject({ lines: ['3.33'] });
    expect(texts(pricePost(counted, postOf('sale', { 1: 3 }), rules))).toMatchObject({ lines: ['3.33'] });
  });

  it('of a seller is the unit price each: nothing else is known', () => {
    const order = orderOf([lineOf('1', 2, '0', { externalId: null, money: undefined, unitPrice: '19.90' })], null);
    expect(texts(pricePost(order, postOf('sale', { 1: 2 }), rules))).toEqual({
      lines: ['39.8'],
      charges: null,
      total: '39.8',
    });
  });
});

describe('what a reversal comes to', () => {
  const sold = (order: OrderState, post: Unpriced, by = rules): OrderState => ({
    ...order,
    booked: [...order.booked, ...pricePost(order, post, by).booked],
  });

  it('is what its units were sold for, the last ones first, whatever they cost today', () => {
    const order = sold(orderOf([lineOf('1', 3, '10')], {}), postOf('sale', { 1: 3 }));
    const dearer = { ...order, lines: [lineOf('1', 3, '90')] };
    const first = pricePost(dearer, postOf('reverse', { 1: 1 }), rules);
    expect(texts(first)).toEqual({ lines: ['3.33'], charges: null, total: '3.33' });
    const rest = pricePost(sold(dearer, postOf('reverse', { 1: 1 })), postOf('reverse', { 1: 2 }), rules);
    expect(texts(rest)).toMatchObject({ lines: ['6.67'] });
  });

  it('is what they were sold for also where they came back elsewhere, and takes nothing twice', () => {
    const order = sold(orderOf([lineOf('1', 3, '10')], {}), postOf('sale', { 1: 3 }));
    const elsewhere = sold(order, postOf('reverse', { 1: 1 }, 'soho'));
    expect(texts(pricePost(order, postOf('reverse', { 1: 1 }, 'soho'), rules))).toMatchObject({ lines: ['3.33'] });
    expect(texts(pricePost(elsewhere, postOf('reverse', { 1: 2 }), rules))).toMatchObject({ lines: ['6.67'] });
  });

  it('is what was sold at its own location where something was', () => {
    const main = sold(orderOf([lineOf('1', 2, '9.99')], {}), postOf('sale', { 1: 1 }));
    const both = sold(main, postOf('sale', { 1: 1 }, 'soho'));
    expect(texts(pricePost(both, postOf('reverse', { 1: 1 }), rules))).toMatchObject({ lines: ['5'] });
  });

  it('has the shipping once the store has paid it back, or has cancelled the order, and once only', () => {
    const order = sold(orderOf([lineOf('1', 2, '10')], { charges: [shipping] }), postOf('sale', { 1: 2 }));
    expect(texts(pricePost(order, postOf('reverse', { 1: 1 }), rules))).toMatchObject({ charges: null });
    const cancelled = { ...order, cancelledAt: '2026-11-23T11:00:00.000Z' };
    expect(texts(pricePost(cancelled, postOf('reverse', { 1: 1 }), rules))).toMatchObject({
      charges: '4.95',
      total: '9.95',
    });
    const again = pricePost(sold(cancelled, postOf('reverse', { 1: 1 })), postOf('reverse', { 1: 1 }), rules);
    expect(texts(again)).toMatchObject({ charges: null, total: '5' });
  });

  it('is nothing for what was sold at zero value, whatever the shop says today', () => {
    const order = sold(orderOf([lineOf('1', 2, '10')], { charges: [shipping] }), postOf('sale', { 1: 1 }), {
      ...rules,
      zeroValue: true,
    });
    expect(texts(pricePost(order, postOf('reverse', { 1: 1 }), rules))).toEqual({
      lines: ['0'],
      charges: null,
      total: '0',
    });
    expect(texts(pricePost(order, postOf('sale', { 1: 1 }), rules))).toMatchObject({ lines: ['5'] });
  });

  it('of units recorded before anything was booked is the unit price each', () => {
    const order = orderOf([lineOf('1', 2, '10', { unitPrice: '7.50' })], {});
    expect(texts(pricePost(order, postOf('reverse', { 1: 2 }), rules))).toMatchObject({ lines: ['15'] });
  });
});

describe('any posts of an order', () => {
  const step = fc.record({ line: fc.nat(2), units: fc.integer({ min: 1, max: 4 }), back: fc.boolean(), at: fc.nat(1) });
  const world = fc.record({
    prices: fc.array(fc.nat(9_999), { minLength: 3, maxLength: 3 }),
    quantities: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 3 }),
    ship: fc.nat(999),
    currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
    steps: fc.array(step, { maxLength: 25 }),
  });
  type World = typeof world extends fc.Arbitrary<infer Value> ? Value : never;

  /** Posts what the steps say, as far as there are units, then all that is left: the books, and the totals of the posts. */
  function play({ prices, quantities, ship, currency, steps }: World) {
    const text = (count: number) => amountText(BigInt(count) * smallestOf(currency));
    const lines = prices.map((price, index) => lineOf(String(index), quantities[index], text(price)));
    const charges = [{ ...shipping, price: text(ship), tax: '0' }];
    let order = orderOf(lines, { charges }, { currency });
    let total = 0n;
    const standing = (line: number, at?: string) =>
      order.booked
        .filter((one) => one.line === String(line) && (at === undefined || one.location === at))
        .reduce((units, one) => units + one.units, 0);
    const post = (kind: Unpriced['kind'], line: number, units: number, at: string) => {
      if (units <= 0) return;
      const priced = pricePost(order, postOf(kind, { [line]: units }, at, String(order.booked.length)), rules);
      total += kind === 'sale' ? priced.total : -priced.total;
      order = { ...order, booked: [...order.booked, ...priced.booked] };
    };
    for (const { line, units, back, at } of steps) {
      const place = at === 0 ? 'main' : 'soho';
      const most = back ? standing(line, place) : quantities[line] - standing(line);
      post(back ? 'reverse' : 'sale', line, Math.min(units, most), place);
    }
    quantities.forEach((quantity, line) => post('sale', line, quantity - standing(line), 'main'));
    return { order, total, post, standing };
  }

  const sumOf = (booked: readonly Booked[]) => booked.reduce((sum, { amount }) => sum + amountOf(amount), 0n);

  it('come to the order to the cent, over any locations, rounds and reversals', () => {
    fc.assert(
      fc.property(world, (one) => {
        const { order, total } = play(one);
        expect(amountText(total)).toBe(order.money!.total);
        expect(amountText(sumOf(order.booked))).toBe(order.money!.total);
      }),
    );
  });

  it('come to nothing once the order is cancelled and all of it is taken back', () => {
    fc.assert(
      fc.property(world, (one) => {
        const { order, standing } = play(one);
        let cancelled: OrderState = { ...order, cancelledAt: '2026-11-23T11:00:00.000Z' };
        for (const at of ['main', 'soho'])
          for (const line of [0, 1, 2]) {
            const units = standing(line, at);
            if (units === 0) continue;
            const { booked } = pricePost(
              cancelled,
              postOf('reverse', { [line]: units }, at, `back-${at}-${line}`),
              rules,
            );
            cancelled = { ...cancelled, booked: [...cancelled.booked, ...booked] };
          }
        expect(sumOf(cancelled.booked)).toBe(0n);
      }),
    );
  });
});
