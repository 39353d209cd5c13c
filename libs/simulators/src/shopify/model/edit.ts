import { BadRequest } from '../../shared';
import type { Action } from './action';
import { allocate, knownVariant, take, takeLine } from './checkout';
import { giveBack, openParts } from './give-back';
import { lineOf, openUnits } from './order-view';
import { taxLine } from './pricing';
import { syncFulfillmentOrders } from './routing';
import { act, must, type Shop } from './shop';
import type { Line, Order } from './state';

export interface EditWish {
  lineId?: string;
  sku?: string;
  /** What the line's units should be after the edit. */
  quantity: number;
  /** Whether units that are taken off go on sale again; they do unless it says false. */
  restock?: boolean;
}

type Delta = { id: bigint; delta: number };

/** Order editing: more units are taken like a checkout, but never refused; fewer are restocked, if so wished. */
export function editOrder(shop: Shop, order: Order, wishes: EditWish[]): void {
  const additions: Delta[] = [];
  const removals: Delta[] = [];
  act(shop, (action) => {
    const logged = wishes.map((wish) => {
      const from = wish.lineId ? lineOf(order, wish.lineId).current : 0;
      const line = wish.lineId ? resize(shop, action, order, wish) : addLine(shop, action, order, wish);
      const delta = line.current - from;
      if (delta !== 0) (delta > 0 ? additions : removals).push({ id: BigInt(line.id), delta: Math.abs(delta) });
      return { lineId: line.id, sku: line.sku, from, to: line.current };
    });
    order.edited = true;
    order.updatedAt = shop.now();
    syncFulfillmentOrders(shop, order);
    shop.log.append('edit', { orderId: order.id, lines: logged });
    action.orderEdited(order, editPayload(shop, order, additions, removals));
    action.order('updated', order);
  });
}

function addLine(shop: Shop, action: Action, order: Order, { sku, quantity }: EditWish): Line {
  if (!sku) throw new BadRequest('an edited line needs lineId or sku');
  const line = takeLine(shop, action, order, { variant: knownVariant(shop, sku), sku, quantity });
  taxLine(shop, line);
  return line;
}

function resize(shop: Shop, action: Action, order: Order, wish: EditWish): Line {
  const line = lineOf(order, wish.lineId as string);
  const delta = wish.quantity - line.current;
  if (-delta > openUnits(line)) throw new BadRequest(`line ${line.id} has only ${openUnits(line)} unfulfilled units`);
  if (delta > 0) {
    const variant = must(shop.state.variants, line.variantId);
    for (const part of allocate(shop, { variant, quantity: delta })) take(shop, action, order, line, part);
    line.quantity += delta;
    line.current += delta;
    taxLine(shop, line);
  }
  for (const part of delta < 0 ? openParts(line, -delta) : []) {
    giveBack(shop, action, line, { ...part, restockType: wish.restock === false ? 'no_restock' : 'cancel' });
  }
  return line;
}

function editPayload(shop: Shop, order: Order, additions: Delta[], removals: Delta[]): Record<string, unknown> {
  const at = new Date(shop.now()).toISOString();
  const none = { additions: [], removals: [] };
  return {
    order_edit: {
      id: BigInt(shop.ids.next('OrderEdit')),
      app_id: null,
      created_at: at,
      committed_at: at,
      notify_customer: false,
      order_id: BigInt(order.id),
      staff_note: '',
      user_id: null,
      line_items: { additions, removals },
      discounts: { line_item: none },
      shipping_lines: none,
    },
  };
}
