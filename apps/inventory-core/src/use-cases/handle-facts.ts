import { causedBy, channelStateChanged, type ChannelStateChanged, type Envelope } from '@tillbridge/contracts';
import { PermanentError, type Inbox, type Tx, type UnitOfWork } from '@tillbridge/persistence';
import { factTable } from '../fact-table';
import { takeInStates, type TakeInStateDeps } from '../halts/take-in-state';
import type { References } from '../ledger/ledger';
import type { Shop } from '../shop/shop';
import { decideBatch, type DecideDeps } from './decide-batch';

export interface HandleFactsDeps extends DecideDeps, TakeInStateDeps {
  readonly uow: UnitOfWork;
  readonly inbox: Inbox;
  readonly shop: (tx: Tx) => Promise<Shop>;
}

const consumer = 'inventory-core';

/**
 * One unit of work for a whole batch: admit, load, decide every fact with the pure functions, write on the versions that
 * were read, add the facts that follow, commit. A stale version rolls everything back and the batch is decided again.
 */
export async function handleFacts(deps: HandleFactsDeps, envelopes: readonly Envelope[]): Promise<void> {
  await deps.uow.run(async (tx) => {
    const admitted = await deps.inbox.admit(
      tx,
      consumer,
      envelopes.map((envelope) => envelope.id),
    );
    const fresh = uniqueOf(envelopes).filter((envelope) => admitted.has(envelope.id));
    if (fresh.length === 0) return;
    const shop = await deps.shop(tx);
    // What holds a channel back moves no unit: it is kept beside the ledger.
    const [states, decided] = [fresh.filter(isState), fresh.filter((envelope) => !isState(envelope))];
    if (decided.length > 0)
      await decideBatch(deps, tx, shop, referencesOf(decided), (session) => {
        for (const envelope of decided) handlerOf(envelope).apply(session, envelope.data, causedBy(envelope));
      });
    await takeInStates(
      deps,
      tx,
      shop.till,
      states.map(({ data }) => data as ChannelStateChanged),
    );
  });
}

const isState = ({ type }: Envelope): boolean => type === channelStateChanged.type;

function handlerOf(envelope: Envelope) {
  const handler = factTable[`${envelope.type}.v${envelope.version}`];
  if (handler === undefined) throw new PermanentError(`no use case for ${envelope.type} version ${envelope.version}`);
  return handler;
}

function uniqueOf(envelopes: readonly Envelope[]): readonly Envelope[] {
  return [...new Map(envelopes.map((envelope) => [envelope.id, envelope])).values()];
}

function referencesOf(envelopes: readonly Envelope[]): References {
  const touched = envelopes.map((envelope) => handlerOf(envelope).touches(envelope.data));
  return {
    items: touched.flatMap((references) => references.items ?? []),
    externals: touched.flatMap((references) => references.externals ?? []),
    orders: touched.flatMap((references) => references.orders ?? []),
    posts: touched.flatMap((references) => references.posts ?? []),
    voided: touched.flatMap((references) => references.voided ?? []),
    records: touched.flatMap((references) => references.records ?? []),
    carts: touched.flatMap((references) => references.carts ?? []),
    reservations: [],
    labels: touched.flatMap((references) => references.labels ?? []),
    proposals: touched.flatMap((references) => references.proposals ?? []),
  };
}
