import { isRunOut, type Reservation } from '../ledger/reservation';
import type { ReservationShown } from './requests';

/** As it stands at `now`: whether it has run out is judged here, whoever swept or did not. */
export function showReservation(
  reservation: Reservation,
  shorts: readonly { readonly line: string; readonly short: number }[],
  now: number,
): ReservationShown {
  const { id, channel, state, paid, reference, expiresAt, lines } = reservation;
  return {
    id,
    channel,
    state: isRunOut(reservation, now) ? 'expired' : state,
    paid,
    reference,
    expiresAt: state === 'held' ? new Date(expiresAt).toISOString() : null,
    lines: lines.map(({ line, itemId, location, units, unitPrice }) => ({
      line,
      itemId,
      location,
      quantity: units,
      unitPrice,
      short: shorts.find((other) => other.line === line)?.short ?? 0,
    })),
  };
}
