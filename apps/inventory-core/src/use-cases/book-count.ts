import type { Cause } from '@tillbridge/contracts';
import { isSameLine, recordedAt, type ItemState } from '@tillbridge/stock-domain';
import { bookedByCount } from '../money/booked';
import type { Session } from './session';

/** The item as it was before a count of one location was taken over, and as it is now. */
export interface Recount {
  readonly before: ItemState;
  readonly after: ItemState;
  readonly location: string;
}

/**
 * Keeps with the orders what a count did in the place of posts, and what of them it undid: what is recorded or taken back
 * later is priced by what is booked alone, whatever has become of the posts by then.
 */
export function bookCount(session: Session, { before, after, location }: Recount, cause: Cause): void {
  for (const promise of after.promises) {
    const known = before.promises.find((other) => isSameLine(other, promise));
    const units = recordedAt(promise, location) - (known === undefined ? 0 : recordedAt(known, location));
    const order = session.order(promise.channel, promise.order);
    if (units === 0 || order === undefined) continue;
    session.putOrder({ ...order, booked: [...order.booked, bookedByCount(promise.line, location, units)] }, cause);
  }
}
