import type { Action } from './action';
import { assertEnough, lineIn, Refused, splitOff, type LineWish } from './fulfillment-orders';
import { gid } from './ids';
import { lineOf } from './order-view';
import { act, fulfillmentOrdersOf, levelOf, must, type Shop } from './shop';
import type { FulfillmentOrder, Line, Order } from './state';
import { connect, move } from './stock';

/**
 * Assigns the unfulfilled lines (or those named) to another location. Everything there is: the fulfilment order itself
 * changes its location. A part of it: that goes into a new one there, together with what one at that location still had.
 * The committed units go with the lines: each location's on hand stays as it is, its available and committed trade places.
 */
export function moveTo(shop: Shop, target: FulfillmentOrder, locationId: string, wishes: LineWish[]): FulfillmentOrder {
  const order = must(shop.state.orders, target.orderId);
  const units = wishes.length > 0 ? wishes : remainingOf(target);
  assertMovable(shop, target, { order, locationId, units });
  const from = target.locationId;
  const shifted = units.map(({ id, quantity }) => ({ line: lineOf(order, lineIn(target, id).lineId), quantity }));
  return act(shop, (action) => {
    for (const { line, quantity } of shifted) shiftUnits(shop, action, line, { from, to: locationId, quantity });
    const moved = isWhole(target, units) ? target : splitOff(shop, target, units);
    if (moved !== target) takeOver(shop, order, moved, locationId);
    moved.locationId = locationId;
    moved.updatedAt = target.updatedAt = order.updatedAt = shop.now();
    if (target.lines.every((line) => line.remaining === 0)) target.status = 'CLOSED';
    const lines = shifted.map(({ line, quantity }) => ({ lineId: line.id, sku: line.sku, quantity }));
    shop.log.append('move', { orderId: order.id, fulfillmentOrderId: moved.id, from, to: locationId, lines });
    action.order('updated', order);
    action.fulfillmentOrderMoved(moved.id, movedPayload(target, moved, { from, to: locationId }, units));
    return moved;
  });
}

interface Wished {
  order: Order;
  locationId: string;
  units: LineWish[];
}

function assertMovable(shop: Shop, target: FulfillmentOrder, { order, locationId, units }: Wished): void {
  if (!shop.state.locations.get(locationId)?.active) throw new Refused(undefined, 'Location not found.', ['id']);
  assertState(target, units);
  for (const { id, quantity } of units) assertEnough(lineIn(target, id), quantity);
  if (target.locationId === locationId) {
    const message = 'The fulfillment order is already assigned to this location.';
    throw new Refused(undefined, message, ['newLocationId']);
  }
  const isStocked = ({ id }: LineWish) =>
    levelOf(shop.state, lineOf(order, lineIn(target, id).lineId).itemId, locationId)?.active;
  if (units.every(isStocked)) return;
  const message = "The destination location doesn't stock the requested inventory item.";
  throw new Refused(undefined, message, ['newLocationId']);
}

function assertState(target: FulfillmentOrder, units: LineWish[]): void {
  if (target.status === 'CLOSED' || target.status === 'CANCELLED') {
    throw new Refused(undefined, 'Cannot change location.');
  }
  if (target.status === 'IN_PROGRESS') {
    const message =
      'Cannot move a fulfillment order that has had progress reported. To move a fulfillment order that has had progress reported, the fulfillment order must first be marked as open resolving the ongoing progress state.';
    throw new Refused('CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS', message, ['id']);
  }
  // What is held can be moved, but not split.
  if (target.status === 'ON_HOLD' && !isWhole(target, units)) throw new Refused(undefined, 'Cannot change location.');
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

/** All that is left of it, and nothing of it has shipped: then it need not be split. */
const isWhole = (target: FulfillmentOrder, units: LineWish[]): boolean =>
  target.lines.every((line) => line.total === line.remaining) &&
  remainingOf(target).every((line) => units.some((unit) => unit.id === line.id && unit.quantity === line.quantity));

/** A location has one open fulfilment order of an order: what one that was there has, the new one takes over. */
function takeOver(shop: Shop, order: Order, moved: FulfillmentOrder, locationId: string): void {
  const there = fulfillmentOrdersOf(shop.state, order).filter(
    (one) => one !== moved && one.locationId === locationId && one.status === 'OPEN',
  );
  for (const one of there) {
    for (const { lineId, remaining } of one.lines) grow(shop, moved, lineId, remaining);
    one.lines = [];
    one.status = 'CLOSED';
    one.updatedAt = shop.now();
  }
}

function grow(shop: Shop, moved: FulfillmentOrder, lineId: string, units: number): void {
  const same = moved.lines.find((line) => line.lineId === lineId);
  if (!same)
    moved.lines.push({ id: shop.ids.next('FulfillmentOrderLineItem'), lineId, total: units, remaining: units });
  else {
    same.total += units;
    same.remaining += units;
  }
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
