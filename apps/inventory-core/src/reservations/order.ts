import type { Cause } from '@tillbridge/contracts';
import {
  changePromise,
  decideOrderLine,
  type ItemState,
  type LineClaim,
  type ShopLayout,
} from '@tillbridge/stock-domain';
import type { OrderState } from '../ledger/ledger';
import type { Reservation, ReservedLine } from '../ledger/reservation';
import type { Seller } from '../shop/shop';
import type { Session } from '../use-cases/session';
import type { Draft } from './draft';

// A confirmed reservation is an order of its channel, under its own id, and is decided by the functions that decide any.

type LineState = Pick<LineClaim, 'current' | 'fulfilled' | 'restocked'>;

const whole = ({ units }: ReservedLine): LineState => ({ current: units, fulfilled: 0, restocked: 0 });
const gone = ({ units }: ReservedLine): LineState => ({ current: units, fulfilled: units, restocked: 0 });
const cancelled = ({ units }: ReservedLine): LineState => ({ current: 0, fulfilled: 0, restocked: units });

/** `regained`: the items, with what was held for the order taken out of their holds. */
export function placeOrder(
  session: Session,
  { currency }: Seller,
  regained: Draft,
  reservation: Reservation,
  cause: Cause,
): void {
  const placedAt = session.now.toISOString();
  const { id, channel, paid, reference, lines } = reservation;
  session.putOrder(
    {
      channel,
      order: id,
      version: 0,
      name: reference ?? `reservation ${id}`,
      placedAt,
      updatedAt: placedAt,
      cancelledAt: null,
      paid,
      currency,
      cart: null,
      lines: lines.map((line) => ({ ...orderLine(session, channel, line), short: 0, shortReason: null })),
      waiting: [],
      postsGranted: 0,
      booked: [],
      zeroValue: false,
      decision: 0,
      told: null,
      resolution: null,
    },
    cause,
  );
  for (const line of lines) {
    const claim = claimOf(reservation, line, Date.parse(placedAt), whole(line));
    // Where it is held, not where the shop would look first: others may hold what lies there.
    const layout = servingFrom(session.layout, channel, line.location);
    regained.put(accepted(decideOrderLine(regained.item(line.itemId), claim, layout), claim));
  }
  regained.keep('order', cause);
}

/** Its units were held for it: it competes with nobody who comes now, and waits for no rival. */
function accepted(item: ItemState, claim: LineClaim): ItemState {
  return changePromise(item, claim, (promise) => ({
    ...promise,
    accepted: promise.owed,
    decideAt: null,
    provisional: null,
  }));
}

export function payOrder(session: Session, reservation: Reservation, cause: Cause): void {
  const order = orderOf(session, reservation);
  changeOrder(session, reservation, { ...order, paid: true }, reservation.state === 'fulfilled' ? gone : whole, cause);
}

export function fulfilOrder(session: Session, reservation: Reservation, cause: Cause): void {
  changeOrder(session, reservation, orderOf(session, reservation), gone, cause);
}

/** The units come back, and what was recorded at the till is reversed. */
export function cancelOrder(session: Session, reservation: Reservation, cause: Cause): void {
  const cancelledAt = session.now.toISOString();
  changeOrder(session, reservation, { ...orderOf(session, reservation), cancelledAt }, cancelled, cause);
}

function changeOrder(
  session: Session,
  reservation: Reservation,
  order: OrderState,
  stateOf: (line: ReservedLine) => LineState,
  cause: Cause,
): void {
  const states = new Map(reservation.lines.map((line) => [line.line, stateOf(line)]));
  const lines = order.lines.map((line) => ({ ...line, ...states.get(line.line) }));
  session.putOrder({ ...order, updatedAt: session.now.toISOString(), lines }, cause);
  for (const line of reservation.lines) {
    const claim = claimOf(reservation, line, Date.parse(order.placedAt), stateOf(line));
    session.change(line.itemId, 'order', cause, (item) => decideOrderLine(item, claim, session.layout));
  }
}

function orderOf(session: Session, { channel, id }: Reservation): OrderState {
  const order = session.order(channel, id);
  if (order === undefined) throw new Error(`reservation ${id} is confirmed, but its order was not loaded`);
  return order;
}

function claimOf(
  { channel, id, paid }: Reservation,
  line: ReservedLine,
  placedAt: number,
  state: LineState,
): LineClaim {
  const where = { storeLocation: channel, movedFrom: [] };
  return { channel, order: id, line: line.line, ...where, paid, placedAt, ordered: line.units, ...state };
}

/** Lines name no external id: nothing lists them at their channel, and none of them waits for a link. */
function orderLine(session: Session, channel: string, line: ReservedLine) {
  const unitPrice = line.unitPrice ?? session.tillListingOf(line.itemId)?.price ?? '0';
  return { line: line.line, externalId: null, storeLocation: channel, ordered: line.units, unitPrice, ...whole(line) };
}

function servingFrom(layout: ShopLayout, channel: string, location: string): ShopLayout {
  const places = layout.places.map((place) => (place.channel === channel ? { ...place, serves: [location] } : place));
  return { ...layout, places };
}
