import type { Envelope } from '@tillbridge/contracts';
import {
  defaultPosterSettings,
  defaultReaderSettings,
  memoryTillStores,
  TillPoster,
  TillReader,
  type TillAdapter,
  type TillRuntime,
} from '@tillbridge/gateway-kit';
import { Cipher, MemoryInbox, MemoryOutbox, type UnitOfWork } from '@tillbridge/persistence';
import { handleFacts } from '../../../apps/lightspeed-gateway/src/handle-facts';
import type { Incarnation } from './incarnation';
import type { Kept, Process } from './process';
import type { Weakness } from './weakness';

export interface TillProcess extends Process {
  wake: TillReader['wake'];
  /** What an operator does once. */
  begin(): Promise<void>;
}

/** What the till's gateway has in its database. */
export function tillTables(uow: UnitOfWork, now: () => Date) {
  const outbox = new MemoryOutbox({ service: 'lightspeed-gateway', now });
  return { uow, outbox, inbox: new MemoryInbox(uow, now), stores: memoryTillStores() };
}

export type TillTables = ReturnType<typeof tillTables>;

const quiet = (): void => undefined;

interface StartedTill extends NonNullable<Weakness['till']> {
  readonly adapter: TillAdapter;
  readonly till: string;
}

/** The till's gateway as it is wired in production. */
export function startTill(
  tables: TillTables,
  life: Incarnation,
  { now, trouble, adapter, till, settlesAtOnce }: Kept & StartedTill,
): TillProcess {
  const unitOfWork = life.guardUnitOfWork(tables.uow);
  const { outbox, inbox, stores } = tables;
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
  const settled = settlesAtOnce === true ? { settleMs: 0 } : {};
  const reader = new TillReader(runtime, { ...defaultReaderSettings, ...settled });
  const poster = new TillPoster(runtime, { ...defaultPosterSettings, ...settled }, (dueAt) => reader.expectRead(dueAt));
  reader.start();
  poster.start();
  const deps = {
    unitOfWork,
    inbox,
    stores,
    now,
    till: (channel: string) => (channel === till ? { poster, reader } : undefined),
  };
  return {
    take: (facts: readonly Envelope[]) => handleFacts(facts, deps),
    stop: async () => void (await Promise.all([reader.stop(), poster.stop()])),
    wake: (reason) => reader.wake(reason),
    begin: async () => void (await reader.begin()),
  };
}

const isWeather = (message: string): boolean => message.startsWith('a web order could not be recorded');
