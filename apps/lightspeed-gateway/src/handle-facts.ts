import {
  causedBy,
  driftDetected,
  findEvent,
  itemRegistered,
  tillPostGranted,
  tillReadWanted,
  type DriftDetected,
  type Envelope,
  type EventDefinition,
  type TillPostGranted,
  type TillReadWanted,
} from '@tillbridge/contracts';
import type { TillStores } from '@tillbridge/gateway-kit';
import {
  PermanentError,
  RetryableError,
  Unavailable,
  type Inbox,
  type Tx,
  type UnitOfWork,
} from '@tillbridge/persistence';
import type { Till } from './till';

export interface HandleFactsDeps {
  unitOfWork: UnitOfWork;
  inbox: Inbox;
  stores: TillStores;
  /** undefined for a channel that is no till of this gateway. */
  till: (channel: string) => Pick<Till, 'poster' | 'reader'> | undefined;
  now: () => Date;
}

const consumer = 'lightspeed-gateway';

type Handler = (tx: Tx, envelope: Envelope, deps: HandleFactsDeps) => Promise<void>;

const on = (definition: EventDefinition, handler: Handler): [string, Handler] => [definition.routingKey, handler];

/** The whole table: which fact does what here. Nothing here calls the till; reader and poster do, at their own pace. */
const handlers = new Map<string, Handler>([
  on(tillPostGranted, keepGrant),
  on(driftDetected, readAgain),
  on(tillReadWanted, planRead),
  // The till names its items itself; nothing has to be mapped.
  on(itemRegistered, async () => undefined),
]);

/** Resolves once the whole batch is committed. */
export async function handleFacts(envelopes: readonly Envelope[], deps: HandleFactsDeps): Promise<void> {
  await deps.unitOfWork.run(async (tx) => {
    const ids = envelopes.map((envelope) => envelope.id);
    const news = await deps.inbox.admit(tx, consumer, ids);
    for (const envelope of envelopes) if (news.has(envelope.id)) await handlerOf(envelope)(tx, envelope, deps);
  });
}

function handlerOf(envelope: Envelope): Handler {
  const definition = findEvent(envelope.type, envelope.version);
  const handler = definition && handlers.get(definition.routingKey);
  if (!handler) throw new PermanentError(`nobody here handles ${envelope.type} version ${envelope.version}`);
  return handler;
}

async function keepGrant(tx: Tx, envelope: Envelope, { stores, till, now }: HandleFactsDeps): Promise<void> {
  const grant = envelope.data as TillPostGranted;
  const known = till(grant.till);
  if (!known) throw await reasonToWait(tx, grant.till, stores);
  await stores.posts.grant(tx, [{ grant, cause: causedBy(envelope) }], now());
  tx.afterCommit(() => known.poster.kick());
}

/**
 * Before the first import, and until its till is connected, every grant waits. Where other tills are configured, one for
 * a till that nobody knows must not hold up theirs: it is tried again for a while and then set aside.
 */
async function reasonToWait(tx: Tx, channel: string, { accounts }: TillStores): Promise<RetryableError> {
  const configured = await accounts.list(tx);
  if (configured.length === 0) return new Unavailable('no till is configured yet: import tillbridge.yaml');
  if (configured.some((account) => account.till === channel))
    return new Unavailable(`the till ${channel} is configured, but not connected yet`);
  return new RetryableError(`no till is configured as ${channel}`);
}

/** What the reconciler saw may be explained by now: only a fresh read can say. */
async function readAgain(tx: Tx, envelope: Envelope, { stores, till, now }: HandleFactsDeps): Promise<void> {
  const { channel, externalId, place } = envelope.data as DriftDetected;
  const reader = till(channel)?.reader;
  // Stores drift, too, and their own gateway looks after that.
  if (!reader) return;
  const dueAt = now();
  await stores.dueReads.add(tx, channel, [{ externalId, location: place, reason: 'drift', above: null, dueAt }]);
  tx.afterCommit(() => reader.expectRead(dueAt));
}

/** The core waits for a level, changed or not. */
async function planRead(tx: Tx, envelope: Envelope, { stores, till }: HandleFactsDeps): Promise<void> {
  const { till: channel, externalId, location, notBefore } = envelope.data as TillReadWanted;
  const known = till(channel);
  if (!known) throw await reasonToWait(tx, channel, stores);
  const dueAt = new Date(notBefore);
  await stores.dueReads.add(tx, channel, [{ externalId, location, reason: 'count', above: null, dueAt }]);
  tx.afterCommit(() => known.reader.expectRead(dueAt));
}
