import {
  QueryFailedError,
  QueryRunnerAlreadyReleasedError,
  QueryRunnerProviderAlreadyReleasedError,
  type DataSource,
  type EntityManager,
  type QueryRunner,
} from 'typeorm';
import { expectRows } from './affected-rows';
import { Unavailable } from './errors';
import { Hooks, isStaleVersion, retryStale } from './retry-stale';
import type { Statement } from './statement';
import type { Tx, UnitOfWork, UnitOfWorkOptions } from './unit-of-work';
import { asUnavailable } from './weather';

class TypeOrmTx implements Tx {
  readonly committed = new Hooks();
  readonly rolledBack = new Hooks();
  private open = true;
  private readonly underWay: Promise<void>[] = [];

  constructor(
    private readonly entityManager: EntityManager,
    readonly isAgain: boolean,
  ) {}

  afterCommit(hook: () => void): void {
    this.committed.add(hook);
  }

  afterRollback(hook: () => void): void {
    this.rolledBack.add(hook);
  }

  manager(): EntityManager {
    // Work that outlives its transaction would write outside of it, unseen.
    if (!this.open) throw new Error('this transaction has ended: a promise inside the unit of work was not awaited');
    return this.entityManager;
  }

  async send(statements: readonly Statement[]): Promise<void> {
    const manager = this.manager();
    for (const statement of statements) {
      const sent = execute(manager, statement);
      // Whoever waits for it next is told; until then it is not unhandled.
      sent.catch(() => undefined);
      this.underWay.push(sent);
    }
    // Out of the door before whoever called goes on making the next one.
    if (statements.length > 0) await new Promise(setImmediate);
  }

  /** Resolves once all that was sent has been done. @throws what the first one failed with that did */
  async written(): Promise<void> {
    const sent = await Promise.allSettled(this.underWay.splice(0));
    const failed = sent.find((each) => each.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  /** Once a statement has failed, all that follow do, too; the one that was sent and not waited for tells why. */
  async reasonOf(thrown: unknown): Promise<unknown> {
    const failed = await this.written().then(
      () => thrown,
      (sent: unknown) => sent,
    );
    return codeOf(thrown) === transactionAborted ? failed : thrown;
  }

  end(): void {
    this.open = false;
  }
}

async function execute(manager: EntityManager, { sql, parameters, rows }: Statement): Promise<void> {
  const result: unknown = await manager.query(sql, [...parameters]);
  if (rows !== undefined) expectRows(result, rows);
}

/** The entity manager of a transaction opened by TypeOrmUnitOfWork. */
export function managerOf(tx: Tx): EntityManager {
  return typeOrmTx(tx).manager();
}

/**
 * Sends statements one behind the other and waits for none: the next ones are made while the server works. Whether they
 * succeeded shows before the commit.
 */
export function send(tx: Tx, ...statements: readonly Statement[]): Promise<void> {
  return typeOrmTx(tx).send(statements);
}

function typeOrmTx(tx: Tx): TypeOrmTx {
  if (tx instanceof TypeOrmTx) return tx;
  throw new TypeError('this transaction was not opened by TypeOrmUnitOfWork');
}

/** READ COMMITTED transactions on PostgreSQL; the guards are in the statements (see updateVersioned), not in the level. */
export class TypeOrmUnitOfWork implements UnitOfWork {
  constructor(
    private readonly dataSource: DataSource,
    private readonly options: UnitOfWorkOptions = {},
  ) {}

  async run<T>(work: (tx: Tx) => Promise<T>, beforeAgain?: () => Promise<void>): Promise<T> {
    try {
      return await retryStale((isAgain) => this.attempt(work, isAgain), isStale, this.options, beforeAgain);
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  private async attempt<T>(work: (tx: Tx) => Promise<T>, isAgain: boolean): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      const tx = new TypeOrmTx(runner.manager, isAgain);
      try {
        const result = await work(tx);
        await tx.written();
        await runner.commitTransaction();
        tx.committed.run(this.options.onHookError);
        return result;
      } catch (thrown) {
        const error = await tx.reasonOf(thrown);
        if (!saysReleased(error)) await rollBack(runner);
        tx.rolledBack.run(this.options.onHookError);
        throw saysReleased(error) ? new Unavailable(lostMidway, { cause: error }) : withoutValues(error);
      } finally {
        tx.end();
      }
    } finally {
      await runner.release();
    }
  }
}

/** A rollback that fails has lost its connection, and with it the transaction; the first error is the one that counts. */
async function rollBack(runner: QueryRunner): Promise<void> {
  if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
}

const lostMidway = 'database: the connection was lost in the middle of a transaction';

/** TypeORM releases a runner whose connection dies while nothing is asked of it; all it says later is that it did. */
function saysReleased(error: unknown): boolean {
  return error instanceof QueryRunnerAlreadyReleasedError || error instanceof QueryRunnerProviderAlreadyReleasedError;
}

const transactionAborted = '25P02';

/** serialization failure, deadlock, unique violation: someone else was faster, decide again. */
const staleCodes = new Set(['40001', '40P01', '23505']);

function isStale(error: unknown): boolean {
  return isStaleVersion(error) || staleCodes.has(codeOf(error));
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown; driverError?: { code?: unknown } } | null) ?? {};
  return String(code.driverError?.code ?? code.code ?? '');
}

/** Errors end up in logs, and the values of a statement may be anything a vendor sent: only the statement may be told. */
function withoutValues(error: unknown): unknown {
  if (error instanceof QueryFailedError) {
    const driverError = error.driverError as { detail?: unknown };
    Object.assign(error, { parameters: undefined, detail: undefined });
    driverError.detail = undefined;
  }
  return error;
}
