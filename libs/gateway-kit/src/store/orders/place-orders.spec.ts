import type { OrderObserved } from '@tillbridge/contracts';
import { placeOrders } from './place-orders';

const cause = { correlationId: 'test', causationId: null, traceparent: null };
const line = (change: Partial<OrderObserved['lines'][number]> = {}): OrderObserved['lines'][number] => ({
  line: '1',
  externalId: 'v1',
  storeLocation: null,
  ordered: 1,
  current: 1,
  fulfilled: 0,
  restocked: 0,
  unitPrice: '5.00',
  ...change,
});
const order = (...lines: OrderObserved['lines']) => ({ order: '7', lines }) as OrderObserved;
const placed = (told: OrderObserved, sole: string | null) =>
  placeOrders([{ finding: { kind: 'order', order: told }, cause }], sole).map(({ finding }) => finding);

describe('saying from where an order is served', () => {
  it('is the only location of a store that has no other', () => {
    expect(placed(order(line()), 'l1')).toMatchObject([{ order: { lines: [{ storeLocation: 'l1' }] } }]);
  });

  it('is asked of a store that has several, and meanwhile the order is told as it is', () => {
    expect(placed(order(line()), null)).toMatchObject([
      { kind: 'order', order: { lines: [{ storeLocation: null }] } },
      { kind: 'read-order', order: '7' },
    ]);
  });

  it('keeps what the delivery itself says', () => {
    expect(placed(order(line({ storeLocation: 'l2' })), 'l1')).toMatchObject([
      { order: { lines: [{ storeLocation: 'l2' }] } },
    ]);
  });

  it('needs no answer for a line that is no item', () => {
    expect(placed(order(line({ externalId: null })), null)).toMatchObject([
      { kind: 'order', order: { lines: [{ storeLocation: null }] } },
    ]);
  });
});
