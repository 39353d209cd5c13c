import type { ColumnType } from '@tillbridge/persistence';
import type { Reservation, ReservationState, ReservedLine } from './reservation';

// Reservations, between their type and their columns.

const iso = (millis: number): string => new Date(millis).toISOString();

export function reservationRow(reservation: Reservation) {
  return {
    id: reservation.id,
    channel: reservation.channel,
    version: reservation.version,
    cart: reservation.cart,
    as_of: iso(reservation.asOf),
    state: reservation.state,
    lines: reservation.lines,
    expires_at: iso(reservation.expiresAt),
    paid: reservation.paid,
    reference: reservation.reference,
  };
}

export type StoredReservation = Omit<ReturnType<typeof reservationRow>, 'as_of' | 'expires_at'> & {
  as_of: Date;
  expires_at: Date;
};

export function reservationFrom(row: StoredReservation): Reservation {
  return {
    id: row.id,
    channel: row.channel,
    version: row.version,
    cart: row.cart,
    asOf: row.as_of.getTime(),
    state: row.state satisfies ReservationState,
    lines: row.lines satisfies readonly ReservedLine[],
    expiresAt: row.expires_at.getTime(),
    paid: row.paid,
    reference: row.reference,
  };
}

export const reservationColumns: { readonly [Column in keyof ReturnType<typeof reservationRow>]: ColumnType } = {
  id: 'uuid',
  channel: 'text',
  version: 'integer',
  cart: 'text',
  as_of: 'timestamptz',
  state: 'text',
  lines: 'jsonb',
  expires_at: 'timestamptz',
  paid: 'boolean',
  reference: 'text',
};
