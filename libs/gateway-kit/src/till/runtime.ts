import type { Cause } from '@tillbridge/contracts';
import { timeOrderedId, type Cipher, type Outbox, type UnitOfWork } from '@tillbridge/persistence';
import type { TillStores } from './state/stores';
import type { TillAdapter } from './till-adapter';

export interface TillLog {
  info(detail: object, message: string): void;
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
}

/** What reader and poster of one till work with. */
export interface TillRuntime {
  till: string;
  adapter: TillAdapter;
  unitOfWork: UnitOfWork;
  outbox: Outbox;
  stores: TillStores;
  cipher: Pick<Cipher, 'seal'>;
  now(): Date;
  log: TillLog;
}

/** A chain of facts that begins with what we found ourselves. */
export function firstCause(): Cause {
  return { correlationId: timeOrderedId(), causationId: null, traceparent: null };
}

/** Weather that says itself when it will be over: a vendor's rate limit. */
export interface KnowsWhen {
  retryAt: Date;
}

export function retryAtOf(error: unknown): Date | null {
  const retryAt = (error as Partial<KnowsWhen> | null)?.retryAt;
  return retryAt instanceof Date ? retryAt : null;
}
