import type { Tx, UnitOfWork } from '@tillbridge/persistence';
import { answerCount, levelAt, type CountAnswer } from '@tillbridge/stock-domain';
import type { Shop } from '../shop/shop';
import { decideBatch, type DecideDeps } from './decide-batch';
import { wantRead } from './want-read';

export interface AnswerCountDeps extends DecideDeps {
  readonly uow: UnitOfWork;
  readonly shop: (tx: Tx) => Promise<Shop>;
}

/** Items decided in one transaction; a whole shop was counted, perhaps. */
const perBatch = 50;

/**
 * A person says what a completed count made of the units that were set aside for web orders. Returns how many items had
 * waited for that. Answered again it finds none.
 */
export async function answerCountEverywhere(
  deps: AnswerCountDeps,
  location: string,
  countId: string,
  answer: CountAnswer,
): Promise<number> {
  const waiting = await deps.uow.run((tx) => deps.ledger.askedAbout(tx, location, countId));
  for (let from = 0; from < waiting.length; from += perBatch)
    await answerFor(deps, waiting.slice(from, from + perBatch), location, countId, answer);
  return waiting.length;
}

function answerFor(
  deps: AnswerCountDeps,
  items: readonly string[],
  location: string,
  countId: string,
  answer: CountAnswer,
): Promise<void> {
  const cause = { correlationId: countId, causationId: `count ${countId}, decided by a person`, traceparent: null };
  return deps.uow.run(async (tx) => {
    await decideBatch(deps, tx, await deps.shop(tx), { items }, (session) => {
      for (const itemId of items) {
        const mark = levelAt(session.item(itemId), location).counts.find((count) => count.countId === countId);
        session.change(itemId, 'count', cause, (item) => answerCount(item, location, countId, answer));
        if (mark !== undefined) wantRead(session, itemId, location, mark, cause);
      }
    });
  });
}
