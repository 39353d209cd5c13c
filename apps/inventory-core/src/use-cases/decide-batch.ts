import type { Outbox, Tx } from '@tillbridge/persistence';
import { PermanentError } from '@tillbridge/persistence';
import type { AlertBook } from '@tillbridge/service-kit';
import { InvariantBroken } from '@tillbridge/stock-domain';
import { saveAlerts } from '../alerts/save-alerts';
import { saveEditAlerts } from '../alerts/save-edit-alerts';
import { noReferences, type Changes, type Ledger, type Loaded, type References } from '../ledger/ledger';
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

type Decide = (session: Session) => void;

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
  decide: Decide,
): Promise<void> {
  const loaded = await deps.ledger.load(tx, { ...noReferences, ...references });
  const session = decideOn(deps, shop, loaded, decide);
  await writeDecided(deps, tx, session, session.changes());
}

/** @throws PermanentError when the decision would break an invariant. */
export function decideOn(
  { now, newId }: Pick<DecideDeps, 'now' | 'newId'>,
  shop: Shop,
  loaded: Loaded,
  decide: Decide,
): Session {
  const session = new Session(loaded, shop, now(), newId);
  try {
    decide(session);
    finish(session);
  } catch (error) {
    if (error instanceof InvariantBroken) throw new PermanentError(error.message, { cause: error });
    throw error;
  }
  return session;
}

export interface WriteSteps {
  /** Awaited before anything is written that others may be writing, too. */
  readonly beforeGuard: () => Promise<void>;
  /** Writes what a use case keeps beside the ledger. */
  readonly afterGuard: () => Promise<void>;
}

const noSteps: WriteSteps = { beforeGuard: async () => undefined, afterGuard: async () => undefined };

/** What is the batch's own goes first: from the guard to the commit others wait. */
export async function writeDecided(
  deps: DecideDeps,
  tx: Tx,
  session: Session,
  changes: Changes,
  { beforeGuard, afterGuard }: WriteSteps = noSteps,
): Promise<void> {
  await deps.ledger.append(tx, changes);
  await deps.outbox.add(tx, session.facts);
  await beforeGuard();
  await deps.ledger.save(tx, changes);
  await afterGuard();
  await saveAlerts(deps.alerts, tx, session);
  await saveEditAlerts(deps.alerts, tx, session, changes);
  const moments = changes.items.flatMap(({ revisitAt }) => revisitAt ?? []);
  if (moments.length > 0) tx.afterCommit(() => deps.onDue(new Date(Math.min(...moments))));
}
