import type { Envelope } from '@tillbridge/contracts';
import type { Outbox, UnitOfWork } from '@tillbridge/persistence';
import type { Incarnation } from './incarnation';

const factsPerPassMax = 200;

/**
 * Publishes what the outbox holds, as OutboxRelay does over RabbitMQ: a fact is removed in the transaction that claimed it, once
 * the broker has it. A process that dies in between leaves it, and it is published again.
 */
export function startRelay(
  { outbox, uow }: { outbox: Outbox; uow: UnitOfWork },
  life: Incarnation,
  publish: (fact: Envelope) => void,
  onError: (error: unknown) => void,
): void {
  const guarded = life.guardUnitOfWork(uow);
  const pass = () =>
    guarded.run(async (tx) => {
      const claimed = await outbox.claim(tx, factsPerPassMax);
      claimed.forEach(publish);
      await outbox.markPublished(
        tx,
        claimed.map(({ id }) => id),
      );
    });
  const run = () => void pass().catch(onError);
  outbox.onAdded(run);
  run();
}
