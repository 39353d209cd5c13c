import { MemoryOutbox, pause, timeOrderedId, type UnitOfWork } from '@tillbridge/persistence';
import { KickedLoop } from '@tillbridge/service-kit';
import type { MemoryLedger } from '../../../apps/inventory-core/src/ledger/ledger.memory';
import type { ExpectedAtStore, ObservedAtStore } from '../../../apps/reconciler/src/compare';
import { newRun, runReconcile } from '../../../apps/reconciler/src/run-reconcile';
import { MemoryRuns } from '../../../apps/reconciler/src/runs/runs.memory';
import type { Incarnation } from './incarnation';
import type { Kept, Process } from './process';

const everyMs = 300_000;
const secondLookMs = 10_000;

export function reconcilerTables(uow: UnitOfWork, now: () => Date) {
  return { uow, outbox: new MemoryOutbox({ service: 'reconciler', now }), runs: new MemoryRuns() };
}

export type ReconcilerTables = ReturnType<typeof reconcilerTables>;

export interface Asked {
  readonly ledger: MemoryLedger;
  readonly channels: readonly string[];
  /** As the stores' gateway answers it now. */
  observed(channel: string): Promise<ObservedAtStore[]>;
}

/** The reconciler with its use case as in production, asked for a run as an operator's timer asks it. */
export function startReconciler(
  tables: ReconcilerTables,
  life: Incarnation,
  { now, trouble, ledger, channels, observed }: Kept & Asked,
): Process {
  const uow = life.guardUnitOfWork(tables.uow);
  const deps = {
    ...tables,
    uow,
    now,
    pause: () => life.pass(() => pause(secondLookMs)),
    channels: async () => channels.map((id) => ({ id, kind: 'store' as const })),
    peers: {
      expectations: async () => ({ levels: [], channels: expectedFrom(ledger) }),
      store: (channel: string) => life.pass(() => observed(channel)),
      till: async () => [],
    },
  };
  const look = async () => {
    const run = newRun(timeOrderedId(), null, now());
    await uow.run((tx) => tables.runs.begin(tx, run));
    await runReconcile(deps, run);
    return null;
  };
  const loop = new KickedLoop({ run: look, pollMs: everyMs, onError: trouble });
  loop.start();
  return { take: async () => undefined, stop: () => loop.stop() };
}

/** What `GET /levels` of the core says of the stores. */
function expectedFrom(ledger: MemoryLedger): ExpectedAtStore[] {
  const listings = ledger.allListings();
  return ledger.allItems().flatMap(({ itemId, published }) =>
    published.map(({ channel, storeLocation, lowerTo, raiseTo, version }) => {
      const listing = listings.find((row) => row.itemId === itemId && row.channel === channel);
      return { channel, itemId, externalId: listing?.externalId ?? null, storeLocation, lowerTo, raiseTo, version };
    }),
  );
}
