import { createHash } from 'node:crypto';
import type { LineMoney, OrderLine, OrderObserved, PutBackAt } from '@tillbridge/contracts';
import { lineMoney, orderMoney, type StoreLineMoney, type StoreMoney } from './order-money';

/** What a Shopify order says, whether it came by webhook or by query; ids are numeric text. */
export interface StoreOrder {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly cancelledAt: string | null;
  /** Lower case. */
  readonly financialStatus: string | null;
  readonly currency: string;
  readonly cartToken: string | null;
  /** null where the store does not say what the order comes to. */
  readonly money: StoreMoney | null;
  readonly lines: readonly StoreOrderLine[];
  readonly refunded: readonly RefundedLine[];
  readonly fulfilled: readonly LinePart[];
  /** Of shipments that were cancelled. */
  readonly unshipped: readonly LinePart[];
}

export interface LinePart {
  readonly line: string;
  readonly quantity: number;
}

export interface StoreOrderLine extends StoreLineMoney {
  readonly id: string;
  /** null for what is no stocked item: typed in by hand, a tip, a gift card that is sold. */
  readonly variant: string | null;
  /** Units in the order now; null where the store does not say. */
  readonly currentQuantity: number | null;
}

export interface RefundedLine {
  readonly line: string;
  readonly quantity: number;
  /** Lower case: no_restock, cancel, return, legacy_restock. */
  readonly restockType: string;
  /** Where the units were put back; null where they were not, or it is not said. */
  readonly location: string | null;
  /** Of these units, as the store counts them back. */
  readonly subtotal: string;
  readonly tax: string;
}

/** Says from where a line is served; null while that is not known. */
export type LocationOfLine = (line: string) => string | null;

const paidStatuses = new Set(['paid', 'partially_refunded', 'refunded', 'authorized']);

/** One order as a fact. Nothing of the customer enters here: a field that is not named below does not exist for us. */
export function orderFact(channel: string, order: StoreOrder, locationOf: LocationOfLine): OrderObserved {
  const lines = order.lines.map((line) => lineFact(order, line, locationOf));
  return {
    channel,
    order: order.id,
    name: order.name,
    placedAt: instant(order.createdAt),
    updatedAt: instant(order.updatedAt),
    cancelledAt: order.cancelledAt === null ? null : instant(order.cancelledAt),
    paid: paidStatuses.has(order.financialStatus ?? ''),
    currency: order.currency,
    ...(order.money && {
      money: orderMoney(
        order.money,
        lines.map(({ money }) => money),
      ),
    }),
    cart: order.cartToken === null ? null : hashedCart(channel, order.cartToken),
    lines,
  };
}

type PricedLine = OrderLine & { money: LineMoney };

function lineFact(order: StoreOrder, line: StoreOrderLine, locationOf: LocationOfLine): PricedLine {
  const refunds = order.refunded.filter((refund) => refund.line === line.id);
  const fulfilled = sum(order.fulfilled.filter((part) => part.line === line.id));
  const unshipped = sum(order.unshipped.filter((part) => part.line === line.id));
  const unrefunded = takenOff(line, refunds) - sum(refunds);
  // Taken off by an edit, put in again by another: more units have left the shelf than the line's quantity says.
  const ordered = line.quantity + Math.max(0, -unrefunded);
  return {
    line: line.id,
    externalId: line.variant,
    storeLocation: line.variant === null ? null : locationOf(line.id),
    ordered,
    current: stillWanted(line, fulfilled, refunds),
    fulfilled,
    ...(unshipped > 0 && { unshipped }),
    restocked: Math.min(ordered, putBack(refunds) + Math.max(0, unrefunded)),
    ...putBackAt(refunds, fulfilled),
    unitPrice: line.price,
    money: lineMoney(line, refunds),
  };
}

/** Units of the line that are not in the order any more, by a refund or by an edit. */
function takenOff({ quantity, currentQuantity }: StoreOrderLine, refunds: readonly RefundedLine[]): number {
  return currentQuantity === null ? sum(refunds) : Math.max(0, quantity - currentQuantity);
}

/**
 * An edit leaves no refund, and nobody can see in the order whether it put the units back. We take it that it did: until a
 * read shows otherwise, the store may sell them.
 */
function putBack(refunds: readonly RefundedLine[]): number {
  return sum(refunds.filter((refund) => refund.restockType !== 'no_restock'));
}

/** By place. The word of old does not say whether the units had been shipped: they had, as far as so many have left. */
function putBackAt(refunds: readonly RefundedLine[], fulfilled: number): Pick<OrderLine, 'putBackAt'> {
  const places = new Map<string, PutBackAt>();
  for (const { location, quantity, restockType } of refunds) {
    if (location === null || restockType === 'no_restock') continue;
    const { units, shipped } = places.get(location) ?? { units: 0, shipped: 0 };
    const left = unitsShipped({ quantity, restockType }, fulfilled);
    places.set(location, { storeLocation: location, units: units + quantity, shipped: shipped + left });
  }
  return places.size === 0 ? {} : { putBackAt: [...places.values()] };
}

function unitsShipped(
  { quantity, restockType }: Pick<RefundedLine, 'quantity' | 'restockType'>,
  fulfilled: number,
): number {
  if (restockType === 'cancel') return 0;
  return restockType === 'return' ? quantity : Math.min(quantity, fulfilled);
}

/**
 * Shopify's current quantity also falls when shipped goods come back; a unit that was shipped was wanted. What was taken
 * off otherwise is taken off the units not shipped yet.
 */
function stillWanted(line: StoreOrderLine, fulfilled: number, refunds: readonly RefundedLine[]): number {
  const returned = sum(refunds.filter((refund) => refund.restockType === 'return'));
  const cancelled = Math.max(0, takenOff(line, refunds) - returned);
  return line.quantity - Math.min(cancelled, Math.max(0, line.quantity - fulfilled));
}

/** The token is a key to the shopper's cart, so only its hash leaves this process. */
export function hashedCart(channel: string, token: string): string {
  return createHash('sha256').update(`${channel}:${token}`).digest('hex');
}

/** Vendors write times with offsets; facts carry UTC. */
export function instant(text: string): string {
  return new Date(text).toISOString();
}

function sum(parts: readonly { readonly quantity: number }[]): number {
  return parts.reduce((total, part) => total + part.quantity, 0);
}
