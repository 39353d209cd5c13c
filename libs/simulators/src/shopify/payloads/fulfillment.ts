import { gid } from '../model/ids';
import { webhookTime } from '../model/time';
import type { Fulfillment, FulfillmentOrder, Hold, Order } from '../model/state';
import type { Json } from './catalog';

/** Fulfilment order topics carry global ids and little else. */
export function fulfillmentOrderPayload(one: FulfillmentOrder): Json {
  const shown: Json = { id: gid('FulfillmentOrder', one.id), status: one.status.toLowerCase() };
  return one.holds.length === 0 ? shown : { ...shown, fulfillment_holds: one.holds.map(holdPayload) };
}

export const holdPayload = (hold: Hold): Json => ({
  id: gid('FulfillmentHold', hold.id),
  reason: hold.reason.toLowerCase(),
  reason_notes: hold.reasonNotes ?? '',
  held_by_requesting_app: true,
  handle: hold.handle ?? '',
  held_by_app: { id: gid('App', '580111') },
});

export const fulfillmentPayload = (order: Order, one: Fulfillment, lineItems: (lineId: string) => Json): Json => ({
  id: BigInt(one.id),
  admin_graphql_api_id: gid('Fulfillment', one.id),
  created_at: webhookTime(one.createdAt),
  location_id: BigInt(one.locationId),
  name: `${order.name}.${order.fulfillments.indexOf(one) + 1}`,
  order_id: BigInt(order.id),
  origin_address: {},
  receipt: {},
  service: 'manual',
  shipment_status: null,
  status: one.cancelled ? 'cancelled' : 'success',
  tracking_company: null,
  tracking_number: null,
  tracking_numbers: [],
  tracking_url: null,
  tracking_urls: [],
  updated_at: webhookTime(one.createdAt),
  line_items: one.lines.map(({ lineId, quantity }) => ({ ...lineItems(lineId), quantity })),
});
