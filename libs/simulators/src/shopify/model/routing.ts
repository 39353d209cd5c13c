import { act, fulfillmentOrdersOf, type Shop } from './shop';
import type { Allocation, FulfillmentOrder, FulfillmentOrderLine, Line, Order } from './state';

/**
 * Fulfilment orders are made by a background job some time after orders/create, one per location. The committed units sit
 * at those locations from the start; only the objects appear later.
 */
export function routeLater(shop: Shop, order: Order): void {
  const { min, max } = shop.options.routingMs;
  shop.later(shop.rng.int(min, max), () => route(shop, order));
}

export function route(shop: Shop, order: Order): void {
  if (order.routed) return;
  order.routed = true;
  if (order.cancelledAt !== null) return;
  const byLocation = new Map<string, { line: Line; allocation: Allocation }[]>();
  for (const line of order.lines) {
    for (const allocation of line.allocations) {
      byLocation.set(allocation.locationId, [...(byLocation.get(allocation.locationId) ?? []), { line, allocation }]);
    }
  }
  act(
    shop,
    (action) => {
      for (const [locationId, parts] of byLocation) {
        const lines = parts.map(({ line, allocation }) => ({ lineId: line.id, units: allocation.open }));
        const made = createFulfillmentOrder(shop, order, locationId, lines);
        action.fulfillmentOrder('order_routing_complete', made);
      }
    },
    order.eventId,
  );
}

export function createFulfillmentOrder(
  shop: Shop,
  order: Order,
  locationId: string,
  lines: { lineId: string; units: number }[],
): FulfillmentOrder {
  const now = shop.now();
  const made: FulfillmentOrder = {
    id: shop.ids.next('FulfillmentOrder'),
    orderId: order.id,
    locationId,
    status: 'OPEN',
    holds: [],
    lines: lines
      .filter(({ units }) => units > 0)
      .map(({ lineId, units }) => ({
        id: shop.ids.next('FulfillmentOrderLineItem'),
        lineId,
        total: units,
        remaining: units,
      })),
    createdAt: now,
    updatedAt: now,
  };
  shop.state.fulfillmentOrders.set(made.id, made);
  return made;
}

/** Makes the fulfilment orders say what the lines say, after a refund or an edit. */
export function syncFulfillmentOrders(shop: Shop, order: Order): void {
  if (!order.routed) return;
  for (const line of order.lines) {
    for (const allocation of line.allocations) syncAllocation(shop, order, line, allocation);
  }
}

function syncAllocation(shop: Shop, order: Order, line: Line, allocation: Allocation): void {
  const live = fulfillmentOrdersOf(shop.state, order).filter(
    (one) => one.locationId === allocation.locationId && one.status !== 'CLOSED' && one.status !== 'CANCELLED',
  );
  const entries = live.flatMap((one) => one.lines.filter((entry) => entry.lineId === line.id));
  const difference = allocation.open - entries.reduce((sum, entry) => sum + entry.remaining, 0);
  if (difference > 0 && live.length === 0) {
    createFulfillmentOrder(shop, order, allocation.locationId, [{ lineId: line.id, units: difference }]);
  } else if (difference > 0) {
    grow(entries[0] ?? emptyEntry(shop, live[0], line), difference);
  } else if (difference < 0) {
    shrink(entries, -difference);
  }
  for (const one of live) if (one.lines.every((entry) => entry.remaining === 0)) one.status = 'CLOSED';
}

function emptyEntry(shop: Shop, target: FulfillmentOrder, line: Line): FulfillmentOrderLine {
  const entry = { id: shop.ids.next('FulfillmentOrderLineItem'), lineId: line.id, total: 0, remaining: 0 };
  target.lines.push(entry);
  return entry;
}

function grow(entry: FulfillmentOrderLine, units: number): void {
  entry.remaining += units;
  entry.total += units;
}

function shrink(entries: FulfillmentOrderLine[], units: number): void {
  let left = units;
  for (const entry of entries) {
    const part = Math.min(entry.remaining, left);
    grow(entry, -part);
    left -= part;
  }
}
