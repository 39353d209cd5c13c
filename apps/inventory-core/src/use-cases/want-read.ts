import { tillReadWanted, type Cause } from '@tillbridge/contracts';
import type { CountMark } from '@tillbridge/stock-domain';
import type { Session } from './session';

/** Asks for the level as it is once the till has settled. */
export function wantRead(
  session: Session,
  itemId: string,
  location: string,
  { seenAt }: Pick<CountMark, 'seenAt'>,
  cause: Cause,
): void {
  const listing = session.tillListingOf(itemId);
  if (listing === undefined) return;
  const notBefore = new Date((seenAt ?? session.now.getTime()) + session.layout.policy.tillSettleMs).toISOString();
  session.tell(tillReadWanted, { till: session.till, location, externalId: listing.externalId, notBefore }, cause);
}
