import { BadRequest } from '../../shared';
import type { Action } from './action';
import { customerFor, type Person } from './people';
import { priceOrder, type Terms } from './pricing';
import { isOnSale } from './publications';
import { routeLater } from './routing';
import { act, itemOf, levelOf, levelsOfItem, productOf, variantBySku, type Shop } from './shop';
import { move, sellable } from './stock';
import type { Allocation, Cart, Line, Order, Variant } from './state';

export interface WantedLine {
  sku: string;
  quantity: number;
}

export interface CheckoutRequest extends Terms {
  lines: WantedLine[];
  customer?: Person;
  paid?: boolean;
  cartToken?: string;
}

export type CheckoutOutcome =
  | { outcome: 'accepted'; orderId: string; name: string }
  /** `reason`: it is not for want of units. */
  | { outcome: 'refused'; sku: string; available: number; reason?: 'not on sale' };

type Refusal = Extract<CheckoutOutcome, { outcome: 'refused' }>;

interface Wanted {
  variant: Variant;
  sku: string;
  quantity: number;
}

/**
 * A buyer pays. Stock is checked and taken in the same step: Shopify reserves at payment, so between the check and the
 * decrement nobody else gets in.
 */
export function checkout(shop: Shop, request: CheckoutRequest): CheckoutOutcome {
  const wanted = wantedOf(shop, request.lines);
  const refused = wanted.map((want) => refusalOf(shop, want)).find((refusal) => refusal !== undefined);
  if (refused) {
    const { outcome: _, ...why } = refused;
    shop.log.append('checkout_refused', { ...why, wanted: wanted.find(({ sku }) => sku === why.sku)?.quantity });
    return refused;
  }
  const order = act(shop, (action) => placeOrder(shop, action, wanted, request));
  routeLater(shop, order);
  return { outcome: 'accepted', orderId: order.id, name: order.name };
}

function refusalOf(shop: Shop, { variant, sku, quantity }: Wanted): Refusal | undefined {
  // Whoever cannot see a product is offered nothing of it, however many units there are.
  const onSale = isOnSale(shop.state, productOf(shop.state, variant));
  if (!onSale) return { outcome: 'refused', sku, available: 0, reason: 'not on sale' };
  const available = sellable(shop, variant);
  const guarded = variant.policy === 'DENY' && itemOf(shop.state, variant).tracked;
  return guarded && quantity > available ? { outcome: 'refused', sku, available } : undefined;
}

function placeOrder(shop: Shop, action: Action, wanted: Wanted[], request: CheckoutRequest): Order {
  const { state, rng } = shop;
  const number = state.nextOrderNumber++;
  const now = shop.now();
  const order: Order = {
    id: shop.ids.next('Order'),
    number,
    name: `#${number}`,
    token: rng.hex(16),
    cartToken: request.cartToken ?? null,
    checkoutToken: rng.hex(16),
    confirmation: rng.hex(5).toUpperCase().slice(0, 9),
    customer: customerFor(shop, request.customer),
    paid: request.paid ?? true,
    tags: [],
    note: null,
    lines: [],
    discountCode: null,
    shipping: null,
    tip: 0,
    paidByGiftCard: 0,
    refunds: [],
    fulfillments: [],
    createdAt: now,
    updatedAt: now,
    cancelledAt: null,
    cancelReason: null,
    cancelStaffNote: null,
    cancelling: false,
    edited: false,
    routed: false,
    eventId: action.eventId,
  };
  state.orders.set(order.id, order);
  const together = locationForAll(shop, wanted);
  for (const want of wanted) takeLine(shop, action, order, want, together);
  priceOrder(shop, order, request);
  action.order('create', order);
  if (order.paid) action.order('paid', order);
  return order;
}

/** Adds a line and commits its units; also used by order edits. */
export function takeLine(shop: Shop, action: Action, order: Order, want: Wanted, together?: string): Line {
  const { variant, quantity } = want;
  const item = itemOf(shop.state, variant);
  const product = productOf(shop.state, variant);
  const line: Line = {
    id: shop.ids.next('LineItem'),
    variantId: variant.id,
    productId: product.id,
    itemId: item.id,
    sku: item.sku,
    title: product.title,
    variantTitle: variant.title === 'Default Title' ? null : variant.title,
    price: variant.price,
    requiresShipping: item.requiresShipping,
    tracked: item.tracked,
    giftCard: product.isGiftCard,
    discount: 0,
    tax: 0,
    takenOff: { price: 0, tax: 0 },
    quantity,
    current: quantity,
    fulfilled: 0,
    allocations: [],
  };
  order.lines.push(line);
  for (const part of allocate(shop, want, together)) take(shop, action, order, line, part);
  return line;
}

