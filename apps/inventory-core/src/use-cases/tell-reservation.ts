import { reservationChanged, type Cause, type ReservationChanged } from '@tillbridge/contracts';
import type { PromiseState } from '@tillbridge/stock-domain';
import type { OrderState } from '../ledger/ledger';
import type { Reservation } from '../ledger/reservation';
import type { Session } from './session';

/** Tells how a reservation stands, once per change. */
export function tellReservation(session: Session, reservation: Reservation, cause: Cause): void {
  const { id, channel, state, expiresAt, lines } = reservation;
  session.tell(
    reservationChanged,
    {
      reservation: id,
      channel,
      changedAt: session.now.toISOString(),
      state,
      expiresAt: state === 'held' ? new Date(expiresAt).toISOString() : null,
      lines: lines.map(({ line, itemId, location, units }) => ({ line, itemId, location, quantity: units, short: 0 })),
    },
    cause,
  );
}

/** A confirmed reservation has lost units. No gateway has to act for its seller: it is told how the reservation stands. */
export function tellOrderOfSeller(session: Session, { channel, order }: OrderState, cause: Cause): void {
  const lines = session
    .loadedItems()
    .flatMap(({ itemId, promises }) =>
      promises
        .filter((promise) => promise.channel === channel && promise.order === order)
        .map((promise) => promisedLine(itemId, promise)),
    );
  const changedAt = session.now.toISOString();
  session.tell(
    reservationChanged,
    { reservation: order, channel, changedAt, state: 'confirmed', expiresAt: null, lines },
    cause,
  );
}

function promisedLine(
  itemId: string,
  { line, location, owed, short }: PromiseState,
): ReservationChanged['lines'][number] {
  return { line, itemId, location, quantity: owed, short };
}
