import type { StoreEvidence, StoreLevel, StoreOrder, StoreState } from './evidence';
import { OrderBook } from './order-book';

/** Where something can be bought at all. */
export const stockedLevels = ({ levels }: StoreState): StoreLevel[] => levels.filter(({ active }) => active);

/** The orders that a store had accepted before anybody looked, and has not served yet. */
export function openingBook({ opening, outletOf }: StoreEvidence): OrderBook {
  const book = new OrderBook();
  const [firstLocation = ''] = Object.keys(outletOf);
  for (const order of opening.orders) {
    const locationId = servedFrom(order) ?? firstLocation;
    for (const { sku, current, fulfilled } of order.lines) {
      if (current > fulfilled) book.accept(order.id, sku, locationId, current - fulfilled);
    }
  }
  return book;
}

/** undefined: the store has not decided yet. */
export function servedFrom({ fulfillmentOrders }: StoreOrder): string | undefined {
  return fulfillmentOrders.find(({ status }) => status !== 'CANCELLED')?.locationId;
}
