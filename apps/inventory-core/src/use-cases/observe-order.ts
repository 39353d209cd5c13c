import { isShippedLater, stillWanted, type Cause, type OrderLine, type OrderObserved } from '@tillbridge/contracts';
import { countLine, decideOrderLine, decidePromise, isSameLine, type LineClaim } from '@tillbridge/stock-domain';
import type { Listing, OrderLineState, OrderState } from '../ledger/ledger';
import { letCartGo } from './observe-cart';
import type { Session } from './session';

/** A store order as it stands. The newest observation wins; a cancellation is never taken back. */
export function observeOrder(session: Session, observed: OrderObserved, cause: Cause): void {
  const known = session.order(observed.channel, observed.order);
  if (known !== undefined && known.updatedAt > observed.updatedAt) return;
  const order = known === undefined ? placed(observed) : merged(known, observed);
  if (observed.deleted && !known?.cancelledAt) session.loseOrder(order);
  // Once: the shopper may go on with the same cart, and what it holds then has nothing to do with this order.
  if (order.cart !== null && order.cart !== known?.cart)
    letCartGo(session, { channel: order.channel, cart: order.cart, placedAt: Date.parse(order.placedAt) }, cause);
  decideLines(session, order, { known, only: null }, cause);
}

interface Scope {
  /** The order as it was decided before. */
  readonly known: OrderState | undefined;
  /** Decides what sells this listing alone, and leaves the other lines as they are. */
  readonly only: string | null;
}

/** Sets aside, or gives back, what the order's lines need. Lines without a linked item wait and never block the rest. */
function decideLines(session: Session, order: OrderState, { known, only }: Scope, cause: Cause): void {
  const waiting = new Set(only === null ? [] : order.waiting.filter((externalId) => externalId !== only));
  const decided = order.lines.map((line): OrderLineState => {
    const { externalId } = line;
    if (externalId === null || (only !== null && externalId !== only)) return line;
    const listing = session.listing(order.channel, externalId);
    const linked = listing?.itemId ?? null;
    const claim = claimOf(order, line);
    const promised = itemPromising(session, claim, linked);
    if (linked === null && promised === null) {
      waiting.add(externalId);
      return line;
    }
    const before = known?.waiting.includes(externalId)
      ? undefined
      : known?.lines.find((each) => each.line === line.line);
    const isKept = listing?.tracked !== false && isKeptAtTill(session, linked);
    const isUntracked = promised === null && (line.untracked ?? (before === undefined && !isKept));
    if (promised === linked || (promised === null && !isUntracked)) decideLine(session, claim, linked as string, cause);
    else countApart(session, claim, { promised, linked, before }, cause);
    return isUntracked ? { ...line, untracked: true } : line;
  });
  session.putOrder({ ...order, lines: decided, waiting: [...waiting] }, cause);
}

const isKeptAtTill = (session: Session, itemId: string | null): boolean =>
  itemId === null || session.tillListingOf(itemId)?.tracked !== false;

function decideLine(session: Session, claim: LineClaim, itemId: string, cause: Cause): void {
  session.change(itemId, 'order', cause, (item) => decideOrderLine(item, claim, session.layout));
}

/**
 * A line stays with the item that it was promised, whatever its listing is linked to since; of what its store keeps no stock
 * of nothing is promised. Its gateway counts it at the levels of its listing all the same, so it is counted at the item that
 * is linked.
 */
function countApart(
  session: Session,
  claim: LineClaim,
  { promised, linked, before }: { promised: string | null; linked: string | null; before: OrderLineState | undefined },
  cause: Cause,
): void {
  const { layout } = session;
  if (promised !== null) session.change(promised, 'order', cause, (item) => decidePromise(item, claim, layout));
  if (linked === null) return;
  const counted = before && {
    ...claim,
    ...before,
    movedFrom: before.movedFrom ?? [],
    putBackAt: before.putBackAt ?? [],
  };
  session.change(linked, 'order', cause, (item) => countLine(item, counted ?? null, claim, layout.policy));
}

/** The item that has a promise for this line. */
function itemPromising(session: Session, claim: LineClaim, linked: string | null): string | null {
  const promises = (itemId: string) => session.item(itemId).promises.some((each) => isSameLine(each, claim));
  if (linked !== null && promises(linked)) return linked;
  if (session.order(claim.channel, claim.order) === undefined) return null;
  return session.loadedItems().find(({ itemId }) => promises(itemId))?.itemId ?? null;
}

/** What waited for this listing is decided now that an item is linked to it, in claim order with all others. */
export function decideWaiting(session: Session, listing: Pick<Listing, 'channel' | 'externalId'>, cause: Cause): void {
  const { channel, externalId } = listing;
  for (const order of session.allOrders())
    if (order.channel === channel && order.waiting.includes(externalId))
      decideLines(session, order, { known: order, only: externalId }, cause);
}

function claimOf(order: OrderState, line: OrderLineState): LineClaim {
  return {
    channel: order.channel,
    order: order.order,
    line: line.line,
    storeLocation: line.storeLocation,
    movedFrom: line.movedFrom ?? [],
    // Elsewhere than where it is: nobody can say before that is known.
    putBackAt: line.storeLocation === null ? [] : (line.putBackAt ?? []),
    paid: order.paid,
    placedAt: Date.parse(order.placedAt),
    asOf: Date.parse(order.updatedAt),
    ordered: line.ordered,
    current: order.cancelledAt === null ? line.current : 0,
    fulfilled: line.fulfilled,
    restocked: line.restocked,
  };
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
    ...(observed.money && { money: observed.money }),
    booked: [],
    zeroValue: false,
    decision: 0,
    told: null,
    resolution: null,
  };
}

type Shipped = Pick<OrderLine, 'fulfilled' | 'unshipped'>;

const shippedOf = ({ fulfilled, unshipped }: Shipped): Shipped => ({ fulfilled, unshipped });

/** Where a line is and was, by the newer copy that says so. Of two of one moment it is the one that has seen it move more often. */
function whereabouts(
  before: OrderLineState,
  line: OrderLine,
  isOneMoment: boolean,
): Pick<OrderLineState, 'storeLocation' | 'movedFrom' | 'putBackAt'> {
  const hasMovedLess = isOneMoment && unitsMoved(line) < unitsMoved(before);
  const { storeLocation, movedFrom, putBackAt } = line.storeLocation === null || hasMovedLess ? before : line;
  const isBehind = isOneMoment && unitsPutBack(line) < unitsPutBack(before);
  return { storeLocation, movedFrom, putBackAt: isBehind ? before.putBackAt : putBackAt };
}

function unitsPutBack({ putBackAt = [] }: Pick<OrderLineState, 'putBackAt'>): number {
  return putBackAt.reduce((total, { units }) => total + units, 0);
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
      ...(isOneMoment && isShippedLater(before, line) ? shippedOf(before) : shippedOf(line)),
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
    ...(observed.money && { money: observed.money }),
    lines: [...lines, ...gone],
  };
}
