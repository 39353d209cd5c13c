import { createFulfillmentOrder } from './routing';
import { must, type Shop } from './shop';
import type { FulfillmentOrder, FulfillmentOrderLine } from './state';

export interface LineWish {
  id: string;
  quantity: number;
}

export class Refused extends Error {
  constructor(
    /** Undefined where the enumeration has no word for it. */
    readonly code: string | undefined,
    message: string,
    readonly field: string[] | null = null,
  ) {
    super(message);
  }
}

/** Takes units out of a fulfilment order into a new one at the same location. */
export function splitOff(shop: Shop, target: FulfillmentOrder, units: LineWish[]): FulfillmentOrder {
  const order = must(shop.state.orders, target.orderId);
  const lines = units.map(({ id, quantity }) => {
    const line = lineIn(target, id);
    assertEnough(line, quantity);
    line.remaining -= quantity;
    line.total -= quantity;
    return { lineId: line.lineId, units: quantity };
  });
  target.lines = target.lines.filter((line) => line.total > 0);
  return createFulfillmentOrder(shop, order, target.locationId, lines);
}

export function lineIn(target: FulfillmentOrder, id: string): FulfillmentOrderLine {
  const line = target.lines.find((one) => one.id === id);
  if (!line)
    throw new Refused('INVALID_LINE_ITEM_QUANTITY', 'The fulfillment order line item could not be found.', [
      'fulfillmentOrderLineItems',
    ]);
  return line;
}

export function assertEnough(line: FulfillmentOrderLine, quantity: number): void {
  if (quantity >= 1 && quantity <= line.remaining) return;
  throw new Refused('INVALID_LINE_ITEM_QUANTITY', 'The fulfillment order line item quantity is invalid.', [
    'fulfillmentOrderLineItems',
  ]);
}
