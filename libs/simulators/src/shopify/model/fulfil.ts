import type { Action } from './action';
import { lineOf, openUnits } from './order-view';
import { route } from './routing';
import { act, fulfillmentOrdersOf, levelOf, type Shop } from './shop';
import { move } from './stock';
import type { Allocation, Fulfillment, FulfillmentOrder, Line, Order } from './state';

/** Ships everything that is not on hold. Returns the units shipped. */
export function fulfilOrder(shop: Shop, order: Order): number {
  route(shop, order);
  const ready = fulfillmentOrdersOf(shop.state, order).filter(canShip);
  if (ready.length === 0) return 0;
  return act(shop, (action) => {
    const shipped = ready.reduce((sum, one) => sum + ship(shop, action, order, one), 0);
    order.updatedAt = shop.now();
    const complete = order.lines.every((line) => openUnits(line) === 0);
    action.order(complete ? 'fulfilled' : 'partially_fulfilled', order);
    action.order('updated', order);
    return shipped;
  });
}

const canShip = ({ status }: FulfillmentOrder): boolean => status === 'OPEN' || status === 'IN_PROGRESS';

/** Staff say that they are packing it. @returns how many fulfilment orders are being worked on since. */
export function reportProgress(shop: Shop, order: Order): number {
  route(shop, order);
  const open = fulfillmentOrdersOf(shop.state, order).filter((one) => one.status === 'OPEN');
  for (const one of open) {
    one.status = 'IN_PROGRESS';
    one.updatedAt = shop.now();
    shop.log.append('progress', { orderId: order.id, fulfillmentOrderId: one.id });
  }
  return open.length;
}

function ship(shop: Shop, action: Action, order: Order, fulfillmentOrder: FulfillmentOrder): number {
  const { locationId } = fulfillmentOrder;
  const fulfillment: Fulfillment = { id: shop.ids.next('Fulfillment'), locationId, createdAt: shop.now(), lines: [] };
  for (const part of fulfillmentOrder.lines) {
    if (part.remaining === 0) continue;
    const line = lineOf(order, part.lineId);
    shipUnits(shop, action, line, { locationId, units: part.remaining });
    fulfillment.lines.push({ lineId: line.id, quantity: part.remaining });
    shop.log.append('fulfil', {
      orderId: order.id,
      lineId: line.id,
      sku: line.sku,
      quantity: part.remaining,
      locationId,
    });
    part.remaining = 0;
  }
  fulfillmentOrder.status = 'CLOSED';
  fulfillmentOrder.updatedAt = shop.now();
  order.fulfillments.push(fulfillment);
  return fulfillment.lines.reduce((sum, one) => sum + one.quantity, 0);
}

/** Committed and on hand fall; available stays. */
function shipUnits(shop: Shop, action: Action, line: Line, part: { locationId: string; units: number }): void {
  const { locationId, units } = part;
  const allocation = allocationAt(line, locationId);
  allocation.open -= units;
  allocation.fulfilled += units;
  line.fulfilled += units;
  const level = levelOf(shop.state, line.itemId, locationId);
  if (!line.tracked || !level) return;
  move(shop, action, level, { committed: -units });
  // Whether the real shop announces a level whose available did not change is not known: sometimes it does here.
  if (shop.rng.chance(0.5)) action.level('update', level);
}

function allocationAt(line: Line, locationId: string): Allocation {
  const allocation = line.allocations.find((one) => one.locationId === locationId);
  if (!allocation) throw new Error(`line ${line.id} has nothing at location ${locationId}`);
  return allocation;
}