/** Commits units of a line at a location: available down, committed up, on hand as it was. */
export function take(
  shop: Shop,
  action: Action,
  order: Order,
  line: Line,
  part: { locationId: string; units: number },
) {
  const { locationId, units } = part;
  const allocation: Allocation | undefined = line.allocations.find((one) => one.locationId === locationId);
  if (allocation) allocation.open += units;
  else line.allocations.push({ locationId, open: units, fulfilled: 0 });
  const level = levelOf(shop.state, line.itemId, locationId);
  if (line.tracked && level) move(shop, action, level, { available: -units, committed: units });
  shop.log.append('order', {
    orderId: order.id,
    name: order.name,
    lineId: line.id,
    sku: line.sku,
    locationId,
    quantity: units,
    availableAfter: level?.quantities.available ?? null,
  });
}

/** One location that has everything is preferred, so that an order ships in one parcel. */
function locationForAll(shop: Shop, wanted: Wanted[]): string | undefined {
  return [...shop.state.locations.keys()].find((locationId) =>
    wanted.every(({ variant, quantity }) => availableAt(shop, variant, locationId) >= quantity),
  );
}

export function allocate(
  shop: Shop,
  { variant, quantity }: Pick<Wanted, 'variant' | 'quantity'>,
  together?: string,
): { locationId: string; units: number }[] {
  if (together) return [{ locationId: together, units: quantity }];
  const locations = levelsOfItem(shop.state, variant.itemId)
    .filter((level) => level.active)
    .map((level) => level.locationId);
  const single = locations.find((locationId) => availableAt(shop, variant, locationId) >= quantity);
  if (single) return [{ locationId: single, units: quantity }];
  return split(shop, variant, quantity, locations.length ? locations : [...shop.state.locations.keys()].slice(0, 1));
}

/** Over several locations, in their order; what exceeds all stock (CONTINUE) goes to the first, below zero. */
function split(shop: Shop, variant: Variant, quantity: number, locations: string[]) {
  const parts: { locationId: string; units: number }[] = [];
  let left = quantity;
  for (const locationId of locations) {
    const units = Math.min(left, Math.max(0, availableAt(shop, variant, locationId)));
    if (units > 0) parts.push({ locationId, units });
    left -= units;
  }
  if (left > 0) {
    const first = parts.find((part) => part.locationId === locations[0]);
    if (first) first.units += left;
    else parts.unshift({ locationId: locations[0], units: left });
  }
  return parts;
}

function availableAt(shop: Shop, variant: Variant, locationId: string): number {
  const level = levelOf(shop.state, variant.itemId, locationId);
  return level?.active ? level.quantities.available : 0;
}

/** Lines of the same SKU are one line, as in a cart. */
function wantedOf(shop: Shop, lines: WantedLine[]): Wanted[] {
  const bySku = new Map<string, number>();
  for (const { sku, quantity } of lines ?? []) {
    if (!Number.isInteger(quantity) || quantity < 1)
      throw new BadRequest(`quantity of ${sku} must be a whole number >= 1`);
    bySku.set(sku, (bySku.get(sku) ?? 0) + quantity);
  }
  if (bySku.size === 0) throw new BadRequest('lines must not be empty');
  return [...bySku].map(([sku, quantity]) => ({ sku, quantity, variant: knownVariant(shop, sku) }));
}

export function knownVariant(shop: Shop, sku: string): Variant {
  const variant = variantBySku(shop.state, sku);
  if (!variant) throw new BadRequest(`no variant with SKU ${sku}`);
  return variant;
}

/** A cart of the online store: no reservation, only carts/create and carts/update. */
export function fillCart(shop: Shop, request: { token?: string; lines: WantedLine[] }): Cart {
  const known = request.token ? shop.state.carts.get(request.token) : undefined;
  const now = shop.now();
  const cart: Cart = known ?? { token: request.token ?? shop.rng.hex(16), lines: [], createdAt: now, updatedAt: now };
  cart.lines = (request.lines ?? []).map(({ sku, quantity }) => ({ variantId: knownVariant(shop, sku).id, quantity }));
  cart.updatedAt = now;
  shop.state.carts.set(cart.token, cart);
  act(shop, (action) => action.cart(known ? 'update' : 'create', cart));
  shop.log.append('cart', { token: cart.token, lines: request.lines });
  return cart;
}
