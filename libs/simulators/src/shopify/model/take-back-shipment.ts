import { BadRequest } from '../../shared';
import { lineOf } from './order-view';
import { createFulfillmentOrder } from './routing';
import { act, levelOf, type Shop } from './shop';
import { move } from './stock';
import type { Order } from './state';

/**
 * Staff cancel the last shipment: its units are to be shipped again, by a new fulfilment order at the same location. They are
 * committed there again, and with that on hand; what is available stays.
 */
export function takeBackShipment(shop: Shop, order: Order): void {
  const shipment = order.fulfillments.filter(({ cancelled }) => !cancelled).at(-1);
  if (!shipment) throw new BadRequest(`order ${order.name} has no shipment`);
  act(shop, (action) => {
    const { locationId } = shipment;
    for (const { lineId, quantity } of shipment.lines) {
      const line = lineOf(order, lineId);
      const allocation = line.allocations.find((one) => one.locationId === locationId);
      if (!allocation || allocation.fulfilled < quantity)
        throw new BadRequest(`units of line ${lineId} were returned already`);
      allocation.fulfilled -= quantity;
      allocation.open += quantity;
      line.fulfilled -= quantity;
      const level = levelOf(shop.state, line.itemId, locationId);
      if (line.tracked && level) move(shop, action, level, { committed: quantity });
      shop.log.append('unfulfil', { orderId: order.id, lineId, sku: line.sku, quantity, locationId });
    }
    shipment.cancelled = true;
    const units = shipment.lines.map(({ lineId, quantity }) => ({ lineId, units: quantity }));
    createFulfillmentOrder(shop, order, locationId, units);
    order.updatedAt = shop.now();
    action.order('updated', order);
  });
}
