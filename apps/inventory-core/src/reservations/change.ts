import type { Cause } from '@tillbridge/contracts';
import { giveBackUnits, holdUnits, Offers, placeOf, regainUnits, wholeSecond } from '@tillbridge/stock-domain';
import { heldBy, isRunOut, type Reservation } from '../ledger/reservation';
import type { Session } from '../use-cases/session';
import { tellReservation } from '../use-cases/tell-reservation';
import { causeOf } from './cause';
import { Draft } from './draft';
import { cancelOrder, fulfilOrder, payOrder, placeOrder } from './order';
import { refused, type Decided, type MissingLine, type ReservationRequest } from './requests';

type Change = Exclude<ReservationRequest, { kind: 'reserve' }>;

/** What becomes of a reservation that exists. Asking again for what is the case already changes nothing and is no error. */
export function change(session: Session, request: Change): Decided {
  const known = session.reservation(request.id);
  // What a cart of a store holds changes with its cart alone.
  if (known === undefined || known.cart !== null)
    return { kind: 'unknown', reason: `reservation ${request.id} is not known; ask with the id that it was given` };
  const cause = causeOf(known.id);
  if (request.kind === 'release') return release(session, known, cause);
  if (request.kind === 'fulfil') return fulfil(session, known, cause);
  if (request.kind === 'extend') return extend(session, known, request.ttlSeconds, cause);
  return confirm(session, known, request, cause);
}

/** Never before it ran out so far; one that has run out lives again if its units are still free. */
function extend(session: Session, known: Reservation, ttlSeconds: number, cause: Cause): Decided {
  if (known.state !== 'held') return refused(`it is ${known.state}; only what is held can be extended`);
  const expiresAt = Math.max(known.expiresAt, wholeSecond(session.now.getTime() + ttlSeconds * 1_000));
  if (expiresAt === known.expiresAt) return { kind: 'done', id: known.id };
  const regained = regainAll(session, known);
  if (!(regained instanceof Draft)) return regained;
  for (const line of known.lines)
    regained.put(holdUnits(regained.item(line.itemId), { ...heldBy(known, line), expiresAt }));
  regained.keep('hold', cause);
  return kept(session, { ...known, expiresAt }, cause);
}

/** From here on it lives as a web order does: set aside, recorded at the till, short if the units are lost. */
function confirm(
  session: Session,
  known: Reservation,
  request: Extract<Change, { kind: 'confirm' }>,
  cause: Cause,
): Decided {
  if (known.state === 'released') return refused('it was released; reserve again');
  if (known.state !== 'held') {
    if (!request.paid || known.paid) return { kind: 'done', id: known.id };
    const paid: Reservation = { ...known, paid: true };
    payOrder(session, paid, cause);
    return kept(session, paid, cause);
  }
  const seller = session.shop.sellers.get(known.channel);
  if (seller === undefined) return sellsNoMore(known);
  const regained = regainAll(session, known);
  if (!(regained instanceof Draft)) return regained;
  const { paid } = request;
  const confirmed: Reservation = {
    ...known,
    state: 'confirmed',
    paid,
    reference: request.reference ?? known.reference,
  };
  placeOrder(session, seller, regained, confirmed, cause);
  return kept(session, confirmed, cause);
}

/** Takes the units of every line out of their holds, or of none. */
function regainAll(session: Session, known: Reservation): Draft | Decided {
  const now = session.now.getTime();
  const place = placeOf(session.layout, known.channel, null);
  if (place === undefined) return sellsNoMore(known);
  const draft = new Draft(session);
  const offers = new Offers((itemId) => session.takingPart(itemId));
  const missing: MissingLine[] = [];
  for (const line of known.lines) {
    const { line: name, itemId, units: asked } = line;
    const got = regainUnits(draft.item(itemId), heldBy(known, line), place, session.layout, now, offers);
    if (got.kept) draft.put(got.item);
    else missing.push({ line: name, itemId, sku: null, asked, available: got.available });
  }
  if (missing.length === 0) return draft;
  const ranOut = `it ran out at ${new Date(known.expiresAt).toISOString()}, and others have taken its units meanwhile`;
  return refused(isRunOut(known, now) ? ranOut : 'orders have taken its units: holds yield to them', missing);
}

const sellsNoMore = ({ channel }: Reservation): Decided =>
  refused(`${channel} is no configured seller any more; it can only be released`);

function fulfil(session: Session, known: Reservation, cause: Cause): Decided {
  if (known.state === 'fulfilled') return { kind: 'done', id: known.id };
  if (known.state !== 'confirmed') return refused(`it is ${known.state}; only what is confirmed can be fulfilled`);
  fulfilOrder(session, known, cause);
  return kept(session, { ...known, state: 'fulfilled' }, cause);
}

/** Always succeeds. What has left the shelf comes back as a return at the till, not by this. */
function release(session: Session, known: Reservation, cause: Cause): Decided {
  if (known.state === 'released' || known.state === 'fulfilled') return { kind: 'done', id: known.id };
  if (known.state === 'confirmed') cancelOrder(session, known, cause);
  else {
    const now = session.now.getTime();
    for (const line of known.lines)
      session.change(line.itemId, 'hold', cause, (item) => giveBackUnits(item, heldBy(known, line), now));
  }
  return kept(session, { ...known, state: 'released' }, cause);
}

function kept(session: Session, reservation: Reservation, cause: Cause): Decided {
  session.putReservation(reservation);
  tellReservation(session, reservation, cause);
  return { kind: 'done', id: reservation.id };
}
