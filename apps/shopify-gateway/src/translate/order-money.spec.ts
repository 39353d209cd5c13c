import { orderMoney, type StoreMoney } from './order-money';

const line = { units: 2, price: '20', tax: '0', refunded: { units: 0, price: '0', tax: '0' } };
const money: StoreMoney = {
  taxesIncluded: true,
  total: '22',
  current: '22',
  tip: '2',
  duties: '0',
  fees: '0',
  shipping: [],
  refundedShipping: [],
  adjustments: [],
};

describe('what an order comes to besides its lines', () => {
  const kinds = (more: Partial<StoreMoney>, lines = [line]) =>
    orderMoney({ ...money, ...more }, lines).charges.map(({ kind }) => kind);

  it('has a tip that stands beside the lines', () => {
    expect(kinds({})).toEqual(['tip']);
  });

  it('has no tip, duty or fee that is a line as well: it would be counted twice', () => {
    expect(kinds({}, [line, { ...line, price: '2' }])).toEqual([]);
    expect(kinds({ duties: '3', total: '25' }, [line, { ...line, price: '2' }])).toEqual(['duty']);
  });

  it('has all of them when nothing fits the total, so that the order is seen not to add up', () => {
    expect(kinds({ fees: '1', total: '99' })).toEqual(['tip', 'fee']);
  });
});
