import type { UnitOfWork } from '@tillbridge/persistence';
import type { Shop } from '../shop/shop';
import { decideBatch, type DecideDeps } from './decide-batch';

export interface RevisitDeps extends DecideDeps {
  readonly uow: UnitOfWork;
  readonly shop: () => Promise<Shop>;
}

const itemsPerBatchMax = 200;

/**
 * Decides again what time alone has changed: a cart hold that ran out, a post that has had no answer for long. Correct
 * without it, since both are judged when they are read; this tells the stores. Returns how many items were due.
 */
export async function revisitItems(deps: RevisitDeps): Promise<number> {
  const shop = await deps.shop();
  return deps.uow.run(async (tx) => {
    const due = await deps.ledger.due(tx, deps.now(), itemsPerBatchMax);
    if (due.length === 0) return 0;
    await decideBatch(deps, tx, shop, { items: due }, (session) => {
      for (const itemId of due) session.touch(itemId, clockCause(itemId));
    });
    return due.length;
  });
}

function clockCause(itemId: string) {
  return { correlationId: itemId, causationId: 'clock', traceparent: null };
}
