import { gid } from '../model/ids';
import { financialStatus, fulfillmentStatus, lineOf, openUnits } from '../model/order-view';
import { totalsOf } from '../model/order-totals';
import type { Shop } from '../model/shop';
import { webhookTime, webhookTimeOrNull } from '../model/time';
import type { Customer, Line, Order, Refund, RefundLine } from '../model/state';
import { moneySet, type Json } from './catalog';
import { lineMoney, orderMoney, refundLineMoney, refundMoney, shippingLines } from './order-money';
import { fulfillmentPayload } from './fulfillment';

/** The full order, as orders/create, updated, paid, cancelled and fulfilled all carry it. */
export function orderPayload(shop: Shop, order: Order): Json {
  return {
    id: BigInt(order.id),
    admin_graphql_api_id: gid('Order', order.id),
    app_id: 580111n,
    ...circumstances(shop, order),
    ...orderMoney(shop, order),
    billing_address: addressPayload(order.customer),
    customer: customerPayload(shop, order.customer),
    fulfillments: order.fulfillments.map((one) =>
      fulfillmentPayload(order, one, (lineId) => linePayload(shop, lineOf(order, lineId))),
    ),
    line_items: order.lines.map((line) => linePayload(shop, line)),
    payment_terms: null,
    refunds: order.refunds.map((refund) => refundPayload(shop, order, refund)),
    shipping_address: addressPayload(order.customer),
    shipping_lines: shippingLines(shop, order),
    returns: [],
    line_item_groups: [],
  };
}

function circumstances(shop: Shop, order: Order): Json {
  const { domain, id } = shop.state.identity;
  return {
    browser_ip: '203.0.113.7',
    buyer_accepts_marketing: false,
    cancel_reason: order.cancelReason?.toLowerCase() ?? null,
    cancelled_at: webhookTimeOrNull(order.cancelledAt),
    cart_token: order.cartToken,
    checkout_token: order.checkoutToken,
    client_details: null,
    closed_at: null,
    confirmation_number: order.confirmation,
    confirmed: true,
    contact_email: order.customer.email,
    created_at: webhookTime(order.createdAt),
    currency: shop.state.currency,
    customer_locale: 'en',
    device_id: null,
    duties_included: false,
    email: order.customer.email,
    estimated_taxes: false,
    financial_status: financialStatus(order, totalsOf(shop, order)),
    fulfillment_status: fulfillmentStatus(order),
    landing_site: '/',
    landing_site_ref: null,
    location_id: null,
    merchant_business_entity_id: 'MTU0ODM4MDAwOQ',
    merchant_of_record_app_id: null,
    name: order.name,
    note: order.note,
    note_attributes: [],
    number: order.number - 1000,
    order_number: order.number,
    order_status_url: `https://${domain}/${id}/orders/${order.token}/authenticate?key=${order.checkoutToken}`,
    phone: null,
    po_number: null,
    presentment_currency: shop.state.currency,
    processed_at: webhookTime(order.createdAt),
    reference: null,
    referring_site: null,
    source_identifier: null,
    source_name: 'web',
    source_url: null,
    tags: order.tags.join(', '),
    tax_exempt: false,
    taxes_included: shop.state.taxesIncluded,
    test: false,
    token: order.token,
    total_weight: 0,
    updated_at: webhookTime(order.updatedAt),
    user_id: null,
  };
}

/** No location and no inventory item id: a receiver has to find those elsewhere. */
function linePayload(shop: Shop, line: Line): Json {
  const set = (value: string) => moneySet(value, shop.state.currency);
  return {
    id: BigInt(line.id),
    admin_graphql_api_id: gid('LineItem', line.id),
    attributed_staffs: [],
    current_quantity: line.current,
    fulfillable_quantity: openUnits(line),
    fulfillment_service: 'manual',
    fulfillment_status: line.fulfilled === 0 ? null : openUnits(line) === 0 ? 'fulfilled' : 'partial',
    gift_card: line.giftCard,
    grams: 0,
    name: line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title,
    price: line.price,
    price_set: set(line.price),
    product_exists: shop.state.products.has(line.productId),
    product_id: BigInt(line.productId),
    properties: [],
    quantity: line.quantity,
    requires_shipping: line.requiresShipping,
    sales_line_item_group_id: null,
    sku: line.sku,
    taxable: !line.giftCard,
    title: line.title,
    variant_id: BigInt(line.variantId),
    variant_inventory_management: line.tracked ? 'shopify' : null,
    variant_title: line.variantTitle,
    vendor: shop.state.identity.name,
    duties: [],
    ...lineMoney(shop, line),
  };
}

export function refundPayload(shop: Shop, order: Order, refund: Refund): Json {
  return {
    id: BigInt(refund.id),
    order_id: BigInt(order.id),
    created_at: webhookTime(refund.createdAt),
    note: refund.note,
    user_id: null,
    processed_at: webhookTime(refund.createdAt),
    duties: [],
    return: null,
    ...refundMoney(shop, order, refund),
    restock: refund.lines.some((line) => line.restockType !== 'no_restock'),
    admin_graphql_api_id: gid('Refund', refund.id),
    refund_line_items: refund.lines.map((line) => refundLinePayload(shop, order, line)),
    transactions: [],
  };
}

function refundLinePayload(shop: Shop, order: Order, part: RefundLine): Json {
  const line = lineOf(order, part.lineId);
  return {
    id: BigInt(part.id),
    quantity: part.quantity,
    line_item_id: BigInt(part.lineId),
    location_id: part.locationId === null ? null : BigInt(part.locationId),
    restock_type: part.restockType,
    ...refundLineMoney(shop, part),
    line_item: linePayload(shop, line),
  };
}

const addressPayload = ({ address, firstName, lastName }: Customer): Json => ({
  ...address,
  address2: null,
  company: null,
  latitude: null,
  longitude: null,
  name: `${firstName} ${lastName}`,
});

const customerPayload = (shop: Shop, customer: Customer): Json => ({
  id: BigInt(customer.id),
  created_at: null,
  updated_at: null,
  first_name: customer.firstName,
  last_name: customer.lastName,
  state: 'disabled',
  note: null,
  verified_email: true,
  multipass_identifier: null,
  tax_exempt: false,
  email: customer.email,
  phone: null,
  currency: shop.state.currency,
  tax_exemptions: [],
  admin_graphql_api_id: gid('Customer', customer.id),
  default_address: {
    id: BigInt(customer.addressId),
    customer_id: BigInt(customer.id),
    ...addressPayload(customer),
    country_name: customer.address.country,
    default: true,
  },
});
