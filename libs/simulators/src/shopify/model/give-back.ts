import { BadRequest } from '../../shared';
import type { Action } from './action';
import { lineOf } from './order-view';
import { partOf } from './pricing';
import { levelOf, type Shop } from './shop';
import { connect, move } from './stock';
import type { Allocation, Line, Order, Refund, RefundLine } from './state';

export interface GivenBack {
  allocation: Allocation;
  units: number;
  restockType: RefundLine['restockType'];
  /** Where they are put back; where they were taken from unless it is given. */
  restockAt?: string;
  /** They had left before. Whatever is returned had. */
  shipped?: boolean;
}

/**
 * Takes units out of a line and puts them where `restockType` says: `cancel` from committed to available, `return` (already
 * shipped) onto available, `no_restock` out of committed and with it out of on hand. Shipped units are committed no more.
 */
export function giveBack(shop: Shop, action: Action, line: Line, part: GivenBack): RefundLine {
  const { allocation, units, restockType } = part;
  const { shipped = restockType === 'return', restockAt = allocation.locationId } = part;
  if (shipped) allocation.fulfilled -= units;
  else allocation.open -= units;
  const worth = partOf(shop, line, units);
  line.takenOff.price += worth.price;
  line.takenOff.tax += worth.tax;
  line.current -= units;
  const level = levelOf(shop.state, line.itemId, allocation.locationId);
  const restocked = restockType === 'no_restock' ? 0 : units;
  const isHere = restockAt === allocation.locationId;
  if (line.tracked && level)
    move(shop, action, level, { committed: shipped ? 0 : -units, available: isHere ? restocked : 0 });
  if (line.tracked && restocked > 0 && !isHere)
    move(shop, action, connect(shop, action, line.itemId, restockAt), { available: restocked });
  return {
    id: shop.ids.next('RefundLineItem'),
    lineId: line.id,
    quantity: units,
    ...worth,
    restockType,
    locationId: restockType === 'no_restock' ? null : restockAt,
  };
}

type Parts = { allocation: Allocation; units: number }[];

export const openParts = (line: Line, quantity: number): Parts =>
  parts(line, quantity, 'unfulfilled', (allocation) => allocation.open);

export const fulfilledParts = (line: Line, quantity: number): Parts =>
  parts(line, quantity, 'fulfilled', (allocation) => allocation.fulfilled);

function parts(line: Line, quantity: number, state: string, unitsOf: (allocation: Allocation) => number): Parts {
  const taken: Parts = [];
  let left = quantity;
  for (const allocation of [...line.allocations].reverse()) {
    const units = Math.min(left, unitsOf(allocation));
    if (units > 0) taken.push({ allocation, units });
    left -= units;
  }
  if (left > 0 || quantity < 1) throw new BadRequest(`line ${line.id} does not have ${quantity} ${state} units`);
  return taken;
}

export const newRefund = (shop: Shop, note: string): Refund => ({
  id: shop.ids.next('Refund'),
  createdAt: shop.now(),
  note,
  lines: [],
  shipping: { price: 0, tax: 0 },
  adjustment: 0,
  amount: 0,
});

/** Attaches the refund to its order; an unpaid order has nothing to pay back. */
export function settle({ state }: Shop, order: Order, refund: Refund): void {
  const parts = [...refund.lines, refund.shipping];
  const value = parts.reduce((sum, { price, tax }) => sum + price + (state.taxesIncluded ? 0 : tax), refund.adjustment);
  refund.amount = order.paid ? value : 0;
  order.refunds.push(refund);
}

export const loggedPart = (order: Order, part: RefundLine) => ({
  lineId: part.lineId,
  sku: lineOf(order, part.lineId).sku,
  quantity: part.quantity,
  restockType: part.restockType,
  locationId: part.locationId,
});
