import type { Cause } from '@tillbridge/contracts';
import { isUnconcluded, type TillReading } from '@tillbridge/level-mirror';
import { levelAt, postsAt } from '@tillbridge/stock-domain';
import { wantRead } from './want-read';
import type { Session } from './session';

/**
 * Facts overtake each other: the answer of a post, or a record, may come after the last reading of its level, and what that
 * reading showed beyond it is then explained by nothing that is still to come.
 *
 * @param reading what has just been taken in: all was concluded from it that can be
 */
export function lookAgain(
  session: Session,
  itemId: string,
  location: string,
  reading: TillReading | null,
  cause: Cause,
): void {
  const item = session.item(itemId);
  const { mirror } = levelAt(item, location);
  if (reading !== null && mirror.row?.requestedAt === reading.requestedAt) return;
  if (isUnconcluded(mirror, postsAt(item, location))) wantRead(session, itemId, location, { seenAt: null }, cause);
}
