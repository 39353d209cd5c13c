import { Hooks, isStaleVersion, retryStale } from './retry-stale';
import type { Tx, UnitOfWork, UnitOfWorkOptions } from './unit-of-work';
import { asUnavailable } from './weather';

/** Something that takes part in a transaction in memory. */
export interface MemoryParticipant {
  /** @throws StaleVersion when its changes may not be committed. */
  check(tx: Tx): void;
  /** Makes its changes visible; may not fail. */
  apply(tx: Tx): void;
  /** The transaction has ended, either way. */
  ended?(tx: Tx): void;
}

class MemoryTx implements Tx {
  readonly committed = new Hooks();
  readonly rolledBack = new Hooks();
  readonly participants = new Set<MemoryParticipant>();
  private open = true;

  constructor(readonly isAgain: boolean) {}

  afterCommit(hook: () => void): void {
    this.committed.add(hook);
  }

  afterRollback(hook: () => void): void {
    this.rolledBack.add(hook);
  }

  join(participant: MemoryParticipant): void {
    if (!this.open) throw new Error('this transaction has ended: a promise inside the unit of work was not awaited');
    this.participants.add(participant);
  }

  commit(): void {
    for (const participant of this.participants) participant.check(this);
    for (const participant of this.participants) participant.apply(this);
  }

  end(): void {
    this.open = false;
    for (const participant of this.participants) participant.ended?.(this);
  }
}

/** The inside of a transaction opened by MemoryUnitOfWork. */
export function memoryTx(tx: Tx): { join(participant: MemoryParticipant): void } {
  if (tx instanceof MemoryTx) return tx;
  throw new TypeError('this transaction was not opened by MemoryUnitOfWork');
}

/** Transactions over MemoryTables: for specs and the simulation. Same contract as TypeOrmUnitOfWork. */
export class MemoryUnitOfWork implements UnitOfWork {
  constructor(private readonly options: UnitOfWorkOptions = {}) {}

  async run<T>(work: (tx: Tx) => Promise<T>, beforeAgain?: () => Promise<void>): Promise<T> {
    try {
      return await retryStale((isAgain) => this.attempt(work, isAgain), isStaleVersion, this.options, beforeAgain);
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  private async attempt<T>(work: (tx: Tx) => Promise<T>, isAgain: boolean): Promise<T> {
    const tx = new MemoryTx(isAgain);
    try {
      const result = await work(tx);
      tx.commit();
      tx.committed.run(this.options.onHookError);
      return result;
    } catch (error) {
      tx.rolledBack.run(this.options.onHookError);
      throw error;
    } finally {
      tx.end();
    }
  }
}
