import { PermanentError, type Tx, type UnitOfWork } from '@tillbridge/persistence';
import type { Shop } from '../shop/shop';
import { decideBatch, type DecideDeps } from './decide-batch';

export interface RevisitDeps extends DecideDeps {
  readonly uow: UnitOfWork;
  readonly shop: (tx: Tx) => Promise<Shop>;
}

const itemsPerRunMax = 200;

/**
 * Decides again what no fact has changed: a hold that ran out, a window that closed, a post that has had no answer for
 * long, a shop or a policy that was imported anew. Correct without it, since all are judged when they are read; this tells
 * the stores. One item at a time, so that one that
 * cannot be decided keeps no other waiting. Returns how many were decided.
 */
export async function revisitItems(
  deps: RevisitDeps,
  onBroken: (itemId: string, error: PermanentError) => void,
): Promise<number> {
  const due = await deps.uow.run(async (tx) => {
    const { edition } = await deps.shop(tx);
    return deps.ledger.due(tx, { now: deps.now(), edition }, itemsPerRunMax);
  });
  let decided = 0;
  for (const itemId of due) {
    try {
      await revisitItem(deps, itemId);
      decided += 1;
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
      onBroken(itemId, error);
    }
  }
  return decided;
}

function revisitItem(deps: RevisitDeps, itemId: string): Promise<void> {
  const cause = { correlationId: itemId, causationId: 'clock', traceparent: null };
  return deps.uow.run(async (tx) => {
    await decideBatch(deps, tx, await deps.shop(tx), { items: [itemId] }, (session) => session.touch(itemId, cause));
  });
}
