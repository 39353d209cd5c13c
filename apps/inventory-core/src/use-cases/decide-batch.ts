import type { Outbox, Tx } from '@tillbridge/persistence';
import { PermanentError } from '@tillbridge/persistence';
import type { AlertBook } from '@tillbridge/service-kit';
import { InvariantBroken } from '@tillbridge/stock-domain';
import { saveAlerts } from '../alerts/save-alerts';
import { noReferences, type Ledger, type References } from '../ledger/ledger';
import type { Shop } from '../shop/shop';
import { finish } from './finish';
import { Session } from './session';

export interface DecideDeps {
  readonly outbox: Outbox;
  readonly ledger: Ledger;
  readonly alerts: AlertBook;
  readonly now: () => Date;
  /** Time-ordered. */
  readonly newId: () => string;
  /** Time alone will change something that was decided: it is to be looked at again then. */
  readonly onDue: (at: Date) => void;
}

/**
 * Loads what a batch may touch, decides it, and writes what follows on the versions that were read: one decision,
 * whatever caused it. A stale version rolls everything back, and the unit of work decides again.
 * @throws PermanentError when the decision would break an invariant: nothing is written.
 */
export async function decideBatch(
  deps: DecideDeps,
  tx: Tx,
  shop: Shop,
  references: Partial<References>,
  decide: (session: Session) => void,
  /** Writes what a use case keeps beside the ledger, once it is known how the batch ends. */
  keep: (session: Session) => Promise<void> = async () => undefined,
): Promise<void> {
  const loaded = await deps.ledger.load(tx, { ...noReferences, ...references });
  const session = new Session(loaded, shop, deps.now(), deps.newId);
  try {
    decide(session);
    finish(session);
  } catch (error) {
    if (error instanceof InvariantBroken) throw new PermanentError(error.message, { cause: error });
    throw error;
  }
  const changes = session.changes();
  await deps.ledger.save(tx, changes);
  await keep(session);
  await deps.outbox.add(tx, session.facts);
  await saveAlerts(deps.alerts, tx, session);
  const moments = changes.items.flatMap(({ revisitAt }) => revisitAt ?? []);
  if (moments.length > 0) tx.afterCommit(() => deps.onDue(new Date(Math.min(...moments))));
}
