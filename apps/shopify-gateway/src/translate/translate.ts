import type { Delivery, DeliveryHeaders, Described, StoreFinding } from '@tillbridge/gateway-kit';
import { PermanentError } from '@tillbridge/persistence';
import { hashedCart, instant, orderFact, type LinePart, type LocationOfLine, type StoreOrder } from './order-facts';
import { amountsOf, moneyOf, pricesOf } from './payload-money';
import {
  cartPayload,
  deletedPayload,
  levelGonePayload,
  levelPayload,
  orderEditedPayload,
  orderPayload,
  parseBody,
  productPayload,
  refundPayload,
  type CartPayload,
  type LevelPayload,
  type OrderPayload,
  type ProductPayload,
} from './payloads';

/** What translation has to know of a store besides the delivery. */
export interface StoreFacts {
  readonly channel: string;
  readonly storeLocations: readonly string[];
}

/** The store decides from where it serves an order after it has told of it. */
const notSaid: LocationOfLine = () => null;

/** Webhooks carry at most this many variants of a product for certain; beyond it the store is asked. */
const variantsCertainMax = 100;

/** Vendor delivery in, findings out. Pure. @throws PermanentError with a reason that holds nothing of the body. */
export function translate(store: StoreFacts, { topic, headers, body }: Delivery): StoreFinding[] {
  switch (topic) {
    case 'orders/create':
    case 'orders/updated':
    case 'orders/paid':
    case 'orders/cancelled':
    case 'orders/fulfilled':
    case 'orders/partially_fulfilled':
      return [{ kind: 'order', order: orderFact(store.channel, orderOf(parseBody(orderPayload, body)), notSaid) }];
    case 'orders/edited':
      return [{ kind: 'read-order', order: parseBody(orderEditedPayload, body).order_edit.order_id }];
    case 'orders/delete':
      return [{ kind: 'order-deleted', order: parseBody(deletedPayload, body).id }];
    case 'refunds/create':
      return [{ kind: 'read-order', order: parseBody(refundPayload, body).order_id }];
    case 'carts/create':
    case 'carts/update':
      return cartFindings(store, parseBody(cartPayload, body));
    case 'products/create':
    case 'products/update':
      return productFindings(parseBody(productPayload, body));
    case 'products/delete':
      return [{ kind: 'group', groupRef: parseBody(deletedPayload, body).id, externalIds: [] }];
    case 'inventory_levels/connect':
    case 'inventory_levels/update':
      return levelFindings(store, parseBody(levelPayload, body));
    case 'inventory_levels/disconnect':
      return levelFindings(store, { ...parseBody(levelGonePayload, body), available: null });
    case 'fulfillment_orders/order_routing_complete':
      return [{ kind: 'routing-done' }];
    case 'locations/create':
    case 'locations/activate':
      return [{ kind: 'locations-changed' }];
    case 'app/uninstalled':
      return [{ kind: 'disconnected', reason: 'the app was uninstalled from the store', at: triggeredAt(headers) }];
    default:
      throw new PermanentError(`nothing is known of the topic ${topic.slice(0, 100)}`);
  }
}

function triggeredAt(headers: DeliveryHeaders): Date | null {
  const at = Date.parse(headers['x-shopify-triggered-at'] ?? '');
  return Number.isNaN(at) ? null : new Date(at);
}

