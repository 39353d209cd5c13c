import type { Envelope } from '@tillbridge/contracts';
import { MemoryInbox, MemoryOutbox, MemoryUnitOfWork, timeOrderedId, type UnitOfWork } from '@tillbridge/persistence';
import { KickedLoop, MemoryAlertBook } from '@tillbridge/service-kit';
import { MemoryHaltedChannels } from '../../../apps/inventory-core/src/halts/halted-channels.memory';
import type { Shop } from '../../../apps/inventory-core/src/shop/shop';
import { handleFacts } from '../../../apps/inventory-core/src/use-cases/handle-facts';
import { revisitItems } from '../../../apps/inventory-core/src/use-cases/revisit-items';
import { SetAside } from '../../../apps/inventory-core/src/use-cases/set-aside';
import type { Incarnation } from './incarnation';
import type { Kept, Process } from './process';
import { WatchedLedger } from './watched-ledger';

/** As the core's Revisiting does, beside being reminded. */
const revisitEveryMs = 1_000;

/** What the core has in its database. */
export function coreTables(uow: UnitOfWork, now: () => Date, ledger = new WatchedLedger()) {
  const outbox = new MemoryOutbox({ service: 'inventory-core', now });
  const books = { alerts: new MemoryAlertBook(), haltedChannels: new MemoryHaltedChannels() };
  return { uow, outbox, inbox: new MemoryInbox(uow, now), ledger, ...books };
}

export type CoreTables = ReturnType<typeof coreTables>;

/** The core with all its use cases, as it is wired in production. */
export function startCore(
  tables: CoreTables,
  life: Incarnation,
  { now, shop, trouble }: Kept & { shop: Shop },
): Process {
  const onDue = (at: Date) => revisiting.kickIn(at.getTime() - now().getTime());
  const uow = life.guardUnitOfWork(tables.uow);
  const deps = { ...tables, uow, now, shop: async () => shop, onDue, newId: () => timeOrderedId() };
  const aside = new SetAside();
  const onBroken = (_item: string, error: Error) => trouble(error);
  const revisiting = new KickedLoop({
    pollMs: revisitEveryMs,
    run: async () => ((await revisitItems(deps, onBroken, aside)) > 0 ? 0 : null),
    onError: trouble,
  });
  revisiting.start();
  return { take: (facts: readonly Envelope[]) => handleFacts(deps, facts), stop: () => revisiting.stop() };
}

export const unitOfWorkOf = (random: () => number): UnitOfWork => new MemoryUnitOfWork({ attemptsMax: 50, random });
