import type { HeldUnits } from '@tillbridge/stock-domain';

/**
 * `held` runs out at `expiresAt` by itself. `confirmed` is an order of its channel, under the reservation's id; `fulfilled`
 * has left the shelf. `released` holds and promises nothing.
 */
export type ReservationState = 'held' | 'confirmed' | 'fulfilled' | 'released';

export interface ReservedLine {
  readonly line: string;
  readonly itemId: string;
  readonly location: string;
  readonly units: number;
  /** What the till records it for; null: the till's own price. */
  readonly unitPrice: string | null;
}

/**
 * Units kept for one cart of a store, or for whoever asked over HTTP. One mechanism: the item only knows how many units
 * are held until when, this knows whose they are.
 */
export interface Reservation {
  readonly id: string;
  readonly channel: string;
  readonly version: number;
  /** The store's cart, hashed; null for one that was asked for. */
  readonly cart: string | null;
  /**
   * When the cart stood so (milliseconds since 1970); an older state never overwrites. Of a cart that has become an order,
   * the end of the second in which it was placed. 0 without a cart.
   */
  readonly asOf: number;
  readonly state: ReservationState;
  readonly lines: readonly ReservedLine[];
  /** Milliseconds since 1970, a whole second. Means nothing once it is no longer held. */
  readonly expiresAt: number;
  readonly paid: boolean;
  /** What its shop calls the order. */
  readonly reference: string | null;
}

export function heldBy({ channel, expiresAt }: Reservation, { location, units }: ReservedLine): HeldUnits {
  return { channel, location, expiresAt, units };
}

export const isRunOut = ({ state, expiresAt }: Reservation, now: number): boolean =>
  state === 'held' && expiresAt <= now;

/** The orders that reservations have become, also those that are done with. */
export function confirmedIn(reservations: readonly Reservation[]): readonly { channel: string; order: string }[] {
  return reservations
    .filter(({ state, cart }) => cart === null && state !== 'held')
    .map(({ channel, id }) => ({ channel, order: id }));
}
