import type { Cause, OrderLine, OrderObserved } from '@tillbridge/contracts';
import { decideOrderLine } from '@tillbridge/stock-domain';
import type { OrderLineState, OrderState } from '../ledger/ledger';
import { letCartGo } from './observe-cart';
import type { Session } from './session';

/** A store order as it stands. The newest observation wins; a cancellation is never taken back. */
export function observeOrder(session: Session, observed: OrderObserved, cause: Cause): void {
  const known = session.order(observed.channel, observed.order);
  if (known !== undefined && known.updatedAt > observed.updatedAt) return;
  const order = known === undefined ? placed(observed) : merged(known, observed);
  // Once: the shopper may go on with the same cart, and what it holds then has nothing to do with this order.
  if (order.cart !== null && order.cart !== known?.cart)
    letCartGo(session, { channel: order.channel, cart: order.cart, placedAt: Date.parse(order.placedAt) }, cause);
  decideLines(session, order, cause);
}

/** Sets aside, or gives back, what the order's lines need. Lines without a linked item wait and never block the rest. */
export function decideLines(session: Session, order: OrderState, cause: Cause): void {
  const unlinked = order.lines.flatMap(({ externalId }) =>
    externalId !== null && session.linkedItem(order.channel, externalId) === null ? [externalId] : [],
  );
  session.putOrder({ ...order, waiting: unlinked }, cause);
  for (const line of order.lines) {
    const itemId = line.externalId === null ? null : session.linkedItem(order.channel, line.externalId);
    if (itemId === null) continue;
    session.change(itemId, 'order', cause, (item) =>
      decideOrderLine(
        item,
        {
          channel: order.channel,
          order: order.order,
          line: line.line,
          storeLocation: line.storeLocation,
          movedFrom: line.movedFrom ?? [],
          paid: order.paid,
          placedAt: Date.parse(order.placedAt),
          ordered: line.ordered,
          current: order.cancelledAt === null ? line.current : 0,
          fulfilled: line.fulfilled,
          restocked: line.restocked,
        },
        session.layout,
      ),
    );
  }
}

function placed(observed: OrderObserved): OrderState {
  return {
    channel: observed.channel,
    order: observed.order,
    version: 0,
    name: observed.name,
    placedAt: observed.placedAt,
    updatedAt: observed.updatedAt,
    cancelledAt: observed.cancelledAt,
    paid: observed.paid,
    currency: observed.currency,
    cart: observed.cart,
    lines: observed.lines.map((line) => ({ ...line, short: 0, shortReason: null })),
    waiting: [],
    postsGranted: 0,
    decision: 0,
    told: null,
    resolution: null,
  };
}

/** Of two copies of one moment nobody knows which is newer: what either saw removed is removed, in any order. */
function stillWanted(a: { ordered: number; current: number }, b: { ordered: number; current: number }): number {
  return Math.max(a.ordered, b.ordered) - Math.max(a.ordered - a.current, b.ordered - b.current);
}

/** Where a line is, by the newer copy that says so. Of two of one moment it is the one that has seen it move more often. */
function whereabouts(
  before: OrderLineState,
  line: OrderLine,
  isOneMoment: boolean,
): Pick<OrderLineState, 'storeLocation' | 'movedFrom'> {
  const hasMovedLess = isOneMoment && unitsMoved(line) < unitsMoved(before);
  const { storeLocation, movedFrom } = line.storeLocation === null || hasMovedLess ? before : line;
  return { storeLocation, movedFrom };
}

function unitsMoved({ movedFrom = [] }: Pick<OrderLineState, 'movedFrom'>): number {
  return movedFrom.reduce((total, { units }) => total + units, 0);
}

function merged(known: OrderState, observed: OrderObserved): OrderState {
  const isOneMoment = known.updatedAt === observed.updatedAt;
  const lines = observed.lines.map((line): OrderLineState => {
    const before = known.lines.find((other) => other.line === line.line);
    if (before === undefined) return { ...line, short: 0, shortReason: null };
    return {
      ...before,
      ...line,
      ...whereabouts(before, line, isOneMoment),
      ordered: Math.max(before.ordered, line.ordered),
      current: isOneMoment ? stillWanted(before, line) : line.current,
      // A shipment may be taken back: then the units are to be shipped again.
      fulfilled: isOneMoment ? Math.max(before.fulfilled, line.fulfilled) : line.fulfilled,
      restocked: Math.max(before.restocked, line.restocked),
    };
  });
  const gone = known.lines
    .filter((line) => !observed.lines.some((other) => other.line === line.line))
    .map((line) => ({ ...line, current: Math.min(line.current, line.fulfilled) }));
  return {
    ...known,
    name: observed.name,
    updatedAt: observed.updatedAt,
    cancelledAt: known.cancelledAt ?? observed.cancelledAt,
    paid: known.paid || observed.paid,
    cart: known.cart ?? observed.cart,
    lines: [...lines, ...gone],
  };
}
