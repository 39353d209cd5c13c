import { holdPayload } from '../payloads';
import { lineIn, Refused, splitOff, type LineWish } from './fulfillment-orders';
import { gid } from './ids';
import { act, type Shop } from './shop';
import type { FulfillmentOrder, Hold } from './state';

const HOLDS_PER_ORDER_MAX = 10;
const HANDLE_CHARACTERS_MAX = 64;

export interface HoldWish {
  reason: string;
  reasonNotes?: string | null;
  handle?: string | null;
  externalId?: string | null;
  lines: LineWish[];
}

/** Puts a fulfilment order on hold; with lines named, splits off the rest, which stays open. */
export function hold(shop: Shop, target: FulfillmentOrder, wish: HoldWish): { hold: Hold; rest?: FulfillmentOrder } {
  assertHoldable(target, wish);
  const left = wish.lines.length > 0 ? restOf(target, wish.lines) : [];
  const rest = left.length > 0 ? splitOff(shop, target, left) : undefined;
  const made: Hold = {
    id: shop.ids.next('FulfillmentHold'),
    reason: wish.reason,
    reasonNotes: wish.reasonNotes ?? null,
    handle: wish.handle || null,
    externalId: wish.externalId ?? null,
  };
  act(shop, (action) => {
    target.holds.push(made);
    target.status = 'ON_HOLD';
    target.updatedAt = shop.now();
    shop.log.append('hold', { orderId: target.orderId, fulfillmentOrderId: target.id, reason: made.reason });
    action.fulfillmentOrder('placed_on_hold', target, {
      remaining_fulfillment_order: rest ? { id: gid('FulfillmentOrder', rest.id), status: 'open' } : null,
      held_fulfillment_order_line_items: target.lines.map((line) => ({
        id: gid('FulfillmentOrderLineItem', line.id),
        quantity: line.remaining,
      })),
      created_fulfillment_hold: holdPayload(made),
    });
  });
  return { hold: made, rest };
}

function assertHoldable(target: FulfillmentOrder, wish: HoldWish): void {
  assertSensible(wish);
  if (target.status === 'CLOSED' || target.status === 'CANCELLED') {
    throw new Refused('FULFILLMENT_ORDER_NOT_SPLITTABLE', 'The fulfillment order is not in a holdable state.', ['id']);
  }
  if (target.status === 'ON_HOLD' && wish.lines.length > 0) {
    throw new Refused('FULFILLMENT_ORDER_NOT_SPLITTABLE', 'The fulfillment order is not in a splittable state.', [
      'id',
    ]);
  }
  if (target.holds.length >= HOLDS_PER_ORDER_MAX) {
    const message =
      'The maximum number of fulfillment holds for this fulfillment order has been reached for this app. An app can only have up to 10 holds on a single fulfillment order at any one time.';
    throw new Refused('FULFILLMENT_ORDER_HOLD_LIMIT_REACHED', message, ['id']);
  }
  if (target.holds.some((one) => (one.handle ?? '') === (wish.handle ?? ''))) {
    const message =
      'The handle provided for the fulfillment hold is already in use by this app for another hold on this fulfillment order.';
    throw new Refused('DUPLICATE_FULFILLMENT_HOLD_HANDLE', message, ['fulfillmentHold', 'handle']);
  }
}

/** What is wrong with a wish whatever it is wished of. */
function assertSensible({ handle, lines }: HoldWish): void {
  if ((handle?.length ?? 0) > HANDLE_CHARACTERS_MAX) {
    const message = `is too long (maximum is ${HANDLE_CHARACTERS_MAX} characters)`;
    throw new Refused(undefined, message, ['fulfillmentHold', 'handle']);
  }
  const field = ['fulfillmentHold', 'fulfillmentOrderLineItems'];
  if (new Set(lines.map(({ id }) => id)).size < lines.length) {
    throw new Refused('DUPLICATED_FULFILLMENT_ORDER_LINE_ITEMS', 'must contain unique line item ids', field);
  }
  const none = lines.findIndex(({ quantity }) => quantity < 1);
  if (none >= 0) {
    const message = 'You must select at least one item to place on partial hold.';
    throw new Refused('GREATER_THAN_ZERO', message, [...field, String(none), 'quantity']);
  }
}

/** Releases the named holds, or all. The order opens again when none is left. */
export function releaseHolds(shop: Shop, target: FulfillmentOrder, released: (hold: Hold) => boolean): void {
  act(shop, (action) => {
    target.holds = target.holds.filter((one) => !released(one));
    target.updatedAt = shop.now();
    shop.log.append('release', { orderId: target.orderId, fulfillmentOrderId: target.id });
    if (target.holds.length > 0 || target.status !== 'ON_HOLD') return;
    target.status = 'OPEN';
    action.fulfillmentOrder('hold_released', target);
  });
}

function restOf(target: FulfillmentOrder, kept: LineWish[]): LineWish[] {
  const wanted = new Map(kept.map(({ id, quantity }) => [lineIn(target, id).id, quantity]));
  return target.lines
    .map((line) => ({ id: line.id, quantity: line.remaining - (wanted.get(line.id) ?? 0) }))
    .filter(({ quantity }) => quantity > 0);
}
