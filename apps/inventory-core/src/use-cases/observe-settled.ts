import type { Cause, StoreLevelSettled } from '@tillbridge/contracts';
import { decideSettled } from '@tillbridge/stock-domain';
import type { Session } from './session';

/**
 * A store level shows what was wanted of it, or less: only from then on is it known how much the store may still sell. What
 * was wanted for another item says nothing of the one that the listing is linked to now.
 */
export function observeSettled(session: Session, told: StoreLevelSettled, cause: Cause): void {
  if (session.linkedItem(told.channel, told.externalId) !== told.itemId) return;
  session.change(told.itemId, 'store', cause, (item) => decideSettled(item, told, session.now.getTime()));
}
