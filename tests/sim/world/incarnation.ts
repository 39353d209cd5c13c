import { pause, RetryableError, type Tx, type UnitOfWork } from '@tillbridge/persistence';

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

/**
 * One life of a process. Whatever it waits for goes through here; once it has died, none of that ever comes back: what was
 * committed stays, what a vendor was asked for is done, and nobody goes on with it.
 */
export class Incarnation {
  private isAlive = true;
  private readonly mourners = new Set<() => void>();

  constructor(
    private readonly crashesHere: () => boolean,
    private readonly onDeath: () => void,
    /** From the last statement of a transaction to its commit: others may commit meanwhile. */
    private readonly commitMs: () => number = () => 0,
  ) {}

  get isDead(): boolean {
    return !this.isAlive;
  }

  /** What somebody else waits for of this process: the connection breaks when it dies. @throws RetryableError then */
  asked<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const broken = () => reject(new RetryableError('the connection broke'));
      if (!this.isAlive) return broken();
      this.mourners.add(broken);
      work()
        .then(resolve, reject)
        .finally(() => this.mourners.delete(broken));
    });
  }

  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.dies()) return never();
    try {
      const result = await work();
      return this.dies() ? await never<T>() : result;
    } catch (error) {
      if (this.isAlive) throw error;
      return never();
    }
  }

  /** Whether it is dead, or dies of being asked. */
  dies(): boolean {
    if (this.isAlive && this.crashesHere()) this.kill();
    return !this.isAlive;
  }

  kill(): void {
    if (!this.isAlive) return;
    this.end();
    this.onDeath();
  }

  /** It was stopped, and nobody has to be told. */
  end(): void {
    this.isAlive = false;
    for (const mourn of this.mourners) mourn();
  }

  /** Every call that a process of this life makes of `port`, but for those that it need not wait for. */
  guard<Port extends object>(port: Port, atOnce: readonly (keyof Port)[] = []): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const found: unknown = Reflect.get(target, name);
        if (typeof found !== 'function') return found;
        const call = (...args: unknown[]): unknown => found.apply(target, args);
        return atOnce.includes(name as keyof Port)
          ? call
          : (...args: unknown[]) => this.pass(async () => call(...args));
      },
    });
  }

  /** A transaction dies with its process: rolled back if it was open, and seen by nobody here if it was committed. */
  guardUnitOfWork(uow: UnitOfWork): UnitOfWork {
    const begin = <T>(work: (tx: Tx) => Promise<T>, beforeAgain?: () => Promise<void>) =>
      uow.run(async (tx) => {
        tx.afterCommit(() => this.dies());
        const result = await work(tx);
        const ms = this.commitMs();
        if (ms > 0) await pause(ms);
        if (this.dies()) throw new Error('the process died with its transaction open');
        return result;
      }, beforeAgain);
    return { run: (work, beforeAgain) => this.pass(() => begin(work, beforeAgain)) };
  }
}