function orderOf(payload: OrderPayload): StoreOrder {
  return {
    id: payload.id,
    name: payload.name,
    createdAt: payload.created_at,
    updatedAt: payload.updated_at,
    cancelledAt: payload.cancelled_at ?? null,
    financialStatus: payload.financial_status ?? null,
    currency: payload.currency,
    cartToken: payload.cart_token ?? null,
    money: moneyOf(payload),
    lines: payload.line_items.map((line) => ({
      id: line.id,
      // A gift card is money that is owed, and lies on no shelf.
      variant: line.gift_card ? null : (line.variant_id ?? null),
      quantity: line.quantity,
      currentQuantity: line.current_quantity ?? null,
      price: line.price,
      discounts: amountsOf(line.discount_allocations),
      taxes: pricesOf(line.tax_lines),
    })),
    refunded: payload.refunds.flatMap((refund) =>
      refund.refund_line_items.map((line) => ({
        line: line.line_item_id,
        quantity: line.quantity,
        restockType: line.restock_type,
        location: line.location_id ?? null,
        subtotal: line.subtotal_set ?? '0',
        tax: line.total_tax_set ?? '0',
      })),
    ),
    fulfilled: partsOf(payload, (status) => !status || status === 'success'),
    unshipped: partsOf(payload, (status) => status === 'cancelled'),
  };
}

function partsOf({ fulfillments }: OrderPayload, counts: (status: string | null | undefined) => boolean): LinePart[] {
  return fulfillments
    .filter(({ status }) => counts(status))
    .flatMap((shipment) => shipment.line_items.map(({ id: line, quantity }) => ({ line, quantity })));
}

function cartFindings(store: StoreFacts, payload: CartPayload): StoreFinding[] {
  const quantities = new Map<string, number>();
  for (const { variant_id: variant, quantity } of payload.line_items)
    if (variant) quantities.set(variant, (quantities.get(variant) ?? 0) + quantity);
  const cart = {
    channel: store.channel,
    cart: hashedCart(store.channel, payload.token),
    updatedAt: instant(payload.updated_at),
    lines: [...quantities].map(([externalId, quantity]) => ({ externalId, quantity })),
  };
  return [{ kind: 'cart', cart }];
}

function productFindings(payload: ProductPayload): StoreFinding[] {
  const { variants, variant_gids: all } = payload;
  const complete = variants.length < variantsCertainMax && (!all || all.length === variants.length);
  if (!complete || variants.some((variant) => !variant.inventory_item_id))
    return [{ kind: 'read-group', groupRef: payload.id }];
  const at = new Date(payload.updated_at);
  const listings = variants.map((variant): Described => ({
    externalId: variant.id,
    levelRef: variant.inventory_item_id!,
    groupRef: payload.id,
    sku: labelled(variant.sku),
    barcode: labelled(variant.barcode),
    title: listingTitle(payload.title, variant.title ?? null),
    price: variant.price ?? null,
    // The payload does not say whether stock is kept: a listing not known yet is read from the store.
    tracked: null,
    ...standingOf(payload.status ?? null),
    observedAt: at,
  }));
  const externalIds = variants.map((variant) => variant.id);
  return [
    { kind: 'listings', listings },
    { kind: 'group', groupRef: payload.id, externalIds },
  ];
}

function levelFindings(store: StoreFacts, payload: LevelPayload): StoreFinding[] {
  const { inventory_item_id: levelRef, location_id: storeLocation, available } = payload;
  if (!store.storeLocations.includes(storeLocation)) return [];
  return [{ kind: 'level-hint', levelRef, storeLocation, available }];
}

/**
 * A draft or an archived product keeps its levels and is sold to nobody, until somebody in the store changes that. Whatever
 * else a product is, published or not, we do not know that nobody can buy it. A message without a status says nothing.
 */
export function standingOf(status: string | null): Pick<Described, 'removed' | 'standing'> {
  if (status === null) return { removed: null, standing: null };
  const word = status.toUpperCase();
  const standing = word === 'DRAFT' || word === 'ARCHIVED' ? 'withdrawn' : 'sells';
  return { removed: word === 'ARCHIVED', standing };
}

/** Shopify's name for the one variant of a product without options. */
const onlyVariant = 'Default Title';

export function listingTitle(product: string, variant: string | null): string {
  return variant === null || variant === onlyVariant ? product : `${product} - ${variant}`;
}

/** An empty label labels nothing. */
export function labelled(label: string | null | undefined): string | null {
  return label === null || label === undefined || label.trim() === '' ? null : label.slice(0, 255);
}
