import type { Envelope, TillPostGranted } from '@tillbridge/contracts';
import {
  defaultPosterSettings,
  defaultReaderSettings,
  memoryTillStores,
  TillPoster,
  TillReader,
  type TillAdapter,
  type TillRuntime,
} from '@tillbridge/gateway-kit';
import { Cipher, MemoryOutbox, type UnitOfWork } from '@tillbridge/persistence';
import type { Incarnation } from './incarnation';
import type { Kept, Process } from './process';

export interface TillProcess extends Process {
  wake: TillReader['wake'];
  /** What an operator does once. */
  begin(): Promise<void>;
}

/** What the till's gateway has in its database. */
export function tillTables(uow: UnitOfWork, now: () => Date) {
  return { uow, outbox: new MemoryOutbox({ service: 'lightspeed-gateway', now }), stores: memoryTillStores() };
}

export type TillTables = ReturnType<typeof tillTables>;

const quiet = (): void => undefined;

/** The till's gateway as it is wired in production. */
export function startTill(
  tables: TillTables,
  life: Incarnation,
  { now, trouble, adapter, till }: Kept & { adapter: TillAdapter; till: string },
): TillProcess {
  const unitOfWork = life.guardUnitOfWork(tables.uow);
  const { outbox, stores } = tables;
  const runtime: TillRuntime = {
    till,
    adapter: life.guard(adapter, ['holdBackMs']),
    unitOfWork,
    outbox,
    stores,
    cipher: new Cipher([Buffer.alloc(32)]),
    now,
    // A vendor that does not answer is weather; what a person has to look at is said as an error.
    log: { info: quiet, warn: quiet, error: (_detail, message) => isWeather(message) || trouble(message) },
  };
  const reader = new TillReader(runtime, defaultReaderSettings);
  const poster = new TillPoster(runtime, defaultPosterSettings, (dueAt) => reader.expectRead(dueAt));
  reader.start();
  poster.start();
  const grant = async (facts: readonly Envelope[]) => {
    const posts = facts
      .filter(({ type }) => type === 'till.post_granted')
      .map(({ data, correlationId, id, traceparent }) => ({
        grant: data as TillPostGranted,
        cause: { correlationId, causationId: id, traceparent },
      }));
    await unitOfWork.run((tx) => stores.posts.grant(tx, posts, now()));
    poster.kick();
  };
  return {
    take: grant,
    stop: async () => void (await Promise.all([reader.stop(), poster.stop()])),
    wake: (reason) => reader.wake(reason),
    begin: async () => void (await reader.begin()),
  };
}

const isWeather = (message: string): boolean => message.startsWith('a web order could not be recorded');
