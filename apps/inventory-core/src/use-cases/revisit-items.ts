import { RetryableError, Unavailable, type Tx, type UnitOfWork } from '@tillbridge/persistence';
import type { Shop } from '../shop/shop';
import { decideBatch, type DecideDeps } from './decide-batch';
import { SetAside } from './set-aside';

export interface RevisitDeps extends DecideDeps {
  readonly uow: UnitOfWork;
  readonly shop: (tx: Tx) => Promise<Shop>;
}

/** What a new edition leaves to do can wait: windows that close meanwhile are not to wait for more of it than this. */
const perRunMax = { timed: 200, outdated: 20 };

/**
 * Decides again what no fact has changed: a hold that ran out, a window that closed, a post that has had no answer for
 * long, a shop or a policy that was imported anew. Correct without it, since all are judged when they are read; this tells
 * the stores. One item at a time: one that cannot be decided is set aside, told of (see {@link SetAside}) and keeps no
 * other waiting. Returns how many were decided.
 * @throws Unavailable when the database is away; RetryableError when an item stayed stale, once the others are decided.
 */
export async function revisitItems(
  deps: RevisitDeps,
  onBroken: (itemId: string, error: Error) => void,
  aside = new SetAside(),
): Promise<number> {
  const due = await deps.uow.run(async (tx) => {
    const { edition } = await deps.shop(tx);
    const now = deps.now();
    return deps.ledger.due(tx, { now, edition, except: aside.at(now.getTime()) }, perRunMax);
  });
  let decided = 0;
  let stale: RetryableError | null = null;
  for (const itemId of due) {
    try {
      await revisitItem(deps, itemId);
      aside.drop(itemId);
      decided += 1;
    } catch (error) {
      if (error instanceof Unavailable) throw error;
      if (error instanceof RetryableError) stale = error;
      else if (aside.add(itemId, deps.now().getTime())) onBroken(itemId, error as Error);
    }
  }
  if (stale !== null) throw stale;
  return decided;
}

function revisitItem(deps: RevisitDeps, itemId: string): Promise<void> {
  const cause = { correlationId: itemId, causationId: 'clock', traceparent: null };
  return deps.uow.run(async (tx) => {
    await decideBatch(deps, tx, await deps.shop(tx), { items: [itemId] }, (session) => session.touch(itemId, cause));
  });
}
