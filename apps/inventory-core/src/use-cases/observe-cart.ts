import type { CartObserved, Cause } from '@tillbridge/contracts';
import { decideCart, giveBackUnits, wholeSecond, type HeldUnits } from '@tillbridge/stock-domain';
import { heldBy, type Reservation, type ReservedLine } from '../ledger/reservation';
import type { Session } from './session';
import { tellReservation } from './tell-reservation';

const secondMs = 1_000;

/**
 * A cart as it stands; an older state that arrives late changes nothing, also when the newer one held nothing. Off unless
 * policy allows holds; items that left the cart let their hold go.
 */
export function observeCart(session: Session, cart: CartObserved, cause: Cause): void {
  const known = session.cartReservation(cart.channel, cart.cart);
  const now = session.now.getTime();
  const asOf = Math.min(Date.parse(cart.updatedAt), now);
  if (known !== undefined && known.asOf > asOf) return;
  const held: (ReservedLine & { readonly expiresAt: number })[] = [];
  for (const [itemId, units] of wantedIn(session, cart, known)) {
    session.change(itemId, 'hold', cause, (item) => {
      const claim = { channel: cart.channel, units, asOf, held: heldOf(known, itemId) };
      const decided = decideCart(item, claim, session.takingPart(itemId), session.layout, now);
      if (decided.held !== null) held.push(lineOf(itemId, decided.held));
      return decided.item;
    });
  }
  if (held.length > 0 || isHeld(known)) put(session, cart, known, { asOf, held }, cause);
  else remember(session, cart, known, asOf);
}

/**
 * The shopper has ordered: what their cart held is theirs now as a promise, and no state of the cart up to then holds
 * anything, whenever it arrives. What the cart has held since is somebody's next order.
 */
export function letCartGo(
  session: Session,
  { channel, cart, placedAt }: { channel: string; cart: string; placedAt: number },
  cause: Cause,
): void {
  const known = session.cartReservation(channel, cart);
  // Stores tell when an order was placed to the second, and when a cart changed more exactly.
  const asOf = Math.floor(placedAt / secondMs) * secondMs + secondMs;
  if (known !== undefined && known.asOf >= asOf) return;
  if (!isHeld(known)) return remember(session, { channel, cart }, known, asOf);
  const now = session.now.getTime();
  for (const line of known.lines)
    session.change(line.itemId, 'hold', cause, (item) => giveBackUnits(item, heldBy(known, line), now));
  const released: Reservation = { ...known, state: 'released', asOf };
  session.putReservation(released);
  tellReservation(session, released, cause);
}

/** How far a cart is known that holds nothing. Not of those whose older states would have run out anyway. */
function remember(
  session: Session,
  { channel, cart }: { channel: string; cart: string },
  known: Reservation | undefined,
  asOf: number,
): void {
  if (known !== undefined) {
    if (known.asOf < asOf) session.putReservation({ ...known, asOf });
    return;
  }
  const rules = session.layout.policy.cartHolds[channel];
  if (rules === undefined) return;
  const expiresAt = wholeSecond(asOf + rules.ttlMs);
  if (expiresAt <= session.now.getTime()) return;
  session.putReservation(blank(session.newId(), { channel, cart, asOf, expiresAt }));
}

type CartRow = Pick<Reservation, 'channel' | 'cart' | 'asOf' | 'expiresAt'>;

function blank(id: string, row: CartRow): Reservation {
  return { ...row, id, version: 0, state: 'released', lines: [], paid: false, reference: null };
}

function wantedIn(session: Session, cart: CartObserved, known: Reservation | undefined): ReadonlyMap<string, number> {
  const wanted = new Map<string, number>();
  if (isHeld(known)) for (const { itemId } of known.lines) wanted.set(itemId, 0);
  for (const line of cart.lines) {
    const itemId = session.linkedItem(cart.channel, line.externalId);
    if (itemId !== null) wanted.set(itemId, (wanted.get(itemId) ?? 0) + line.quantity);
  }
  return wanted;
}

function isHeld(known: Reservation | undefined): known is Reservation {
  return known?.state === 'held';
}

/** A cart has one line per item. */
function heldOf(known: Reservation | undefined, itemId: string): HeldUnits | null {
  const line = isHeld(known) ? known.lines.find((each) => each.itemId === itemId) : undefined;
  return known === undefined || line === undefined ? null : heldBy(known, line);
}

function lineOf(itemId: string, { location, units, expiresAt }: HeldUnits) {
  return { line: itemId, itemId, location, units, unitPrice: null, expiresAt };
}

function put(
  session: Session,
  { channel, cart }: CartObserved,
  known: Reservation | undefined,
  { asOf, held }: { asOf: number; held: readonly (ReservedLine & { readonly expiresAt: number })[] },
  cause: Cause,
): void {
  // All lines of a cart stood so at the same moment.
  const expiresAt = held[0]?.expiresAt ?? known?.expiresAt ?? asOf;
  const reservation: Reservation = {
    ...(known ?? blank(session.newId(), { channel, cart, asOf, expiresAt })),
    asOf,
    expiresAt,
    state: held.length > 0 ? 'held' : 'released',
    lines: held.map(({ expiresAt: _, ...line }) => line),
  };
  session.putReservation(reservation);
  tellReservation(session, reservation, cause);
}
