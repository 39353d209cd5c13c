import type { Action } from './action';
import { lineOf, openUnits } from './order-view';
import { route } from './routing';
import { act, fulfillmentOrdersOf, levelOf, type Shop } from './shop';
import { move } from './stock';
import type { Allocation, Fulfillment, FulfillmentOrder, Line, Order } from './state';

export interface ShipWish {
  lineId: string;
  quantity: number;
}

/** Ships everything that is not on hold, or so many units of some lines. Returns the units shipped. */
export function fulfilOrder(shop: Shop, order: Order, wishes?: ShipWish[]): number {
  route(shop, order);
  const ready = fulfillmentOrdersOf(shop.state, order).filter(canShip);
  if (ready.length === 0) return 0;
  const left = wishes && new Map(wishes.map(({ lineId, quantity }) => [lineId, quantity]));
  return act(shop, (action) => {
    const shipped = ready.reduce((sum, one) => sum + ship(shop, action, order, one, left), 0);
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

/** `left`: how many units of each line are still to be shipped; undefined: all there are. */
function ship(
  shop: Shop,
  action: Action,
  order: Order,
  fulfillmentOrder: FulfillmentOrder,
  left?: Map<string, number>,
): number {
  const { locationId } = fulfillmentOrder;
  const [id, createdAt] = [shop.ids.next('Fulfillment'), shop.now()];
  const fulfillment: Fulfillment = { id, locationId, createdAt, cancelled: false, lines: [] };
  for (const part of fulfillmentOrder.lines) {
    const units = Math.min(part.remaining, left?.get(part.lineId) ?? (left ? 0 : part.remaining));
    if (units === 0) continue;
    const line = lineOf(order, part.lineId);
    shipUnits(shop, action, line, { locationId, units });
    fulfillment.lines.push({ lineId: line.id, quantity: units });
    shop.log.append('fulfil', { orderId: order.id, lineId: line.id, sku: line.sku, quantity: units, locationId });
    part.remaining -= units;
    left?.set(part.lineId, (left.get(part.lineId) ?? 0) - units);
  }
  if (fulfillment.lines.length === 0) return 0;
  const isDone = fulfillmentOrder.lines.every(({ remaining }) => remaining === 0);
  fulfillmentOrder.status = isDone ? 'CLOSED' : 'IN_PROGRESS';
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
