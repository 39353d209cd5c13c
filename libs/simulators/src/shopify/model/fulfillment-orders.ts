import { gid } from './ids';
import { createFulfillmentOrder } from './routing';
import { act, levelOf, must, type Shop } from './shop';
import { connect, move } from './stock';
import type { Action } from './action';
import { lineOf } from './order-view';
import type { FulfillmentOrder, FulfillmentOrderLine, Line, Order } from './state';

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

/**
 * Assigns the unfulfilled lines (or those named) to another location. The committed units go with them: each location's on
 * hand stays as it is, its available and committed trade places.
 */
export function moveTo(shop: Shop, target: FulfillmentOrder, locationId: string, wishes: LineWish[]): FulfillmentOrder {
  const order = must(shop.state.orders, target.orderId);
  assertMovable(shop, target, order, locationId);
  const from = target.locationId;
  const units = wishes.length > 0 ? wishes : remainingOf(target);
  const shifted = units.map(({ id, quantity }) => ({ line: lineOf(order, lineIn(target, id).lineId), quantity }));
  return act(shop, (action) => {
    for (const { line, quantity } of shifted) shiftUnits(shop, action, line, { from, to: locationId, quantity });
    const whole = isWhole(target, units) && target.lines.every((line) => line.total === line.remaining);
    const moved = whole ? target : splitOff(shop, target, units);
    moved.locationId = locationId;
    moved.updatedAt = order.updatedAt = shop.now();
    if (!whole && target.lines.every((line) => line.remaining === 0)) target.status = 'CLOSED';
    const lines = shifted.map(({ line, quantity }) => ({ lineId: line.id, sku: line.sku, quantity }));
    shop.log.append('move', { orderId: order.id, fulfillmentOrderId: moved.id, from, to: locationId, lines });
    action.order('updated', order);
    action.fulfillmentOrderMoved(moved.id, movedPayload(target, moved, { from, to: locationId }, units));
    return moved;
  });
}

function assertMovable(shop: Shop, target: FulfillmentOrder, order: Order, locationId: string): void {
  if (target.status === 'CLOSED' || target.status === 'CANCELLED') {
    throw new Refused('FULFILLMENT_ORDER_CLOSED', 'The fulfillment order is closed.', ['id']);
  }
  if (target.locationId === locationId) {
    throw new Refused('SAME_LOCATION', 'The fulfillment order is already assigned to this location.', [
      'newLocationId',
    ]);
  }
  const stocked = target.lines.every(
    (line) => levelOf(shop.state, lineOf(order, line.lineId).itemId, locationId)?.active,
  );
  if (stocked) return;
  const message = "The destination location doesn't stock the requested inventory item.";
  throw new Refused('LOCATION_DOES_NOT_STOCK_ITEM', message, ['newLocationId']);
}

function shiftUnits(
  shop: Shop,
  action: Action,
  line: Line,
  { from, to, quantity }: { from: string; to: string; quantity: number },
): void {
  const source = line.allocations.find((one) => one.locationId === from);
  if (!source || source.open < quantity)
    throw new Error(`line ${line.id} has fewer than ${quantity} open units at ${from}`);
  source.open -= quantity;
  const destination = line.allocations.find((one) => one.locationId === to);
  if (destination) destination.open += quantity;
  else line.allocations.push({ locationId: to, open: quantity, fulfilled: 0 });
  line.allocations = line.allocations.filter((one) => one.open > 0 || one.fulfilled > 0);
  if (!line.tracked) return;
  move(shop, action, connect(shop, action, line.itemId, from), { available: quantity, committed: -quantity });
  move(shop, action, connect(shop, action, line.itemId, to), { available: -quantity, committed: quantity });
}

const remainingOf = (target: FulfillmentOrder): LineWish[] =>
  target.lines.filter((line) => line.remaining > 0).map((line) => ({ id: line.id, quantity: line.remaining }));

const isWhole = (target: FulfillmentOrder, units: LineWish[]): boolean =>
  remainingOf(target).every((line) => units.some((unit) => unit.id === line.id && unit.quantity === line.quantity));

/** Takes units out of a fulfilment order into a new one at the same location. */
export function splitOff(shop: Shop, target: FulfillmentOrder, units: LineWish[]): FulfillmentOrder {
  const order = must(shop.state.orders, target.orderId);
  const lines = units.map(({ id, quantity }) => {
    const line = lineIn(target, id);
    if (quantity < 1 || quantity > line.remaining) {
      throw new Refused('INVALID_LINE_ITEM_QUANTITY', 'The fulfillment order line item quantity is invalid.', [
        'fulfillmentOrderLineItems',
      ]);
    }
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

function movedPayload(
  original: FulfillmentOrder,
  moved: FulfillmentOrder,
  route: { from: string; to: string },
  units: LineWish[],
): Record<string, unknown> {
  const shown = (one: FulfillmentOrder) => ({
    id: gid('FulfillmentOrder', one.id),
    status: one.status.toLowerCase(),
    assigned_location_id: gid('Location', one.locationId),
  });
  return {
    original_fulfillment_order: shown(original),
    moved_fulfillment_order: shown(moved),
    destination_location_id: gid('Location', route.to),
    fulfillment_order_line_items_requested: units.map(({ id, quantity }) => ({
      id: gid('FulfillmentOrderLineItem', id),
      quantity,
    })),
    source_location: { id: gid('Location', route.from) },
  };
}
